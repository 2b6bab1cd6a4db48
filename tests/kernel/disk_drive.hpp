// A simulated disk for one test, of which each operation is carried out to its end.
#pragma once

#include <boost/test/unit_test.hpp>
#include <string>

#include "kernel/world/simulated/disk.hpp"

namespace fibrix::testing {

struct Drive {
    explicit Drive(std::string_view faults_asked = "") {
        simulated::FaultPlan plan;
        BOOST_TEST(simulated::FaultPlan::parse(faults_asked, plan) == "");
        faults.set_plan(plan);
        boot();
    }
    void boot() { root = static_cast<Outside>(ask(Operation::Code::directory, "/").value()); }
    void crash() {
        disk.crash();
        boot();
    }
    Result<std::int64_t> finish(Operation& operation) {
        operation.state = Operation::State::pending;
        if (!disk.submit(operation)) {
            while (finished.empty()) timeline.move_to(timeline.next()), timeline.run_due();
            BOOST_TEST(finished.pop_front() == &operation);
        }
        if (operation.failed) return operation.error;
        return operation.result;
    }
    Result<std::int64_t> ask(Operation::Code code, std::string_view path, Outside at = -1, int argument = 0) {
        Operation operation{.code = code,
                            .descriptor = at < 0 ? root : at,
                            .argument = argument,
                            .value = 0644,
                            .in = std::as_bytes(std::span(path))};
        return finish(operation);
    }
    Outside open(std::string_view path, int access = FileAccess::create | FileAccess::read | FileAccess::write) {
        return static_cast<Outside>(ask(Operation::Code::open, path, root, access).value());
    }
    Result<std::int64_t> write(Outside file, std::string_view text, std::int64_t at = 0) {
        Operation operation{
            .code = Operation::Code::write_at, .descriptor = file, .offset = at, .in = std::as_bytes(std::span(text))};
        return finish(operation);
    }
    /// What is in it; "none" if it is not there.
    std::string read(std::string_view path) {
        const auto file = ask(Operation::Code::open, path, root, FileAccess::read);
        if (!file) return "none";
        std::string text(100'000, 0);
        Operation operation{.code = Operation::Code::read_at,
                            .descriptor = static_cast<Outside>(*file),
                            .offset = 0,
                            .out = std::as_writable_bytes(std::span(text))};
        text.resize(static_cast<std::size_t>(finish(operation).value()));
        return text;
    }

    simulated::Timeline timeline{};
    simulated::Faults faults{7};
    Operations finished{};
    simulated::Disk disk{timeline, faults, 7, finished};
    Outside root = -1;
};

}  // namespace fibrix::testing
