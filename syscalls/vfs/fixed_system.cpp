#include "syscalls/vfs/fixed_system.hpp"

#include "kernel/kernel.hpp"
#include "syscalls/vfs/text_file.hpp"

namespace fibrix {

Ref<Node> FixedDirectory::find(std::string_view name) {
    const auto found = entries_.find(name);
    return found == entries_.end() ? Ref<Node>() : found->second;
}

void FixedDirectory::list(const std::string& after, std::size_t most, std::vector<DirectoryEntry>& entries) {
    for (auto next = entries_.upper_bound(after); next != entries_.end() && most > 0; ++next, --most)
        entries.push_back({next->first, next->second->type});
}

Result<Ref<OpenFile>> TextNode::open(const Opening& opening) {
    auto text = make_(opening.kernel);
    if (!text) return text.error();
    return Ref<OpenFile>(make_object<TextFile>(std::move(*text), opening, status()));
}

FixedSystem::FixedSystem(std::string_view type, Kernel& kernel, Ref<Node> root)
    : NodeSystem(type, kernel.world()), root_(std::move(root)) {
    adopt(*root_);
}

}  // namespace fibrix
