// A signal that is handled ends the wait that it comes into, and what was waited for has not happened.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void missed_eintr() {
    sys::handle_signal(Signal::usr1, [](Signal) {}).value();
    const auto pipe = sys::make_pipe().value();
    const OwnedHandle input(pipe.first);
    OwnedHandle output(pipe.second);  // given to who writes: when that fails, there is an end to be read
    const auto reader = sys::get_pid();
    Nursery nursery;
    nursery.spawn([&] { sys::kill(reader, Signal::usr1).value(); }).value();
    nursery.spawn([mine = std::move(output)] { sys::write(mine.get(), std::as_bytes(std::span("x", 1))).value(); })
        .value();
    std::array<std::byte, 1> byte;
    auto got = sys::read(input.get(), byte);
    while (right && got.has_error() && got.error() == Errno::intr) got = sys::read(input.get(), byte);
    expect(got.has_value() && *got == 1, "an interrupted read is taken for the end");
    expect(nursery.join().ok(), "a task has failed");
}

const Program broken_program{"zoo_missed_eintr",
                             "Broken (assertion): a read that a signal has interrupted is not made again.",
                             run<missed_eintr<false>>};
const Program right_program{"zoo_missed_eintr_right", "Right: it is made again.", run<missed_eintr<true>>};

}  // namespace
