#include "syscalls/kit/statics.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace fibrix {
namespace {

// What the compiler, the linker, our own headers and Boost's put there; of Boost's, tables that are never changed.
constexpr std::array<std::string_view, 9> harmless{"DW.ref.",
                                                   "__dso_handle",
                                                   "completed.",
                                                   "__TMC_END__",
                                                   "_ZStL8__ioinit",
                                                   "_ZN6fibrix10Registered",
                                                   "_ZZN6fibrix8entry_of",
                                                   "_ZN5boost6system6detail",
                                                   "_ZZN5boost5beast4http"};
constexpr std::string_view guard = "_ZGV";

std::string demangled(std::string_view name) {
    const std::string mangled(name);
    const std::unique_ptr<char, decltype(&std::free)> text(
        abi::__cxa_demangle(mangled.c_str(), nullptr, nullptr, nullptr), &std::free);
    return text ? text.get() : mangled;
}

bool is_harmless(std::string_view name) {
    return std::any_of(harmless.begin(), harmless.end(), [&](auto prefix) { return name.starts_with(prefix); });
}

}  // namespace

std::vector<std::string> mutable_statics(const Elf& file, const std::function<bool(const Elf::Symbol&)>& is_entry) {
    const auto symbols = file.writable();
    // A guard stands for the static that it guards, which is named itself.
    const auto guards_named = [&](std::string_view name) {
        if (!name.starts_with(guard)) return false;
        const auto guarded = "_Z" + std::string(name.substr(guard.size()));
        return std::any_of(symbols.begin(), symbols.end(), [&](const auto& each) { return each.name == guarded; });
    };
    std::vector<std::string> found;
    for (const auto& symbol : symbols)
        if (!is_harmless(symbol.name) && !guards_named(symbol.name) && !is_entry(symbol))
            found.push_back(demangled(symbol.name));
    return found;
}

}  // namespace fibrix
