#include "userland/usertests/runner.hpp"

#include "userland/usertests/helpers.hpp"
#include "userland/usertests/snapshot.hpp"

namespace fibrix::usertests {
namespace {

constexpr Duration patience = 10s;     // for a test
constexpr int looks_for_leaks = 1000;  // what has been killed, or goes to init, is gone a little later
constexpr int failed = 1, skipped = 2;

// In the child. A test that is killed on purpose says nothing.
int report(const Test& test, Handle to) {
    try {
        test.run();
        return 0;
    } catch (const Failure& failure) {
        write_some(to, failure.why);
    } catch (const Skipped& why) {
        write_some(to, why.why);
        return skipped;
    } catch (const std::exception& error) {
        write_some(to, std::string("threw ") + error.what());
    }
    return failed;
}

std::string where_it_waits(ProcessId id) {
    const auto text = read_file(fmt::format("/proc/{}/wait", to_string(id)));
    return text ? *text : std::string();
}

Finding carry_out(const Test& test, const std::string& directory) {
    const auto [reading, writing] = sys::make_pipe().value();
    const OwnedHandle reader(reading);
    OwnedHandle writer(writing);
    const auto body = [&test, directory] {
        sys::chdir(directory).value();
        return report(test, first_given);
    };
    const auto id = sys::branch(body, std::vector<Handle>{0, 1, 2, writing}, sys::own_group).value();
    writer.close();
    const auto status = sys::wait(id, Deadline::after(patience));
    if (!status) {
        const auto why = where_it_waits(id);
        sys::kill_group(id, Signal::kill);
        sys::wait(id).value();
        return {Finding::Kind::failed, "it does not end, and waits: " + shown(why)};
    }
    if (status->ok()) return {};
    auto why = status->reason == Reason::exited ? read_some(reading) : to_string(*status);
    return {*status == exited(skipped) ? Finding::Kind::skipped : Finding::Kind::failed, std::move(why)};
}

// What a failed test has left in its directory; the others take away what they make.
void remove_tree(const std::string& directory) {
    const auto entries = list_directory(directory);
    if (!entries) return;
    for (const auto& entry : *entries) {
        const auto path = directory + "/" + entry.name;
        if (entry.type == FileType::directory) remove_tree(path);
        else sys::unlink(path);
    }
    sys::rmdir(directory);
}

// Empty if nothing is left.
std::string look_for_leaks(const Snapshot& before) {
    for (int look = 0; look < looks_for_leaks; ++look) {
        if (take_snapshot() == before) return {};
        sys::sleep(look < looks_for_leaks / 2 ? 10us : 100us);
    }
    return difference(before, take_snapshot());
}

// `left`: what it leaves behind.
Finding run_once(const Test& test, std::string& left) {
    const auto before = take_snapshot();
    const auto directory = fmt::format("/tmp/usertests-{}", to_string(sys::get_pid()));
    sys::mkdir(directory).value();
    auto finding = carry_out(test, directory);
    remove_tree(directory);
    left = look_for_leaks(before);
    return finding;
}

}  // namespace

// Others may begin or end meanwhile, as the next program of a pipeline; but what a test leaves it leaves each time.
Finding run(const Test& test) {
    std::string left;
    auto finding = run_once(test, left);
    if (!left.empty() && finding.kind != Finding::Kind::failed) finding = run_once(test, left);
    if (!left.empty()) {
        finding.why += (finding.why.empty() ? "it leaves behind: " : "; and leaves behind: ") + left;
        finding.kind = Finding::Kind::failed;
    }
    return finding;
}

}  // namespace fibrix::usertests
