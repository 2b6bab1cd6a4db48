// The simulated network beside the host's: the same random operations on both must come to the same.

#include <boost/test/unit_test.hpp>
#include <memory>
#include <vector>

#include "kernel/world/host_world.hpp"
#include "kernel/world/simulated/simulation.hpp"
#include "kernel/world/simulated_world.hpp"
#include "tests/kernel/printing.hpp"

using namespace std::chrono_literals;

namespace fibrix::testing {
namespace {

using Code = Operation::Code;
using simulated::Chance;
using simulated::Fault;
using simulated::Simulation;

constexpr int waited = -1000;  // what an operation comes to that would have to wait

/// A World with a table of descriptors, so that what is done to it can be said without their numbers.
class Side {
public:
    explicit Side(World& world) : world_(world) {}
    Side(const Side&) = delete;
    Side& operator=(const Side&) = delete;
    ~Side() {
        for (auto& outside : outsides_) close(outside);
    }

    /// What it comes to: a result, minus the error, or `waited`.
    int finish(Operation& operation) {
        operation.state = Operation::State::pending;
        Operations completed;
        if (!world_.submit(operation)) {
            world_.wait(world_.now() + 2ms, completed);
            if (completed.empty() && world_.cancel(operation)) return waited;
            while (completed.pop_front() != nullptr) {
            }
        }
        return operation.failed ? -1 - static_cast<int>(operation.error) : static_cast<int>(operation.result);
    }
    int open(SocketAddress address) {
        Operation make{.code = Code::socket, .address = &address};
        outsides_.push_back(finish(make));
        slots_.push_back(Slot::fresh);
        return 0;
    }
    int open_datagrams(SocketAddress address) {
        Operation make{.code = Code::socket, .argument = 1, .address = &address};
        outsides_.push_back(finish(make));
        slots_.push_back(Slot::datagrams);
        Operation bind{.code = Code::bind, .descriptor = outsides_.back(), .address = &address};
        return finish(bind);
    }
    // From one datagram socket to another, or to a place where nothing listens.
    int send_to(std::size_t slot, std::size_t to, std::size_t size) {
        auto address = slots_[to] == Slot::datagrams ? name_of(to) : SocketAddress::loopback(1);
        const std::vector<std::byte> bytes(size - 1);  // empty ones too
        Operation send{.code = Code::send_to, .descriptor = outsides_[slot], .in = bytes, .address = &address};
        return slots_[slot] == Slot::datagrams ? finish(send) : 0;
    }
    int receive_from(std::size_t slot, std::size_t size) {
        if (slots_[slot] != Slot::datagrams) return 0;
        std::vector<std::byte> bytes(size);
        SocketAddress sender;
        Operation receive{.code = Code::receive_from, .descriptor = outsides_[slot], .out = bytes, .address = &sender};
        const int got = finish(receive);
        if (got < 0) return got;
        for (std::size_t other = 0; other < outsides_.size(); ++other)  // which of the sockets has sent it
            if (outsides_[other] >= 0 && slots_[other] == Slot::datagrams && name_of(other) == sender)
                return static_cast<int>(other) * 1000 + got;
        return got - 500;  // one that is gone
    }
    int listen(std::size_t slot) {
        if (slots_[slot] != Slot::fresh) return 0;
        slots_[slot] = Slot::listening;
        auto address = SocketAddress::loopback(0);
        Operation bind{.code = Code::bind, .descriptor = outsides_[slot], .address = &address};
        const int bound = finish(bind);
        Operation listen{.code = Code::listen, .descriptor = outsides_[slot], .argument = 2};
        return bound * 100 + finish(listen);
    }
    // Only a fresh socket: on others Linux shows what went on inside it, which no program can see.
    int connect(std::size_t slot, std::size_t to) {
        if (slots_[slot] != Slot::fresh || slots_[to] != Slot::listening) return 0;
        slots_[slot] = Slot::connected;
        auto address = name_of(to);
        Operation connect{.code = Code::connect, .descriptor = outsides_[slot], .address = &address};
        return finish(connect);
    }
    // Of the host the World remembers that there was nothing to be read; so only where one accepts.
    int accept(std::size_t slot) {
        if (slots_[slot] != Slot::listening) return 0;
        SocketAddress address;
        Operation accept{.code = Code::accept, .descriptor = outsides_[slot], .address = &address};
        const int got = finish(accept);
        if (got >= 0) outsides_.push_back(got), slots_.push_back(Slot::connected);
        return std::min(got, 0);
    }
    int send(std::size_t slot, std::size_t size) {
        if (slots_[slot] == Slot::datagrams) return 0;
        const std::vector<std::byte> bytes(size);
        Operation send{.code = Code::send, .descriptor = outsides_[slot], .in = bytes};
        return finish(send);
    }
    int receive(std::size_t slot, std::size_t size) {
        if (slots_[slot] == Slot::listening || slots_[slot] == Slot::datagrams) return 0;
        std::vector<std::byte> bytes(size);
        Operation receive{.code = Code::receive, .descriptor = outsides_[slot], .out = bytes};
        return finish(receive);
    }
    int simple(std::size_t slot, Code code, int argument) {
        SocketAddress address;
        if (code == Code::shutdown && slots_[slot] == Slot::listening) return 0;
        if (code == Code::shutdown && slots_[slot] == Slot::fresh) slots_[slot] = Slot::connected;  // for this test
        Operation operation{.code = code, .descriptor = outsides_[slot], .argument = argument, .address = &address};
        return finish(operation);
    }
    int close(std::size_t slot) { return close(outsides_[slot]); }
    std::size_t count() const { return outsides_.size(); }
    bool is_open(std::size_t slot) const { return slot < outsides_.size() && outsides_[slot] >= 0; }

private:
    int close(Outside& outside) {
        if (outside < 0) return 0;
        Operation close{.code = Code::close, .descriptor = std::exchange(outside, -1)};
        return finish(close);
    }
    SocketAddress name_of(std::size_t slot) {
        SocketAddress address;
        Operation ask{.code = Code::local_name, .descriptor = outsides_[slot], .address = &address};
        finish(ask);
        return address;
    }

