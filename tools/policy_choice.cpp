#include "tools/policy_choice.hpp"

#include <fmt/format.h>

#include "tools/usage_error.hpp"

namespace fibrix {
namespace {

PolicyChoice find(const std::string& option, const std::string& name) {
    if (name.find('/') == name.npos) {
        if (const auto* entry = PolicyEntry::find(name)) return {entry};
        throw UsageError(fmt::format("{}: there is no policy '{}' (see: fibrix policies)", option, name));
    }
    std::string why;
    const auto image = Image::load(name, why);
    if (!image) throw UsageError(option + ": " + why);
    const auto policies = (*image)->entries<PolicyEntry>();
    if (policies.size() == 1) return {policies.front(), {}, *image};
    throw UsageError(
        fmt::format("{}: there {} in '{}'", option, policies.empty() ? "is no policy" : "are several policies", name));
}

}  // namespace

std::unique_ptr<Policy> PolicyChoice::make() const {
    std::string why;
    return entry->make(settings, why);
}

PolicyChoice choose_policy(const std::string& option, const std::string& text) {
    const auto colon = text.find(':');
    const auto name = text.substr(0, colon);
    PolicyChoice choice = find(option, name);
    if (colon != text.npos) choice.settings = text.substr(colon + 1);
    std::string why;
    if (choice.entry->make(choice.settings, why) == nullptr)
        throw UsageError(fmt::format("{}: policy '{}': {}", option, name, why));
    return choice;
}

}  // namespace fibrix
