#include "syscalls/kit/plugged_family.hpp"

#include <fmt/format.h>

namespace fibrix {

std::string PluggedFamily::add_to(SyscallTable& table) const {
    for (const auto* request : requests(name)) {
        const auto what = fmt::format("family '{}': request '{}' ", name, request->name);
        if (request->number < family_plugged || request->number >= SyscallTable::size)
            return fmt::format("{}has number {}; families from outside have {} to {}", what, request->number,
                               family_plugged, SyscallTable::size - 1);
        if (const auto* other = table.find(request->name))
            return fmt::format("{}is there already, in family '{}'", what, other->family);
        if (!table.add(*request))
            return fmt::format("{}has number {}, which belongs to '{}'", what, request->number,
                               table[request->number].name);
    }
    return {};
}

}  // namespace fibrix
