#include "tools/litmus/names.hpp"

namespace fibrix::litmus {

void Names::declare(const Cursor& at, std::string_view name, const Declared& what) {
    if (name == "_") at.wrong("'_' stands for nothing and cannot be declared");
    if (!shared_.emplace(name, what).second) at.wrong(fmt::format("'{}' is declared already", name));
}

const Declared* Names::find(std::string_view name, Shared kind) const {
    const auto found = shared_.find(name);
    return found != shared_.end() && found->second.kind == kind ? &found->second : nullptr;
}

std::size_t Names::local(const Cursor& at, std::string_view name) {
    if (find(name, Shared::variable) != nullptr)
        at.wrong(fmt::format("'{}' is a variable: load it into a local to use its value", name));
    return locals_.emplace(name, locals_.size()).first->second;
}

}  // namespace fibrix::litmus
