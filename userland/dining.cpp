// The dining philosophers: each needs the fork at the left and the one at the right to eat.
//
// If all take their left fork first, each may have one and wait for the other for ever: a deadlock. Two ways out: take
// the fork with the lower number first, so that waiting cannot go round in a circle; or let a waiter seat all but one.

#include <vector>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;
using namespace std::chrono_literals;

struct Table {
    std::vector<Mutex> forks;
    Semaphore seats;
    bool ordered;
};

void eat(std::size_t philosopher, int meal) {
    sys::print("philosopher {} eats meal {}\n", philosopher + 1, meal);
    sys::sleep(1ms);
}

void dine(Table& table, std::size_t philosopher, int meals) {
    auto first = philosopher, second = (philosopher + 1) % table.forks.size();
    if (table.ordered && second < first) std::swap(first, second);
    for (int meal = 1; meal <= meals; ++meal) {
        sys::sleep(1ms);  // thinks
        const Semaphore::Permit seat(table.seats);
        const Mutex::Guard one(table.forks[first]);
        sys::sleep(1ms);  // reaches for the other
        const Mutex::Guard other(table.forks[second]);
        eat(philosopher, meal);
    }
}

int dining(Arguments& arguments) {
    std::uint16_t philosophers = 5, meals = 2;
    bool right = false, waiter = false, wrong = false;
    arguments.option("--philosophers", philosophers, "how many, 2 at least");
    arguments.option("--meals", meals, "for each");
    arguments.flag("--right", right, "the fork with the lower number first (the default)");
    arguments.flag("--waiter", waiter, "the left fork first, but never all at the table");
    arguments.flag("--wrong", wrong, "the left fork first: a deadlock");
    if (const auto done = arguments.parse()) return *done;
    if (philosophers < 2) {
        sys::print_error("dining: {} philosophers cannot share forks: 2 at least are needed\n", philosophers);
        return Arguments::usage_error;
    }
    if (right + waiter + wrong > 1) {
        sys::print_error("dining: --right, --waiter and --wrong exclude each other: choose one\n");
        return Arguments::usage_error;
    }

    const std::uint32_t seats = waiter ? philosophers - 1u : philosophers;
    Table table{std::vector<Mutex>(philosophers), Semaphore(seats), !waiter && !wrong};
    Nursery nursery;
    for (std::size_t each = 0; each < philosophers; ++each)
        nursery.spawn([&table, each, meals] { dine(table, each, meals); }).value();
    nursery.join();
    sys::print("all {} have eaten {} times\n", philosophers, meals);
    return 0;
}

const Program program{"dining", "The dining philosophers: with order, with a waiter, or into a deadlock.", dining};

}  // namespace
