// The policy that a person names: "mlfq:levels=3,quantum=10", or the path of one in a shared object.
#pragma once

#include <memory>
#include <string>

#include "kernel/policy.hpp"
#include "syscalls/kit/image.hpp"

namespace fibrix {

struct PolicyChoice {
    const PolicyEntry* entry = nullptr;
    std::string settings{};
    Ref<Image> image{};  ///< that it is in, and that must outlive what is made; null: the binary

    [[nodiscard]] std::unique_ptr<Policy> make() const;
};

/// Throws UsageError, beginning with `option`, if there is none, or it cannot be set so.
PolicyChoice choose_policy(const std::string& option, const std::string& text);

}  // namespace fibrix
