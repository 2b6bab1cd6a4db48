#include "kernel/policy.hpp"

#include <array>
#include <cstring>

#include "kernel/kernel.hpp"
#include "kernel/processors.hpp"

namespace fibrix {

Time Policy::now() const noexcept { return kernel_->now(); }

const Scheduling& Policy::known(const Task& task) const noexcept { return kernel_->processors().known(task); }

int Policy::processors() const noexcept { return kernel_->processors().count(); }

std::uint64_t Policy::draw(std::uint64_t below, int cpu) const {
    constexpr std::uint64_t stream = 0x5c4ed00000000000;
    std::array<std::byte, sizeof(std::uint64_t)> bytes{};
    kernel_->world().entropy(stream + static_cast<std::uint64_t>(cpu), bytes);
    std::uint64_t drawn = 0;
    std::memcpy(&drawn, bytes.data(), bytes.size());
    return drawn % below;
}

Task* Policy::take_first(TaskList& list, int cpu) const noexcept {
    for (Task* task = list.front(); task != nullptr; task = TaskList::next(*task)) {
        if (!may_run(*task, cpu)) continue;
        list.remove(*task);
        return task;
    }
    return nullptr;
}

std::unique_ptr<Policy> PolicyEntry::make(std::string_view settings, std::string& why) const {
    const PolicySettings set(parameters, settings, why);
    if (!why.empty()) return nullptr;
    return simple_ != nullptr ? simple_() : maker_(set);
}

std::unique_ptr<Policy> PolicyEntry::make() const {
    std::string why;
    return make({}, why);
}

std::unique_ptr<Policy> make_policy(std::string_view text, std::string& why) {
    const auto colon = text.find(':');
    const auto name = text.substr(0, colon);
    const auto* entry = PolicyEntry::find(name);
    if (entry == nullptr) {
        why = "there is no policy '" + std::string(name) + "' (see: fibrix policies)";
        return nullptr;
    }
    auto made = entry->make(colon == text.npos ? std::string_view() : text.substr(colon + 1), why);
    if (made == nullptr) why = "policy '" + std::string(name) + "': " + why;
    return made;
}

}  // namespace fibrix