    World& world_;
    enum class Slot : std::uint8_t { fresh, listening, connected, datagrams };
    std::vector<Outside> outsides_;
    std::vector<Slot> slots_;
};

struct Act {
    std::size_t kind, slot, other, size;
};

int carry_out(Side& side, const Act& act) {
    const bool opens = act.kind == 0 || act.kind == 16;
    if (!opens && (!side.is_open(act.slot) || !side.is_open(act.other))) return 0;
    switch (act.kind) {
        case 0: return side.open(SocketAddress::loopback(0));
        case 1: return side.listen(act.slot);
        case 2:
        case 3: return side.connect(act.slot, act.other);
        case 4:
        case 5: return side.accept(act.slot);
        case 6:
        case 7:
        case 8: return side.send(act.slot, act.size);
        case 9:
        case 10:
        case 11: return side.receive(act.slot, act.size);
        case 12: return side.simple(act.slot, Code::shutdown, static_cast<int>(act.size % 3));
        case 13: return side.simple(act.slot, Code::peer_name, 0);
        case 16: return side.open_datagrams(SocketAddress::loopback(0));
        case 17:
        case 18: return side.send_to(act.slot, act.other, act.size);
        case 19:
        case 20: return side.receive_from(act.slot, act.size);
        case 14: return side.simple(act.slot, Code::poll, 1 + static_cast<int>(act.size % 2));
        default: return side.close(act.slot);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(simulated_network)

BOOST_AUTO_TEST_CASE(random_operations_come_to_the_same_as_on_the_host) {
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        HostWorld host;
        SimulatedWorld world(seed);
        Side real(host), simulated(world);
        Operations none;
        Chance chance(seed, "acts");
        std::string so_far;
        for (int i = 0; i < 80; ++i) {
            const auto slots = std::max<std::size_t>(1, real.count());
            Act act{chance.below(21), chance.below(slots), chance.below(slots), 1 + chance.below(9)};
            for (int again = 0; again < 9 && !real.is_open(act.slot); ++again) act.slot = chance.below(slots);
            if (real.count() < 6) act.kind = real.count() < 4 ? 0 : 16;
            const int wanted = carry_out(real, act), got = carry_out(simulated, act);
            world.advance(1ms);  // what is under way arrives
            world.wait(Time{}, none);
            so_far += " " + std::to_string(act.kind) + "(" + std::to_string(act.slot) + "," +
                      std::to_string(act.other) + "," + std::to_string(act.size) + ")=" + std::to_string(wanted);
            BOOST_TEST(wanted == got, "seed " << seed << ": on the host" << so_far << ", but here " << got);
            if (wanted != got) break;
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
