// The names of a litmus program: what is shared, and the locals of the task that is being read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tools/litmus/cursor.hpp"
#include "tools/litmus/syntax.hpp"

namespace fibrix::litmus {

enum class Shared : std::uint8_t { variable, mutex, condition, channel };

struct Declared {
    Shared kind = Shared::variable;
    std::size_t first = 0, count = 1;
    bool is_array = false;
};

class Names {
public:
    /// Throws Mistake if there is one of that name.
    void declare(const Cursor& at, std::string_view name, const Declared& what);
    /// Null if there is none of that kind.
    [[nodiscard]] const Declared* find(std::string_view name, Shared kind) const;

    void begin_task() { locals_.clear(); }
    /// The number of a local, which begins to exist when it is first named. Throws Mistake: a shared variable's name.
    std::size_t local(const Cursor& at, std::string_view name);
    [[nodiscard]] std::size_t locals() const noexcept { return locals_.size(); }

private:
    std::map<std::string, Declared, std::less<>> shared_;
    std::map<std::string, std::size_t, std::less<>> locals_;
};

}  // namespace fibrix::litmus
