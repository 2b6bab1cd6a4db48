// Families from outside this tree: which fit into the table.

#include "syscalls/kit/plugged_family.hpp"

#include <boost/test/unit_test.hpp>

#include "syscalls/table.hpp"
#include "tests/kernel/fixture.hpp"

namespace fibrix::testing {
namespace {

template <SyscallNumber its_number>
struct Double {
    using Result = int;
    int value;
    static constexpr SyscallNumber number = its_number;
    static constexpr std::string_view help = "Twice `value`.";
    static constexpr auto errors = no_errors;
    static Outcome carry_out(auto& call) { return call.answer(2 * call.request().value); }
};

struct DoubleUp : Double<family_plugged> {};
BOOST_DESCRIBE_STRUCT(DoubleUp, (), (value))
struct DoubleDown : Double<family_plugged - 1> {};
BOOST_DESCRIBE_STRUCT(DoubleDown, (), (value))
struct SameNumber : Double<family_plugged> {};
BOOST_DESCRIBE_STRUCT(SameNumber, (), (value))
struct GetTid : Double<family_plugged + 1> {};
BOOST_DESCRIBE_STRUCT(GetTid, (), (value))

constexpr Family<DoubleUp> good{"good"};
constexpr Family<DoubleDown> low{"low"};
constexpr Family<SameNumber> same{"same"};
constexpr Family<GetTid> namesake{"namesake"};

// Only while it is asked: it is registered as long as it lives.
template <class... Requests>
std::string add(SyscallTable& table, const Family<Requests...>& family) {
    return PluggedFamily(family).add_to(table);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plugged_family)

BOOST_AUTO_TEST_CASE(its_requests_are_carried_out_like_any_other) {
    auto table = syscall_table();
    BOOST_TEST(add(table, good) == "");
    BOOST_TEST(table.find("double_up")->number == 1536);
    SimulatedWorld world(0);
    Kernel kernel(world, table, PolicyEntry::find("rr")->make());
    StartOptions options{.name = "test"};
    int answer = 0;
    options.body = [&answer] { answer = Syscaller<DoubleUp>{}(DoubleUp{{21}}); };
    BOOST_TEST(kernel.start(std::move(options)).has_value());
    BOOST_TEST((kernel.run().kind == Verdict::Kind::done));
    BOOST_TEST(answer == 42);
}

BOOST_AUTO_TEST_CASE(one_that_does_not_fit_is_refused_in_words) {
    auto table = syscall_table();
    BOOST_TEST(add(table, good) == "");
    BOOST_TEST(add(table, low) ==
               "family 'low': request 'double_down' has number 1535; families from outside have 1536 to 2047");
    BOOST_TEST(add(table, same) ==
               "family 'same': request 'same_number' has number 1536, which belongs to 'double_up'");
    BOOST_TEST(add(table, namesake).starts_with("family 'namesake': request 'get_tid' is there already, in family "));
    BOOST_TEST(add(table, good) == "family 'good': request 'double_up' is there already, in family 'good'");
}

BOOST_AUTO_TEST_CASE(a_request_that_is_in_no_table_ends_its_process_alone) {
    TestSystem system;
    system.start("stray", [] { Syscaller<DoubleUp>{}(DoubleUp{{21}}); });
    system.start("other", [] { sys::yield(); });
    system.kernel.run();
    BOOST_TEST((system.end_of("stray") == killed));
    BOOST_TEST((system.end_of("other") == exited_well));
    BOOST_TEST(system.notices.contain("request number 1536 is not in the syscall table"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
