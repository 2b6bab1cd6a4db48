// Two clients of one server, which answers both through one channel.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void crossed_replies() {
    Channel<int> requests(2), first_reply(2), second_reply(2);
    const auto ask = [&](int client) {
        requests.send(client).value();
        auto& replies = right && client == 2 ? second_reply : first_reply;
        expect(replies.receive().value() == client, "a client has got the answer to another");
    };
    together([&] { ask(1); }, [&] { ask(2); },
             [&] {
                 for (int answers = 0; answers < 2; ++answers) {
                     const int client = requests.receive().value();
                     (right && client == 2 ? second_reply : first_reply).send(client).value();
                 }
             });
}

const Program broken_program{"zoo_crossed_replies",
                             "Broken (assertion): two clients take their answers from one channel.",
                             run<crossed_replies<false>>};
const Program right_program{"zoo_crossed_replies_right", "Right: each has a channel for its answers.",
                            run<crossed_replies<true>>};

}  // namespace
