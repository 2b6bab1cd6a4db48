// A search that several processes share.
//
// The tree of executions is cut into parts: all that begins with the same few steps, or, of a random strategy, so many
// executions in a row. How it is cut depends on the program alone, and what was found is put together in the order of
// the parts, so that the number of processes changes no count and no verdict; only what a limit of time or executions
// leaves out is another each time. Each process has its own copy of the machine (fork) and takes one part after the
// other. One that crashes has found a crash: another takes its place.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "tools/explore/limits.hpp"

namespace fibrix::explore {

class Jobs {
public:
    /// All outlive this. Nothing else of the host process may run meanwhile.
    Jobs(Machine& machine, const Options& options, Limits& limits, Tally& tally);
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;
    ~Jobs();

    /// As `search_all`.
    bool run(std::optional<Schedule>& failing);
    /// The failing execution ends the process that makes it, and cannot be made here.
    [[nodiscard]] const std::optional<Counterexample>& crash() const noexcept { return crash_; }

private:
    struct Shared;
    struct Worker {
        int pid = -1, pipe = -1;
        std::vector<std::byte> received;
    };
    /// What was found in a part.
    struct Found {
        Result counted;
        std::vector<Tally::Class> classes;
        std::optional<Schedule> failing;
        std::string crash;  ///< what has ended the process
    };
    enum class Beginnings : std::uint8_t { all_there_is, cut_short, parts };

    // in the process that puts it together
    Beginnings find_parts(std::optional<Schedule>& failing);
    bool survives_beginnings(std::uint32_t steps);
    bool search_beginnings(std::uint32_t steps, std::optional<Schedule>& failing);
    void start(std::size_t number);
    void stop(Worker& worker) const;
    bool wait_for_news();
    void take_news(std::size_t number);
    void take_found(Worker& worker);
    void bury(std::size_t number);
    bool put_together(std::optional<Schedule>& failing);
    void tell_progress() const;

    // in those that search
    [[noreturn]] void work(std::size_t number, int pipe);
    Found search(std::uint64_t part, std::size_t number);
    Options options_for(std::uint64_t part, std::size_t number);

    Machine& machine_;
    const Options& options_;
    Limits& limits_;
    Tally& tally_;
    bool random_;
    std::vector<std::unique_ptr<Search>> parts_;  // unless it is random
    std::uint64_t part_count_ = 0, put_together_ = 0;
    std::vector<Worker> workers_;
    std::map<std::uint64_t, Found> found_;  // by part, not put together yet
    Shared* shared_ = nullptr;
    bool complete_ = true;
    std::optional<Counterexample> crash_;
};

/// Tells the execution of `schedule` if it ends the process that makes it, with `why`; nothing if it does not.
std::optional<Counterexample> tell_crash(Machine& machine, const Schedule& schedule, const std::string& why = {});

}  // namespace fibrix::explore
