// In the kernel: what a console handle stands for: the host's standard input, output or error.
#pragma once

#include "kernel/object.hpp"
#include "kernel/world/operation.hpp"

namespace fibrix {

class Console final : public Object {
public:
    static inline const ObjectKind kind{"console"};
    explicit Console(Outside outside) noexcept : Object(kind), outside_(outside) {}
    [[nodiscard]] Outside outside() const noexcept { return outside_; }
    [[nodiscard]] std::string describe() const override {
        constexpr const char* names[] = {"standard input", "standard output", "standard error"};
        return outside_ >= 0 && outside_ < 3 ? names[outside_] : "console";
    }

private:
    Outside outside_;
};

}  // namespace fibrix
