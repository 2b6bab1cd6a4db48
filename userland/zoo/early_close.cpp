// Who is done first closes the channel that others still send to.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void early_close() {
    Channel<int> channel(2);
    Cell<int> senders(2, "senders");
    crowd(2, [&](int me) {
        expect(channel.send(me).has_value(), "the channel is closed already");
        if (!right || senders.fetch_add(-1) == 1) channel.close();
    });
}

const Program broken_program{"zoo_early_close", "Broken (assertion): the first sender that is done closes the channel.",
                             run<early_close<false>>};
const Program right_program{"zoo_early_close_right", "Right: the last one closes it.", run<early_close<true>>};

}  // namespace
