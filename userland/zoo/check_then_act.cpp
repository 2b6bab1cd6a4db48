// A file is looked for, and then made: another task may have made it in between.

#include "userland/zoo/zoo.hpp"

namespace {

using namespace fibrix;
using namespace fibrix::zoo;

constexpr std::string_view path = "/zoo_check_then_act";

template <bool right>
void check_then_act() {
    Cell<int> makers(0, "makers");
    const auto make = [&] {
        auto flags = OpenFlags::write | OpenFlags::create;
        if constexpr (right) flags = flags | OpenFlags::exclusive;
        else if (sys::stat(path)) return;
        const auto made = sys::open(path, flags);
        if (!made) return;
        makers.fetch_add(1);
        sys::close(*made);
    };
    together(make, make);
    sys::unlink(path).value();
    expect(makers.peek() == 1, "two have made the file");
}

const Program broken_program{"zoo_check_then_act",
                             "Broken (assertion): a file is made by who has not found it (TOCTTOU).",
                             run<check_then_act<false>>};
const Program right_program{"zoo_check_then_act_right", "Right: it is made exclusively.", run<check_then_act<true>>};

}  // namespace
