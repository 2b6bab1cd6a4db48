// What a family keeps for each kernel: made at first use, one per kernel, gone with it in the reverse order.
#include "kernel/kernel_state.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/kernel/fixture.hpp"

using namespace fibrix;
using fibrix::testing::TestSystem;

namespace {

struct Counter {
    int count = 0;
};

struct Note {
    Kernel& kernel;
    std::vector<std::string>* ends = nullptr;
    explicit Note(Kernel& its_kernel) : kernel(its_kernel) {}
    Note(const Note&) = delete;
    Note& operator=(const Note&) = delete;
    ~Note() {
        if (ends != nullptr) ends->push_back("note, with " + std::to_string(kernel.tasks().count()) + " tasks");
    }
};

// Made with another.
struct Pair {
    Note& note;
    std::vector<std::string>* ends = nullptr;
    explicit Pair(Kernel& kernel) : note(kernel.state<Note>()) {}
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;
    ~Pair() {
        if (ends != nullptr) ends->emplace_back("pair");
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_state)

BOOST_AUTO_TEST_CASE(each_kernel_has_its_own_and_keeps_it) {
    TestSystem one, other;
    ++one.kernel.state<Counter>().count;
    auto& same = one.kernel.state<Counter>();
    BOOST_TEST(&one.kernel.state<Note>().kernel == &one.kernel);
    ++one.kernel.state<Counter>().count;
    BOOST_TEST(same.count == 2);
    BOOST_TEST(other.kernel.state<Counter>().count == 0);
}

BOOST_AUTO_TEST_CASE(a_reset_begins_anew_when_all_tasks_have_ended) {
    std::vector<std::string> ends;
    TestSystem system;
    const auto use = [&] {
        system.kernel.state<Pair>().ends = &ends;
        system.kernel.state<Note>().ends = &ends;
        ++system.kernel.state<Counter>().count;
    };
    use();
    system.start("waiter", [] { sys::sleep(std::chrono::hours(1)); });
    system.kernel.step();
    system.kernel.reset();
    const std::vector<std::string> expected{"pair", "note, with 0 tasks"};
    BOOST_TEST(ends == expected, boost::test_tools::per_element());
    BOOST_TEST(system.kernel.state<Counter>().count == 0);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_kernel_is_the_end_of_its_state) {
    std::vector<std::string> ends;
    {
        TestSystem system;
        system.kernel.state<Note>().ends = &ends;
        system.start("waiter", [] { sys::sleep(std::chrono::hours(1)); });
        system.kernel.step();
        BOOST_TEST(ends.empty());
    }
    BOOST_TEST(ends.size() == 1u);
    BOOST_TEST(ends.at(0) == "note, with 0 tasks");
}

BOOST_AUTO_TEST_SUITE_END()
