// The contents of files on a simulated disk: reading, writing, and what becomes of it when the power goes.

#include <algorithm>
#include <cstring>

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
        used_ += end - node.bytes.size();
        mark(node, node.bytes.size(), end);
        node.bytes.resize(end);
    }
    if (end > at) std::memcpy(node.bytes.data() + at, operation.in.data(), end - at);
    mark(node, at, end);
    node.modified = clock();
    operation.offset = static_cast<std::int64_t>(end);
    return static_cast<std::int64_t>(operation.in.size());
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
    const auto found = existing(base.node, path, true);
    return found ? set_size(**found, operation.offset) : Count(found.error());
}

Disk::Count Disk::set_size(Node& node, std::int64_t size) {
    if (node.is_directory()) return Errno::isdir;
    if (size < 0) return Errno::inval;
    const auto wanted = static_cast<std::size_t>(size), before = node.bytes.size();
    if (wanted > largest_file) return Errno::fbig;
    if (wanted > before && used_ + wanted - before > capacity) return Errno::nospc;
    used_ = used_ + wanted - before;
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
    std::erase_if(unsynced_, [&](const Changes& changes) {
        const auto about = [&](const Change& each) { return each.directory.get() == &directory; };
        if (std::none_of(changes.begin(), changes.end(), about)) return false;
        for (const auto& [where, name, node] : changes) {
            if (node) where->durable_entries[name] = node;
            else where->durable_entries.erase(name);
        }
        return true;
    });
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

void Disk::crash_tree(const NodeRef& node, std::set<std::uint64_t>& seen) {
    if (!seen.insert(node->number).second) return;
    if (node->is_directory()) {
        node->entries = node->durable_entries;
        for (const auto& [name, each] : node->entries) crash_tree(each, seen);
    } else if (!node->is_link()) {
        crash_contents(*node);
        used_ += node->bytes.size();
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
