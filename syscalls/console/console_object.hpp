// In the kernel: what a console handle stands for: the host's standard input, output or error.
#pragma once

#include "syscalls/file/open_file.hpp"

namespace fibrix {

class World;

class Console final : public OpenFile {
public:
    static inline const ObjectKind kind{"console", &OpenFile::kind};
    explicit Console(Outside outside) noexcept : OpenFile(FileType::character, kind), outside_(outside) {}

    Outcome read(Io& io) override;
    Outcome write(Io& io) override { return io.submit(Operation::Code::write, outside_); }
    /// All consoles are one: what is written to them is seen in one order.
    [[nodiscard]] const void* changed_by(Readiness) const override { return &kind; }
    [[nodiscard]] Outside outside() const noexcept override { return outside_; }
    [[nodiscard]] std::string describe() const override {
        constexpr const char* names[] = {"standard input", "standard output", "standard error"};
        return outside_ >= 0 && outside_ < 3 ? names[outside_] : "console";
    }

    /// Whether a person sits there.
    [[nodiscard]] bool is_terminal(World& world);

private:
    Outside outside_;
    std::optional<bool> terminal_;  ///< once it was asked for
};

}  // namespace fibrix
