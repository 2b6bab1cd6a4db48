// Cells: memory that is reached by requests, in every mode.

#include "syscalls/cell/cell.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>
#include <set>

#include "tests/kernel/fixture.hpp"

namespace fibrix::testing {
namespace {

enum class Colour : std::uint8_t { red, green, last = 255 };

/// Counts the requests that it sees, and keeps how the last was written.
class Requests final : public Observer {
public:
    void taken(const Task&, const Syscall& syscall, const Trap& trap) override {
        ++count;
        last.clear();
        syscall.print_request(trap, last);
    }
    int count = 0;
    std::string last;
};

template <class T>
void holds(T least, T most) {
    Cell<T> cell(least);
    BOOST_TEST((cell.load() == least));
    cell.store(most);
    BOOST_TEST((cell.load() == most && cell.peek() == most));
    BOOST_TEST((cell.exchange(least) == most));
    BOOST_TEST(!cell.compare_exchange(most, most));
    BOOST_TEST(cell.compare_exchange(least, most));
    BOOST_TEST((cell.load() == most));
}

template <class T>
void wraps() {
    using Limits = std::numeric_limits<T>;
    Cell<T> cell(Limits::max());
    BOOST_TEST(cell.fetch_add(T{1}) == Limits::max());
    BOOST_TEST(cell.load() == Limits::min());
    BOOST_TEST(cell.compare_exchange(Limits::min(), T{5}));
    BOOST_TEST(cell.fetch_add(static_cast<T>(-6)) == T{5});
    BOOST_TEST(cell.compare_exchange(static_cast<T>(-1), T{0}));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cell)

BOOST_AUTO_TEST_CASE(a_cell_holds_every_value_of_its_type) {
    TestSystem system;
    system.run([] {
        holds<bool>(false, true);
        holds<char>('a', 'z');
        holds<std::int8_t>(-128, 127);
        holds<std::uint64_t>(0, std::numeric_limits<std::uint64_t>::max());
        holds<std::int64_t>(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
        holds<Colour>(Colour::red, Colour::last);
        int target = 0;
        holds<int*>(nullptr, &target);
    });
}

BOOST_AUTO_TEST_CASE(a_sum_wraps_round_where_the_type_ends) {
    TestSystem system;
    system.run([] {
        wraps<std::int8_t>();
        wraps<std::uint8_t>();
        wraps<std::uint16_t>();
        wraps<int>();
        wraps<std::uint32_t>();
        wraps<std::int64_t>();
        wraps<std::uint64_t>();
    });
}

BOOST_AUTO_TEST_CASE(each_use_is_one_request_and_peek_is_none) {
    TestSystem system;
    Requests seen;
    system.kernel.attach(seen);
    system.run([&] {
        Cell<int> cell(1);
        const int before = seen.count;
        BOOST_TEST(cell.load() == 1);
        cell.store(2);
        cell.exchange(3);
        cell.compare_exchange(3, 4);
        cell.compare_exchange(3, 5);
        cell.fetch_add(1);
        sys::preempt();
        sys::choose(2u);
        BOOST_TEST(seen.count - before == 8);
        BOOST_TEST(cell.peek() == 5);
        BOOST_TEST(seen.count - before == 8);
    });
    system.kernel.detach(seen);
}

BOOST_AUTO_TEST_CASE(a_request_names_its_cell) {
    TestSystem system;
    Requests seen;
    system.kernel.attach(seen);
    system.run([&] {
        Cell<int> named(0, "balance"), nameless;
        named.store(-7);
        BOOST_TEST(seen.last == "cell_store(cell=balance, value=-7)");
        nameless.fetch_add(1);
        BOOST_TEST(seen.last == "cell_fetch_add(cell=<local>, addend=1)");
    });
    system.kernel.detach(seen);
}

BOOST_AUTO_TEST_CASE(tasks_that_wait_in_a_spin_see_what_others_store) {
    TestSystem system("rr");
    system.run([] {
        Cell<bool> ready(false);
        const auto helper = sys::spawn([&] { ready.store(true); }).value();
        while (!ready.load()) sys::yield();
        BOOST_TEST(ready.peek());
        sys::wait(helper).value();
    });
}

BOOST_AUTO_TEST_CASE(a_choice_is_the_worlds) {
    std::set<std::size_t> seen;
    for (std::uint64_t seed = 0; seed < 32; ++seed) {
        TestSystem system("batching", seed);
        system.run([&] {
            BOOST_TEST(sys::choose(0u) == 0u);
            BOOST_TEST(sys::choose(1u) == 0u);
            const auto chosen = sys::choose(3u);
            BOOST_TEST(chosen < 3u);
            seen.insert(chosen);
        });
    }
    BOOST_TEST(seen.size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
