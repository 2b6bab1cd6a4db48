// Sleeps, and says for how long.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

int sleeper(Arguments& arguments) {
    double seconds = 1;
    arguments.word("seconds", seconds, "how long, 1 if not given", false);
    if (const auto done = arguments.parse()) return *done;
    const bool sensible = seconds >= 0 && seconds <= 1e9;
    if (!sensible) {
        sys::print_error("sleeper: {} seconds cannot be slept: a number from 0 to 1e9 is needed\n", seconds);
        return Arguments::usage_error;
    }
    const Time before = sys::now();
    const Duration span(static_cast<Duration::rep>(seconds * 1e9));
    for (auto slept = sys::sleep(span); !slept && slept.error() == Errno::intr;)
        slept = sys::sleep_until(before + span);
    sys::print("slept {:.3f} s\n", std::chrono::duration<double>(sys::now() - before).count());
    return 0;
}

const Program program{"sleeper", "Sleeps for some seconds.", sleeper};

}  // namespace
