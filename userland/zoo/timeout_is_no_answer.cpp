// A reply is used although it was only waited for so long.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void timeout_is_no_answer() {
    Channel<int> replies(1);
    together(
        [&] {
            const auto reply = replies.receive(Deadline::after(std::chrono::seconds(1)));
            if constexpr (!right) expect(reply.has_value(), "there is no reply");
        },
        [&] { replies.send(7).value(); });
}

const Program broken_program{
    "zoo_timeout_is_no_answer",
    "Broken (assertion; --time free): who waits with a deadline does not expect that it comes.",
    run<timeout_is_no_answer<false>>};
const Program right_program{"zoo_timeout_is_no_answer_right", "Right: there may be no reply.",
                            run<timeout_is_no_answer<true>>};

}  // namespace
