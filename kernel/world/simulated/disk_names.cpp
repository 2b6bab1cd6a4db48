// The names on a simulated disk: how a path is followed, and what changes names.

#include <algorithm>
#include <cstring>

#include "kernel/world/simulated/disk.hpp"

namespace fibrix::simulated {
namespace {

constexpr int most_links = 40;
constexpr std::size_t longest_name = 255;

std::string_view path_in(const Operation& operation) noexcept {
    return {reinterpret_cast<const char*>(operation.in.data()), operation.in.size()};
}

std::pair<std::string_view, std::string_view> two_of(std::string_view both) noexcept {
    const auto middle = std::min(both.find('\0'), both.size());
    return {both.substr(0, middle), both.substr(std::min(middle + 1, both.size()))};
}

bool is_below(NodeRef node, const Node& directory) {
    for (; node != nullptr; node = node->parent.lock())
        if (node.get() == &directory) return true;
    return false;
}

}  // namespace

// One name further, in the directory that `place` is.
Result<void> Disk::enter(Place& place, const NodeRef& from, const std::string& name) {
    if (place.node == nullptr) return Errno::noent;
    if (!place.node->is_directory()) return Errno::notdir;
    if (name.size() > longest_name) return Errno::nametoolong;
    if (name == ".") return {};
    if (name == "..") {
        if (place.node == from) return Errno::acces;
        place = {nullptr, "", place.node->parent.lock(), place.slash};
        if (place.node == nullptr) return Errno::noent;
        return {};
    }
    const auto found = place.node->entries.find(name);
    place = {place.node, name, found == place.node->entries.end() ? nullptr : found->second, place.slash};
    return {};
}

// To where the link points that `place` is.
Result<void> Disk::follow(Place& place, const NodeRef& from, int links) const {
    if (links >= most_links) return Errno::loop;
    auto target = find(from, place.node->bytes, Last::followed, {place.parent, links + 1});
    if (!target) return target.error();
    const bool slash = place.slash;
    place = std::move(*target);
    place.slash = slash;
    return {};
}

// A path that leads above the directory at which it begins, or an absolute link, is EACCES.
Result<Disk::Place> Disk::find(const NodeRef& from, std::string_view path, Last last, const Start& start) const {
    if (path.empty()) return Errno::noent;
    if (path.starts_with('/')) return Errno::acces;
    Place place{nullptr, "", start.at ? start.at : from, false};
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        const std::string name(path.substr(0, end));
        place.slash = end < path.size();
        path.remove_prefix(std::min(path.find_first_not_of('/', end), path.size()));
        if (const auto entered = enter(place, from, name); !entered) return entered.error();
        const bool stays = path.empty() && (last == Last::name || (last == Last::itself && !place.slash));
        if (place.node == nullptr || !place.node->is_link() || stays) continue;
        if (const auto followed = follow(place, from, start.links); !followed) return followed.error();
    }
    if (last != Last::name && place.node && place.slash && !place.node->is_directory()) return Errno::notdir;
    return place;
}

Result<NodeRef> Disk::existing(const NodeRef& from, std::string_view path, Last last) const {
    auto place = find(from, path, last);
    if (!place) return place.error();
    if (place->node == nullptr) return Errno::noent;
    return place->node;
}

NodeRef Disk::make_node(OutsideType type, std::uint32_t mode) {
    auto node = std::make_shared<Node>();
    node->number = ++numbered_;
    node->type = type;
    node->mode = mode & 0777u;
    node->modified = clock();
    return node;
}

// Is seen at once, and lasts when one of the directories is synced.
void Disk::change(Changes changes) {
    for (const auto& [directory, name, node, stands] : changes) {
        if (stands) directory->entries[name] = node;
        else directory->entries.erase(name);
        directory->modified = clock();
    }
    unsynced_.push_back(std::move(changes));
}

Disk::Count Disk::open(Operation& operation, const NodeRef& base) {
    const auto has = [&](int bit) { return (operation.argument & bit) != 0; };
    const bool exclusive = has(FileAccess::create) && has(FileAccess::exclusive);
    const bool follows = !has(FileAccess::no_follow) && !exclusive;
    auto place = find(base, path_in(operation), follows ? Last::followed : Last::itself);
    if (!place) return place.error();
    if (place->node && exclusive) return Errno::exist;
    if (place->node == nullptr) {
        if (!has(FileAccess::create)) return Errno::noent;
        if (place->slash || has(FileAccess::directory)) return Errno::isdir;
        place->node = make_node(OutsideType::regular, static_cast<std::uint32_t>(operation.value));
        place->node->links = 1;
        change({{place->parent, place->name, place->node, true}});
    }
    Node& node = *place->node;
    const bool changes = has(FileAccess::write) || has(FileAccess::truncate);
    if (node.is_directory() && has(FileAccess::create)) return Errno::isdir;
    if (!node.is_directory() && has(FileAccess::directory)) return Errno::notdir;
    if (node.is_link()) return Errno::loop;
    if (node.is_directory() && changes) return Errno::isdir;
    if (has(FileAccess::truncate)) set_size(node, 0);
    static_cast<void>(status(node, operation));
    return give(place->node);
}

