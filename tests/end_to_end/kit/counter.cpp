// A syscall family: a counter per process's console. And a program that uses it.

#include "syscalls/console/console_object.hpp"
#include "syscalls/kit/plugged_family.hpp"
#include "syscalls/sys.hpp"

namespace counter {

using namespace fibrix;

struct AddUp {
    using Result = std::int64_t;
    std::vector<std::int64_t> numbers;
    Handle handle = 1;
    static constexpr SyscallNumber number = family_plugged + 0;
    static constexpr std::string_view help = "The sum of `numbers`, for whoever has a console.";
    static constexpr std::array errors{Errno::badf};
    static Outcome carry_out(auto& call) {
        // An object that the binary has made: known by its kind, and by its class.
        const Handle handle = call.request().handle;
        if (call.template object<Console>(handle) == nullptr) return call.fail(Errno::badf);
        if (dynamic_cast<Console*>(call.process().handles.find(handle)) == nullptr) return call.fail(Errno::badf);
        std::int64_t sum = 0;
        for (const auto each : call.request().numbers) sum += each;
        return call.answer(sum);
    }
};
BOOST_DESCRIBE_STRUCT(AddUp, (), (numbers, handle))
inline constexpr Syscaller<AddUp> add_up;

inline constexpr Family<AddUp> family{"counter"};

namespace {

const PluggedFamily plugged{family};

int count(Arguments& arguments) {
    if (const auto done = arguments.parse()) return *done;
    sys::print("{}\n", add_up(std::vector<std::int64_t>{1, 2, 39}).value());
    return add_up(std::vector<std::int64_t>{}, 77).error() == Errno::badf ? 0 : 1;
}

const Program program{"count", "Adds numbers up, in the kernel.", count};

}  // namespace
}  // namespace counter
