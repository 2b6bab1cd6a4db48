// The data set as bytes, and back: what SAVE writes and the next start reads.
//
// The bytes are the same for the same data set: keys and fields in the order of their hashes, lists in their own. They
// begin with a name and a version and end with a hash of all before. Numbers are written seven bits a byte, the lowest
// first; times are the calendar's, in milliseconds. An entry whose time has come is not written, and not read.
#pragma once

#include <string>

#include "userland/kv/store.hpp"

namespace fibrix::kv {

struct Snapshot {
    enum class Verdict : std::uint8_t {
        good,
        foreign,  ///< not a snapshot at all
        newer,    ///< of a version that is not known here
        damaged,  ///< cut off or changed
    };
    static std::string encode(const Store& store);
    /// Puts what `bytes` hold in the place of all that is in `store`; that is kept if they are not good.
    static Verdict decode(std::string_view bytes, Store& store);
};

std::string_view to_string(Snapshot::Verdict verdict) noexcept;

}  // namespace fibrix::kv
