// Who computes when: tasks that are started with what the scheduler is to know of them, and what is seen of it as text.
#pragma once

#include "tests/kernel/fixture.hpp"
#include "tests/kernel/printing.hpp"

namespace fibrix::testing {

using namespace std::chrono_literals;

/// Writes "a0-10 b10-13": names, and milliseconds. On several processors "a@1".
class Timeline final : public Observer {
public:
    explicit Timeline(std::string_view policy, int processors = 1, Duration switch_cost = {}) : system(policy) {
        system.kernel.processors().set(processors, switch_cost);
        system.kernel.attach(*this);
    }
    ~Timeline() override { system.kernel.detach(*this); }

    struct Job {
        std::string name;
        Duration run;
        Scheduling known{};
        Duration arrival{};
    };
    void start(const Job& job) {
        start(job, [run = job.run] { sys::compute(run).value(); });
    }
    void start(const Job& job, Closure body) {
        StartOptions options{.name = job.name, .body = std::move(body)};
        options.scheduling = job.known;
        options.arrival = Time(job.arrival);
        system.kernel.start(std::move(options)).value();
    }
    std::string run() {
        BOOST_TEST(system.kernel.run().kind == Verdict::Kind::done);
        std::string text;
        for (const auto& each : spans)
            text += (text.empty() ? "" : " ") + each.name + milliseconds(each.from) + "-" + milliseconds(each.to);
        return text;
    }
    [[nodiscard]] bool has_reason(std::string_view piece) const {
        for (const auto& each : reasons)
            if (each.find(piece) != each.npos) return true;
        return false;
    }

    TestSystem system;
    std::vector<std::string> reasons;

private:
    struct Span {
        std::string name;
        Time from, to;
    };
    void decided(const Decision& decision) override { reasons.emplace_back(decision.reason); }
    void computed(const Task& task, int processor, Time from, Time to) override {
        auto name = task.process->name;
        if (system.kernel.processors().count() > 1) name += "@" + std::to_string(processor) + ":";
        for (auto& each : spans)
            if (each.name == name && each.to == from) return void(each.to = to);
        spans.push_back({std::move(name), from, to});
    }
    static std::string milliseconds(Time at) {
        const auto count = at.time_since_epoch();
        return std::to_string(count / 1ms) + (count % 1ms == 0ms ? "" : "." + std::to_string(count % 1ms / 100us));
    }

    std::vector<Span> spans;
};

}  // namespace fibrix::testing
