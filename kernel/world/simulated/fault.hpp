// Faults: what can go wrong in a simulation, how often it is to, and how often it did.
//
// Each fault draws from a stream of its own, so that switching one on does not shift the others. One that is asked for
// and never happens makes a run invalid: it has shown nothing about it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/result.hpp"
#include "kernel/world/simulated/chance.hpp"

namespace fibrix::simulated {

enum class Fault : std::uint8_t {
    delay,
    clog,
    partition,
    half_open,
    reset,
    refuse,
    hang,
    short_transfer,
    drop,
    duplicate,
    reorder,
    disk_error,
    disk_full,
    disk_sync,
    torn,
    lost_block,
    lost_name,
    kill,
    reboot,
    skew,
    jump,
    eintr,
    eagain,
    emfile,
    enomem,
    spurious,
};

inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::spurious) + 1;

/// What a fault needs, so that it can happen at all.
enum class FaultNeeds : std::uint8_t { streams, datagrams, disk, crash, processes, clock, requests };

struct FaultKind {
    std::string_view name;
    FaultNeeds needs;
    bool counted;         ///< asked for so many times in a run; else with a probability at each opportunity
    std::uint32_t usual;  ///< times, or of a million: what swarm testing takes
    std::string_view help;
};

const FaultKind& kind_of(Fault fault) noexcept;

/// How much of each fault is asked for: times, or of a million; and the request of the servers at which it comes.
struct FaultPlan {
    std::array<std::uint32_t, fault_count> asked{};
    std::array<std::uint64_t, fault_count> at_request{};  ///< counted from 1; 0: at none

    [[nodiscard]] std::uint32_t& operator[](Fault fault) noexcept { return asked[static_cast<std::size_t>(fault)]; }
    [[nodiscard]] std::uint32_t operator[](Fault fault) const noexcept {
        return asked[static_cast<std::size_t>(fault)];
    }
    [[nodiscard]] bool wants(Fault fault) const noexcept {
        return (*this)[fault] != 0 || at_request[static_cast<std::size_t>(fault)] != 0;
    }
    /// "reset=0.01,reboot=3,kill@17": what is wrong with it, or nothing.
    static std::string parse(std::string_view text, FaultPlan& plan);
    /// A random subset of the faults for which `possible` holds, each at a random strength; never empty.
    static FaultPlan swarm(std::uint64_t seed, const std::array<bool, fault_count>& possible);
};

std::string to_string(const FaultPlan& plan);

class Faults {
public:
    explicit Faults(std::uint64_t seed = 0) { reset(seed); }

    /// Forgets what happened, and draws anew from `seed`.
    void reset(std::uint64_t seed);
    void set_plan(const FaultPlan& plan) {
        plan_ = plan;
        reset(seed_);
    }
    [[nodiscard]] const FaultPlan& plan() const noexcept { return plan_; }
    /// Only while active do faults happen.
    void set_active(bool active) noexcept { active_ = active, insists_ = false; }
    /// From now on a fault that has not happened yet happens at its first opportunity.
    void insist() noexcept { insists_ = true; }
    [[nodiscard]] bool insists() const noexcept { return insists_; }
    /// It was asked for, and has not happened yet.
    [[nodiscard]] bool missing(Fault fault) const noexcept { return wanted(fault) && happened(fault) == 0; }

    /// An opportunity: whether it happens now; then it is counted.
    bool happens(Fault fault);
    /// The same, but it is counted by whoever has it happen.
    bool is_drawn(Fault fault);
    /// There was an opportunity, whether it was asked for or not.
    [[nodiscard]] bool possible(Fault fault) const noexcept { return possible_[static_cast<std::size_t>(fault)]; }
    /// A server makes a request: what is to befall it before that has any effect, a kill or a reboot.
    std::optional<Fault> at_next_request();
    /// How many requests servers have made while faults were active.
    [[nodiscard]] std::uint64_t requests() const noexcept { return requests_; }
    /// It has been decided elsewhere.
    void count(Fault fault) noexcept { ++happened_[static_cast<std::size_t>(fault)]; }
    [[nodiscard]] bool wanted(Fault fault) const noexcept { return plan_.wants(fault); }
    [[nodiscard]] std::uint64_t happened(Fault fault) const noexcept {
        return happened_[static_cast<std::size_t>(fault)];
    }
    /// What the details of a fault are drawn from.
    Chance& details(Fault fault) noexcept { return details_[static_cast<std::size_t>(fault)]; }

private:
    std::uint64_t seed_ = 0;
    FaultPlan plan_;
    bool active_ = true, insists_ = false;
    std::array<Chance, fault_count> chances_, details_;
    std::array<std::uint64_t, fault_count> happened_{};
    std::array<bool, fault_count> possible_{};
    std::uint64_t requests_ = 0;
};

}  // namespace fibrix::simulated
