// A program that does what it is told to.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

struct Visits {
    int number = 0;
    Visits() = default;
    Visits(const Visits&) = delete;
    Visits& operator=(const Visits&) = delete;
    ~Visits() { sys::print("{} visits\n", number); }
};

int visit() {
    Nursery nursery;
    for (int i = 0; i < 2; ++i) nursery.spawn([] { ++sys::local<Visits>().number; });
    return nursery.join().ok() ? 0 : 1;
}

int probe(Arguments& arguments) {
    std::string what;
    arguments.word("what", what, "edition, visit, sleep, throw, fault or hog");
    if (const auto done = arguments.parse()) return *done;
    if (what == "edition") sys::print("first edition\n");
    else if (what == "visit") return visit();
    else if (what == "sleep") sys::sleep(std::chrono::hours(1)).value();
    else if (what == "throw") throw std::runtime_error("thrown outside");
    volatile int* volatile nowhere = nullptr;
    if (what == "fault") *nowhere = 1;
    while (what == "hog") static_cast<void>(nowhere);
    return 0;
}

const Program program{"probe", "Does what it is told to.", probe, StackSize::k128};

}  // namespace
