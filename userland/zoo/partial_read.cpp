// What is written in two pieces may come in one, or in two.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

// Reads until `wanted` is full or the end has come.
template <bool right>
std::size_t read_into(Handle handle, std::span<std::byte> wanted) {
    std::size_t got = 0;
    do {
        const auto more = sys::read(handle, wanted.subspan(got)).value();
        if (more == 0) break;
        got += more;
    } while (right && got < wanted.size());
    return got;
}

template <bool right>
void partial_read() {
    const auto pipe = sys::make_pipe().value();
    together(
        [&] {
            sys::write(pipe.second, std::as_bytes(std::span("ab", 2))).value();
            sys::write(pipe.second, std::as_bytes(std::span("cd", 2))).value();
        },
        [&] {
            std::array<std::byte, 4> message;
            expect(read_into<right>(pipe.first, message) == message.size(), "half of a message was taken for all");
        });
    sys::close(pipe.first).value(), sys::close(pipe.second).value();
}

const Program broken_program{"zoo_partial_read",
                             "Broken (assertion): a read that gives less than was asked for is taken for all.",
                             run<partial_read<false>>};
const Program right_program{"zoo_partial_read_right", "Right: it reads on until all is there.",
                            run<partial_read<true>>};

}  // namespace
