// Starts a task that would run for ever, and kills it: its stack is unwound, so its destructors run.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

struct Witness {
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;
    ~Witness() { unwound = true; }
    bool& unwound;
    explicit Witness(bool& it) : unwound(it) {}
};

void turn_for_ever() {
    for (;;) sys::yield();
}

int killer(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    bool begun = false, unwound = false;
    const auto victim = sys::spawn([&] {
                            begun = true;
                            const Witness witness(unwound);
                            turn_for_ever();
                        }).value();
    for (int turn = 0; turn < 3; ++turn) sys::yield();
    sys::print("the victim {}; killing it\n", begun ? "turns" : "has not begun, as the policy wants it");
    sys::kill(victim).value();
    sys::print("the victim was {}\n", to_string(sys::wait(victim).value()));
    if (!begun) sys::print("there was nothing to unwind\n");
    else sys::print("its destructors have {}run\n", unwound ? "" : "not ");
    return unwound == begun ? 0 : 1;
}

const Program program{"killer", "Kills a task that would run for ever.", killer};

}  // namespace
