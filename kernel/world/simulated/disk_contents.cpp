// The contents of files on a simulated disk: reading, writing, and what becomes of it when the power goes.

#include <algorithm>
#include <cstring>
#include <ranges>

#include "kernel/world/simulated/disk.hpp"

namespace fibrix::simulated {
namespace {

template <class T>
std::int64_t put(Operation& operation, const T& value) {
    const auto bytes = std::as_bytes(std::span(&value, 1));
    std::copy_n(bytes.begin(), std::min(bytes.size(), operation.out.size()), operation.out.begin());
    return 0;
}

// The part of `bytes` that is block number `index`.
std::string_view block_of(const std::string& bytes, std::size_t index) noexcept {
    const auto begin = index * Node::block;
    return begin >= bytes.size() ? std::string_view() : std::string_view(bytes).substr(begin, Node::block);
}

void put_block(std::string& bytes, std::size_t index, std::string_view block) {
    const auto begin = index * Node::block;
    if (bytes.size() < begin + block.size()) bytes.resize(begin + block.size());
    std::copy(block.begin(), block.end(), bytes.begin() + static_cast<std::ptrdiff_t>(begin));
}

}  // namespace

// The calendar's beginning is that of the simulated World.
std::int64_t Disk::clock() const { return 946'684'800'000'000'000 + timeline_.now().time_since_epoch().count(); }

Disk::Count Disk::read_at(const Operation& operation, const Node& node) const {
    if (node.is_directory()) return Errno::isdir;
    const auto at = static_cast<std::size_t>(std::max<std::int64_t>(0, operation.offset));
    if (at >= node.bytes.size()) return 0;
    const auto size = std::min(operation.out.size(), node.bytes.size() - at);
    if (size > 0) std::memcpy(operation.out.data(), node.bytes.data() + at, size);
    return static_cast<std::int64_t>(size);
}

Disk::Count Disk::write_at(Operation& operation, Node& node) {
    if (node.is_directory()) return Errno::isdir;
    const auto end_of_file = static_cast<std::int64_t>(node.bytes.size());
    const auto at = static_cast<std::size_t>(operation.offset == Operation::no_offset ? end_of_file : operation.offset);
    if (at > largest_file || operation.in.size() > largest_file - at) return Errno::fbig;
    const auto end = at + operation.in.size();
    if (end > node.bytes.size()) {
        if (used_ + end - node.bytes.size() > capacity) return Errno::nospc;
        account(node, end);
        mark(node, node.bytes.size(), end);
        node.bytes.resize(end);
    }
    if (end > at) std::memcpy(node.bytes.data() + at, operation.in.data(), end - at);
    mark(node, at, end);
    node.modified = clock();
    operation.offset = static_cast<std::int64_t>(end);
    return static_cast<std::int64_t>(operation.in.size());
}

// `node` will have `size` bytes. One that was removed and is still open counts no more.
void Disk::account(const Node& node, std::size_t size) {
    if (node.links > 0) used_ = used_ + size - node.bytes.size();
}

void Disk::mark(Node& node, std::size_t begin, std::size_t end) {
    for (auto block = begin / Node::block; block * Node::block < end; ++block) {
        node.dirty.insert(block);
        node.doomed.erase(block);
    }
}

Disk::Count Disk::resize(const Operation& operation, Open& base) {
    const std::string_view path(reinterpret_cast<const char*>(operation.in.data()), operation.in.size());
    if (path.empty()) return set_size(*base.node, operation.offset);
    const auto found = existing(base.node, path, Last::followed);
    return found ? set_size(**found, operation.offset) : Count(found.error());
}

Disk::Count Disk::set_size(Node& node, std::int64_t size) {
    if (node.is_directory()) return Errno::isdir;
    if (size < 0) return Errno::inval;
    const auto wanted = static_cast<std::size_t>(size), before = node.bytes.size();
    if (wanted > largest_file) return Errno::fbig;
    if (wanted > before && used_ + wanted - before > capacity) return Errno::nospc;
    account(node, wanted);
    mark(node, std::min(wanted, before), std::max(wanted, before));
    node.bytes.resize(wanted);
    node.modified = clock();
    return 0;
}

// A sync that fails has lost what it was about: a later one does not say so again.
Disk::Count Disk::sync(Node& node) {
    if (faults_.happens(Fault::disk_sync)) {
        node.doomed.insert(node.dirty.begin(), node.dirty.end());
        node.dirty.clear();
        return Errno::io;
    }
    if (node.is_directory()) sync_names(node);
    else sync_contents(node);
    return 0;
}

void Disk::sync_contents(Node& node) {
    if (node.doomed.empty()) {
        node.durable = node.bytes;
    } else {
        node.durable.resize(node.bytes.size());
        for (const auto block : node.dirty) put_block(node.durable, block, block_of(node.bytes, block));
    }
    node.dirty.clear();
}

void Disk::sync_names(const Node& directory) {
    const auto about = [&](const Change& each) { return each.directory.get() == &directory; };
    settle_names([&](const Changes& changes) { return std::any_of(changes.begin(), changes.end(), about); });
}

// Puts on the disk what `lasts`, and what went before with the same name; before a directory that goes, everything.
void Disk::settle_names(const std::function<bool(const Changes&)>& lasts) {
    std::set<std::pair<std::uint64_t, std::string>> needed;
    std::vector<Changes> settled, left;
    bool all = false;
    const auto is_needed = [&](const Change& each) {
        return all || needed.contains({each.directory->number, each.name});
    };
    for (; !unsynced_.empty(); unsynced_.pop_back()) {
        auto& changes = unsynced_.back();
        const bool kept = std::any_of(changes.begin(), changes.end(), is_needed) || lasts(changes);
        for (const auto& each : changes) {
            if (!kept) break;
            needed.emplace(each.directory->number, each.name);
            all = all || (each.node->is_directory() && !each.stands);
        }
        (kept ? settled : left).push_back(std::move(changes));
    }
    unsynced_.assign(std::make_move_iterator(left.rbegin()), std::make_move_iterator(left.rend()));
    for (const auto& changes : settled | std::views::reverse)
        for (const auto& [directory, name, node, stands] : changes) {
            if (stands) directory->durable_entries[name] = node;
            else directory->durable_entries.erase(name);
        }
}

// Each block that was not synced is kept, lost, or half kept.
void Disk::crash_contents(Node& node) {
    constexpr std::size_t sector = 512;
    auto size = node.bytes.size();
    if (size != node.durable.size() && faults_.happens(Fault::lost_block)) size = node.durable.size();
    std::string left = node.durable;
    left.resize(size);
    for (const auto block : node.dirty) {
        auto bytes = block_of(node.bytes, block);
        if (!bytes.empty() && faults_.happens(Fault::torn))
            bytes = bytes.substr(0, std::min(bytes.size() / 2, faults_.details(Fault::torn).below(8) * sector));
        else if (faults_.happens(Fault::lost_block)) continue;
        put_block(left, block, bytes);
    }
    left.resize(size);
    node.bytes = node.durable = std::move(left);
    node.dirty.clear();
    node.doomed.clear();
}

// Names are what they are on the disk, and the counts of names with them.
void Disk::crash_tree(const NodeRef& directory, std::set<std::uint64_t>& seen) {
    directory->links = 2;
    directory->entries = directory->durable_entries;
    for (const auto& [name, node] : directory->entries) {
        const bool first = seen.insert(node->number).second;
        if (node->is_directory()) {
            ++directory->links;
            node->parent = directory;
            crash_tree(node, seen);
            continue;
        }
        if (first) node->links = 0;
        if (first && !node->is_link()) crash_contents(*node);
        if (first) used_ += node->bytes.size();
        ++node->links;
    }
}

Disk::Count Disk::status(const Node& node, Operation& operation) const {
    return put(operation, OutsideStatus{.device = 1,
                                        .number = node.number,
                                        .size = static_cast<std::int64_t>(node.bytes.size()),
                                        .modified = node.modified,
                                        .mode = node.mode,
                                        .links = node.links,
                                        .type = node.type});
}

Disk::Count Disk::usage(Operation& operation) const {
    return put(operation, OutsideUsage{.total = capacity, .used = used_, .files = numbered_});
}

}  // namespace fibrix::simulated