// A directory, or a link: then `path` is its target and its name.
Disk::Count Disk::make(Operation& operation, const NodeRef& base, OutsideType type, std::string_view path) {
    const bool link = type == OutsideType::link;
    const auto [target, name] = link ? two_of(path) : std::pair(std::string_view(), path);
    const auto place = find(base, name, Last::name);
    if (!place) return place.error();
    if (place->node || place->parent == nullptr) return Errno::exist;
    if (link && place->slash) return Errno::noent;
    constexpr std::uint32_t all = 0777;
    auto node = make_node(type, link ? all : static_cast<std::uint32_t>(operation.value));
    node->links = link ? 1 : 2;
    account(*node, target.size());
    node->bytes = target;
    node->parent = place->parent;
    if (!link) ++place->parent->links;
    change({{place->parent, place->name, std::move(node), true}});
    return 0;
}

Disk::Count Disk::remove(const NodeRef& base, std::string_view path, bool directory) {
    const auto place = find(base, path, Last::name);
    if (!place) return place.error();
    if (place->node == nullptr) return Errno::noent;
    if (place->parent == nullptr) return directory ? Errno::inval : Errno::isdir;
    Node& node = *place->node;
    if (directory && !node.is_directory()) return Errno::notdir;
    if (!directory && node.is_directory()) return Errno::isdir;
    if (!directory && place->slash) return Errno::notdir;
    if (directory && !node.entries.empty()) return Errno::notempty;
    if (directory) node.links = 0, --place->parent->links;
    else if (--node.links == 0) used_ -= std::min(used_, node.bytes.size());
    change({{place->parent, place->name, place->node, false}});
    return 0;
}

Disk::Count Disk::rename(const NodeRef& base, std::string_view both) {
    const auto [first, second] = two_of(both);
    const auto from = find(base, first, Last::name), to = find(base, second, Last::name);
    if (!from) return from.error();
    if (!to) return to.error();
    if (from->parent == nullptr || to->parent == nullptr) return Errno::busy;
    if (from->node == nullptr) return Errno::noent;
    const NodeRef &moved = from->node, &replaced = to->node;
    if (!moved->is_directory() && (from->slash || to->slash)) return Errno::notdir;
    if (moved->is_directory() && is_below(to->parent, *moved)) return Errno::inval;
    if (replaced && is_below(from->parent, *replaced)) return Errno::notempty;
    if (moved == replaced) return 0;
    if (replaced) {
        if (moved->is_directory() != replaced->is_directory())
            return moved->is_directory() ? Errno::notdir : Errno::isdir;
        if (!replaced->entries.empty()) return Errno::notempty;
        if (replaced->is_directory()) replaced->links = 0, --to->parent->links;
        else if (--replaced->links == 0) used_ -= std::min(used_, replaced->bytes.size());
    }
    if (moved->is_directory()) --from->parent->links, ++to->parent->links, moved->parent = to->parent;
    change({{from->parent, from->name, moved, false}, {to->parent, to->name, moved, true}});
    return 0;
}

Disk::Count Disk::link(const NodeRef& base, std::string_view both) {
    const auto [first, second] = two_of(both);
    const auto node = existing(base, first, Last::itself);
    if (!node) return node.error();
    const auto to = find(base, second, Last::name);
    if (!to) return to.error();
    if (to->node || to->parent == nullptr) return Errno::exist;
    if (to->slash) return Errno::noent;
    if ((*node)->is_directory()) return Errno::perm;
    ++(*node)->links;
    change({{to->parent, to->name, *node, true}});
    return 0;
}

Disk::Count Disk::read_link(Operation& operation, const NodeRef& base) const {
    const auto found = existing(base, path_in(operation), Last::itself);
    if (!found) return found.error();
    if (!(*found)->is_link()) return Errno::inval;
    const auto size = std::min(operation.out.size(), (*found)->bytes.size());
    if (size > 0) std::memcpy(operation.out.data(), (*found)->bytes.data(), size);
    return static_cast<std::int64_t>(size);
}

Disk::Count Disk::set_attribute(const Operation& operation, const NodeRef& base) {
    const auto path = path_in(operation);
    const auto found = path.empty() ? Result<NodeRef>(base) : existing(base, path, Last::followed);
    if (!found) return found.error();
    if (operation.code == Operation::Code::set_modified) (*found)->modified = operation.offset;
    else (*found)->mode = static_cast<std::uint32_t>(operation.value) & 07777u;
    return 0;
}

}  // namespace fibrix::simulated
