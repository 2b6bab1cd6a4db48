// In the kernel: what a socket's handle stands for.
#pragma once

#include "kernel/handle_table.hpp"
#include "kernel/object.hpp"
#include "kernel/result.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {

struct Process;

class Socket final : public Object {
public:
    static inline const ObjectKind kind{"socket"};
    /// Owns `outside`: closes it in the World when the last handle has gone.
    Socket(World& world, Outside outside, bool listening) noexcept
        : Object(kind), world_(world), outside_(outside), listening_(listening) {}
    ~Socket() override;

    [[nodiscard]] Outside outside() const noexcept { return outside_; }
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
