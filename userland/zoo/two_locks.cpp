// Each account has its lock; a transfer is in neither between the two.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

struct Account {
    Mutex mutex;
    int money = 50;
};

template <bool right>
void transfer(Account& from, Account& to) {
    from.mutex.lock().value();
    from.money -= 10;
    if constexpr (!right) from.mutex.unlock().value();
    to.mutex.lock().value();
    to.money += 10;
    to.mutex.unlock().value();
    if constexpr (right) from.mutex.unlock().value();
}

template <bool right>
void two_locks() {
    Account first, second;
    together([&] { transfer<right>(first, second); },
             [&] {
                 const Mutex::Guard one(first.mutex), other(second.mutex);
                 expect(first.money + second.money == 100, "money is neither here nor there");
             });
}

const Program broken_program{"zoo_two_locks",
                             "Broken (assertion): a transfer that holds the locks of its accounts one after the other.",
                             run<two_locks<false>>};
const Program right_program{"zoo_two_locks_right", "Right: it holds both.", run<two_locks<true>>};

}  // namespace
