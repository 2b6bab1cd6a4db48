// In the kernel: what a console handle stands for: the host's standard input, output or error.
#pragma once

#include "syscalls/file/open_file.hpp"

namespace fibrix {

class Console final : public OpenFile {
public:
    static inline const ObjectKind kind{"console", &OpenFile::kind};
    explicit Console(Outside outside) noexcept : OpenFile(FileType::character, kind), outside_(outside) {}

    Outcome read(Io& io) override { return io.submit(Operation::Code::read, outside_); }
    Outcome write(Io& io) override { return io.submit(Operation::Code::write, outside_); }
    [[nodiscard]] Outside outside() const noexcept override { return outside_; }
    [[nodiscard]] std::string describe() const override {
        constexpr const char* names[] = {"standard input", "standard output", "standard error"};
        return outside_ >= 0 && outside_ < 3 ? names[outside_] : "console";
    }

private:
    Outside outside_;
};

}  // namespace fibrix
