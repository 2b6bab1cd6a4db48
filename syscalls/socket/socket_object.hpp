// In the kernel: what a socket's handle stands for.
#pragma once

#include "kernel/handle_table.hpp"
#include "kernel/result.hpp"
#include "kernel/world/world.hpp"
#include "syscalls/file/open_file.hpp"

namespace fibrix {

struct Process;

class Socket final : public OpenFile {
public:
    static inline const ObjectKind kind{"socket", &OpenFile::kind};
    /// Owns `outside`: closes it in the World when the last handle has gone.
    Socket(World& world, Outside outside, bool listening) noexcept
        : OpenFile(FileType::socket, kind), world_(world), outside_(outside), listening_(listening) {}
    ~Socket() override;

    Outcome read(Io& io) override { return io.submit(Operation::Code::receive, outside_); }
    Outcome write(Io& io) override { return io.submit(Operation::Code::send, outside_); }
    Result<void> shutdown(bool receiving, bool sending) override;
    [[nodiscard]] Outside outside() const noexcept override { return outside_; }
    [[nodiscard]] bool listening() const noexcept { return listening_; }
    [[nodiscard]] std::string describe() const override;

private:
    World& world_;
    Outside outside_;
    bool listening_;
};

/// A socket that listens on `address`, as a handle of `process`.
Result<Handle> make_listener(World& world, Process& process, const SocketAddress& address, int backlog);
/// A socket of the family of `address`, neither bound nor connected yet.
Result<Ref<Socket>> make_socket(World& world, const SocketAddress& address, bool listening = false);
/// An operation that never waits.
Result<std::int64_t> do_now(World& world, Operation& operation);

}  // namespace fibrix
