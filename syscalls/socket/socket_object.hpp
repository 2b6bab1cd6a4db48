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
    enum class Role : std::uint8_t { stream, listener, datagrams };
    /// Owns `outside`: closes it in the World when the last handle has gone.
    Socket(World& world, Outside outside, Role role) noexcept
        : OpenFile(FileType::socket, kind), world_(world), outside_(outside), role_(role) {}
    ~Socket() override;

    Outcome read(Io& io) override {
        return io.submit(datagrams() ? Operation::Code::receive_from : Operation::Code::receive, outside_);
    }
    Outcome write(Io& io) override {
        return datagrams() ? io.fail(Errno::notconn) : io.submit(Operation::Code::send, outside_);
    }
    Result<void> shutdown(bool receiving, bool sending) override;
    [[nodiscard]] Outside outside() const noexcept override { return outside_; }
    [[nodiscard]] bool datagrams() const noexcept { return role_ == Role::datagrams; }
    [[nodiscard]] std::string describe() const override;

private:
    World& world_;
    Outside outside_;
    Role role_;
};

/// A socket that listens on `address`, as a handle of `process`.
Result<Handle> make_listener(World& world, Process& process, const SocketAddress& address, int backlog);
/// A socket of the family of `address`, neither bound nor connected yet.
Result<Ref<Socket>> make_socket(World& world, const SocketAddress& address, Socket::Role role);
/// A socket for datagrams that is bound to `address`, as a handle of `process`.
Result<Handle> make_datagram_socket(World& world, Process& process, const SocketAddress& address);
/// An operation that never waits.
Result<std::int64_t> do_now(World& world, Operation& operation);

}  // namespace fibrix
