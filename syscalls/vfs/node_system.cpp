#include "syscalls/vfs/node_system.hpp"

#include <algorithm>

#include "syscalls/file/open_file.hpp"
#include "syscalls/vfs/path_call.hpp"

namespace fibrix {
namespace {

constexpr std::uint32_t mode_bits = 07777;

bool leads_through(const Place& place, const Ref<Node>& node) {
    return std::find(place.above.begin(), place.above.end(), node.get()) != place.above.end();
}

// Why a node may not take the name of another, if so.
Result<void> may_replace(const Node& node, const Node& other) {
    if (node.is_directory() && !other.is_directory()) return Errno::notdir;
    if (!node.is_directory() && other.is_directory()) return Errno::isdir;
    if (!other.empty()) return Errno::notempty;
    return {};
}

Result<void> may_rename(const Place& from, const Place& to) {
    if (!from.node) return Errno::noent;
    if (!from.node->is_directory() && (from.slash || to.slash)) return Errno::notdir;
    if (leads_through(to, from.node)) return Errno::inval;
    if (to.node && leads_through(from, to.node)) return Errno::notempty;
    if (to.node && to.node.get() != from.node.get()) return may_replace(*from.node, *to.node);
    return {};
}

// Whether what is there may be opened like this.
Result<void> may_open(const Node& node, const Place& place, OpenFlags flags) {
    const bool changes = has(flags, OpenFlags::write) || has(flags, OpenFlags::truncate);
    if (place.misnamed()) return Errno::notdir;
    if (node.type == FileType::link) return has(flags, OpenFlags::directory) ? Errno::notdir : Errno::loop;
    if (node.is_directory()) {
        if (changes || has(flags, OpenFlags::create)) return Errno::isdir;
    } else if (has(flags, OpenFlags::directory)) {
        return Errno::notdir;
    } else if (node.type == FileType::regular && changes && place.read_only) {
        return Errno::rofs;
    }
    return {};
}

}  // namespace

NodeSystem::NodeSystem(std::string_view type, World& world) noexcept : FileSystem(type), world_(world) {}

void NodeSystem::changed(Node& node) const { node.modified = world_.calendar(); }

void NodeSystem::adopt(Node& node) {
    node.number = ++numbers_;
    changed(node);
}

// -- Names ------------------------------------------------------------------------------------------------------------

Result<void> NodeSystem::name(const Place& place, const Ref<Node>& node) const {
    if (const auto inserted = place.parent->insert(place.name, node); !inserted) return inserted;
    node->links += node->is_directory() ? 2 : 1;  // its own "." is one
    if (node->is_directory()) ++place.parent->links;
    changed(*place.parent);
    return {};
}

void NodeSystem::unname(const Place& place) const {
    Node& node = *place.node;
    place.parent->erase(place.name);
    node.links -= node.is_directory() ? 2 : 1;
    if (node.is_directory()) --place.parent->links;
    changed(*place.parent);
}

Result<Ref<Node>> NodeSystem::make_at(const Place& place, FileType type, std::uint32_t mode, std::string_view target) {
    auto made = make(type, mode & mode_bits, target);
    if (!made) return made;
    adopt(**made);
    if (const auto named = name(place, *made); !named) return named.error();
    return made;
}

// -- Requests ---------------------------------------------------------------------------------------------------------

Result<Ref<Node>> NodeSystem::find_or_make(const Place& place, OpenFlags flags, std::uint32_t mode) {
    const bool creates = has(flags, OpenFlags::create);
    if (!place.node) {
        if (!creates) return Errno::noent;
        if (place.read_only) return Errno::rofs;
        return make_at(place, FileType::regular, mode);
    }
    if (creates && has(flags, OpenFlags::exclusive)) return Errno::exist;
    if (const auto may = may_open(*place.node, place, flags); !may) return may.error();
    if (has(flags, OpenFlags::truncate) && place.node->type == FileType::regular)
        if (const auto cut = place.node->truncate(0); !cut) return cut.error();
    return place.node;
}

Outcome NodeSystem::open(PathCall& call, OpenFlags flags, std::uint32_t mode) {
    const auto node = find_or_make(call.place, flags, mode);
    if (!node) return call.fail(node.error());
    auto file = (*node)->open({call.kernel(), call.process(), *this, call.place.path, flags});
    if (!file) return call.fail(file.error());
    call.file = std::move(*file);
    return call.done();
}

Outcome NodeSystem::status(PathCall& call) {
    call.status = call.place.node->status();
    call.status.device = device;
    return call.done();
}

Outcome NodeSystem::make_directory(PathCall& call, std::uint32_t mode) {
    const auto made = make_at(call.place, FileType::directory, mode);
    return made ? call.done() : call.fail(made.error());
}

Outcome NodeSystem::make_link(PathCall& call, std::string_view target) {
    const auto made = make_at(call.place, FileType::link, 0777, target);
    return made ? call.done() : call.fail(made.error());
}

Outcome NodeSystem::remove_directory(PathCall& call) {
    const Place& place = call.place;
    if (!place.node->is_directory()) return call.fail(Errno::notdir);
    if (!place.node->empty()) return call.fail(Errno::notempty);
    unname(place);
    return call.done();
}

Outcome NodeSystem::remove(PathCall& call) {
    const Place& place = call.place;
    if (place.node->is_directory()) return call.fail(Errno::isdir);
    if (place.slash) return call.fail(Errno::notdir);
    unname(place);
    return call.done();
}

Outcome NodeSystem::rename(PathCall& call) {
    const Place &from = call.place, &to = call.other;
    if (const auto may = may_rename(from, to); !may) return call.fail(may.error());
    if (to.node && to.node.get() == from.node.get()) return call.done();  // two names of one file stay
    if (to.node) unname(to);
    unname(from);
    return call.conclude(name(to, from.node));  // there is room: a name has just gone
}

Outcome NodeSystem::link(PathCall& call) {
    if (call.place.node->is_directory()) return call.fail(Errno::perm);
    return call.conclude(name(call.other, call.place.node));
}

Outcome NodeSystem::read_link(PathCall& call) {
    const Node& node = *call.place.node;
    if (node.type != FileType::link) return call.fail(Errno::inval);
    call.text = node.target(call.process());
    return call.done();
}

Outcome NodeSystem::truncate(PathCall& call, std::int64_t size) {
    Node& node = *call.place.node;
    if (node.is_directory()) return call.fail(Errno::isdir);
    return call.conclude(node.truncate(size));
}

Outcome NodeSystem::set_mode(PathCall& call, std::uint32_t mode) {
    call.place.node->mode = mode & mode_bits;
    return call.done();
}

Outcome NodeSystem::set_modified(PathCall& call, std::int64_t nanoseconds) {
    call.place.node->modified = nanoseconds;
    return call.done();
}

Outcome NodeSystem::usage(PathCall& call) {
    measure(call.usage);
    return call.done();
}

}  // namespace fibrix
