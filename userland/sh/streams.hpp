// The streams of a command: which of the shell's handles its numbers 0, 1, 2 and so on stand for.
//
// A redirection changes a copy of this table and nothing else: what the shell runs itself writes through the table, and
// a program is started with it. So nothing has to be undone.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "syscalls/sys.hpp"

namespace fibrix::sh {

class Streams {
public:
    static constexpr int count = 10;

    /// `inherited`: of the process's own handles from 0 on, those that are open.
    explicit Streams(const std::vector<bool>& inherited);

    /// sys::no_handle if it is closed.
    [[nodiscard]] Handle operator[](int number) const noexcept;
    void set(int number, std::shared_ptr<OwnedHandle> handle);
    void duplicate(int from, int to);
    void close(int number);
    /// What a program gets, without closed ones at the end; but always 0, 1 and 2.
    [[nodiscard]] std::vector<Handle> handles() const;
    /// What a process that was started with `handles()` has.
    [[nodiscard]] Streams as_inherited() const;

private:
    struct Stream {
        Handle handle = sys::no_handle;
        std::shared_ptr<OwnedHandle> owner{};  ///< none for what was inherited
    };
    std::array<Stream, count> streams_;
};

}  // namespace fibrix::sh
