// Two who both want to speak first.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

template <bool right>
void rendezvous() {
    Channel<int> there(0), back(0);
    together([&] { there.send(1).value(), back.receive().value(); },
             [&] {
                 if constexpr (right) there.receive().value(), back.send(2).value();
                 else back.send(2).value(), there.receive().value();
             });
}

const Program broken_program{"zoo_rendezvous", "Broken (deadlock): two tasks that both send before they receive.",
                             run<rendezvous<false>>};
const Program right_program{"zoo_rendezvous_right", "Right: one of them receives first.", run<rendezvous<true>>};

}  // namespace
