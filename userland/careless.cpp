// Does not mind what fails, in the way that is named: what `--faults each` is to find.

#include <array>
#include <cstdlib>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;
using namespace std::chrono_literals;

bool slept() { return sys::sleep(1ms).has_value(); }

int leak() {
    auto* const text = new std::string(100, '.');  // NOLINT(cppcoreguidelines-owning-memory): the mistake
    void* block = std::malloc(100);  // NOLINT(cppcoreguidelines-owning-memory, cppcoreguidelines-no-malloc)
    asm volatile("" : "+r"(block));  // no compiler is to leave it out
    if (!slept()) return 1;
    std::free(block);  // NOLINT(cppcoreguidelines-owning-memory, cppcoreguidelines-no-malloc)
    delete text;       // NOLINT(cppcoreguidelines-owning-memory)
    return 0;
}

int hang() {
    while (!slept()) sys::pause();
    return 0;
}

int spin() {
    const bool done = slept();
    Time now{};
    while (!done && now != never) now = sys::now();
    return 0;
}

int lose() {
    for (const std::string_view text : {"one\n", "two\n"}) sys::write_all(sys::standard_output, text);
    return 0;
}

int crash() {
    if (!slept()) __builtin_trap();
    return 0;
}

int keep() {
    OwnedHandle file(sys::open("/etc/motd").value());
    if (!slept()) static_cast<void>(file.release());
    return 0;
}

// A server that forgets connections which have failed.
int serve() {
    auto listener = Listener::at("127.0.0.1", 7007).value();
    for (;;) {
        auto client = listener.accept().value();
        std::array<std::byte, 10> buffer;
        if (!client.receive(buffer)) static_cast<void>(client.release());
    }
}

struct Way {
    std::string_view name;
    int (*take)();
};

constexpr Way ways[] = {{"leak", &leak}, {"keep", &keep}, {"serve", &serve}, {"hang", &hang},
                        {"spin", &spin}, {"lose", &lose}, {"crash", &crash}};

int careless(Arguments& arguments) {
    std::string wanted;
    arguments.word("way", wanted, "leak, keep, serve, hang, spin, lose or crash");
    if (const auto done = arguments.parse()) return *done;
    for (const auto& way : ways)
        if (way.name == wanted) return way.take();
    sys::print_error("careless: '{}' is no way to be careless (try: careless --help)\n", wanted);
    return Arguments::usage_error;
}

const Program program{"careless", "Does not mind what fails, in the way that is named.", careless};

}  // namespace
