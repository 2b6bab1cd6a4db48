#include "kernel/world/simulated/disk.hpp"

#include <algorithm>
#include <cstring>

namespace fibrix::simulated {
namespace {

using Code = Operation::Code;

std::string_view path_in(const Operation& operation) noexcept {
    return {reinterpret_cast<const char*>(operation.in.data()), operation.in.size()};
}

bool fills_the_disk(Code code) noexcept {
    return code == Code::write_at || code == Code::open || code == Code::make_directory || code == Code::rename;
}

}  // namespace

Disk::Disk(Timeline& timeline, Faults& faults, std::uint64_t seed, Operations& finished)
    : timeline_(timeline), faults_(faults), delays_(seed, "disk"), finished_(finished) {
    constexpr std::uint32_t mode = 0755;
    root_ = make_node(OutsideType::directory, mode);
    root_->links = 2;
}

Outside Disk::give(NodeRef node) {
    open_[next_open_] = {std::move(node)};
    return next_open_++;
}

// To sync takes as long as a good disk does.
Duration Disk::time_for(Code code) {
    using namespace std::chrono_literals;
    return code == Code::sync ? delays_.between(1ms, 8ms) : delays_.between(20us, 200us);
}

bool Disk::submit(Operation& operation) {
    const auto at = open_.find(operation.descriptor);
    if (operation.code != Code::directory && at == open_.end()) return operation.fail(Errno::badf), true;
    const bool fails = operation.code != Code::directory && operation.code != Code::size;
    Count done = Errno::io;
    if (operation.code == Code::directory) done = open_root(operation);
    else if (fails && faults_.happens(Fault::disk_error)) done = Errno::io;
    else if (fills_the_disk(operation.code) && faults_.happens(Fault::disk_full)) done = Errno::nospc;
    else if (operation.code != Code::sync) done = carry_out(operation, at->second);
    else done = 0;
    const auto node = at == open_.end() ? nullptr : at->second.node;
    done ? operation.succeed(*done) : operation.fail(done.error());
    if (!fails) return true;
    operation.state = Operation::State::pending;
    const auto number = begun_++;
    under_way_[number] = &operation;
    const bool syncs = operation.code == Code::sync && done.has_value();
    timeline_.after(time_for(operation.code), [this, number, node, syncs] {
        const auto found = under_way_.find(number);
        if (found == under_way_.end() && !syncs) return;
        if (const auto synced = syncs ? sync(*node) : Count(0); !synced && found != under_way_.end())
            found->second->fail(synced.error());
        complete(number);
    });
    return false;
}

void Disk::complete(std::uint64_t number) {
    const auto found = under_way_.find(number);
    if (found == under_way_.end()) return;
    Operation& operation = *found->second;
    under_way_.erase(found);
    operation.state = Operation::State::done;
    operation.world = &finished_;
    finished_.push_back(operation);
}

// An opened file that nobody hears of is closed.
void Disk::abandon(Operation& operation) {
    std::erase_if(under_way_, [&](const auto& each) { return each.second == &operation; });
    if (operation.code == Code::open && !operation.failed) close(static_cast<Outside>(operation.result));
}

Disk::Count Disk::open_root(const Operation& operation) {
    auto path = path_in(operation);
    while (path.starts_with('/')) path.remove_prefix(1);
    const auto found = existing(root_, path.empty() ? "." : path, Last::followed);
    if (!found) return found.error();
    if (!(*found)->is_directory()) return Errno::notdir;
    return give(*found);
}

Disk::Count Disk::carry_out(Operation& operation, Open& base) {
    const auto path = path_in(operation);
    const auto& node = base.node;
    switch (operation.code) {
        case Code::open: return open(operation, node);
        case Code::status: {
            const auto found = path.empty()
                                   ? Result<NodeRef>(node)
                                   : existing(node, path, operation.argument == 1 ? Last::followed : Last::itself);
            return found ? status(**found, operation) : Count(found.error());
        }
        case Code::size: return static_cast<std::int64_t>(node->bytes.size());
        case Code::list: return list(operation, base);
        case Code::read_at: return read_at(operation, *node);
        case Code::write_at: return write_at(operation, *node);
        case Code::resize: return resize(operation, base);
        case Code::make_directory: return make(operation, node, OutsideType::directory, path);
        case Code::remove_directory: return remove(node, path, true);
        case Code::remove: return remove(node, path, false);
        case Code::rename: return rename(node, path);
        case Code::link: return link(node, path);
        case Code::make_link: return make(operation, node, OutsideType::link, path);
        case Code::read_link: return read_link(operation, node);
        case Code::set_mode:
        case Code::set_modified: return set_attribute(operation, node);
        case Code::usage: return usage(operation);
        default: return Errno::inval;
    }
}

Disk::Count Disk::list(Operation& operation, Open& open) {
    if (!open.node->is_directory()) return Errno::notdir;
    if (operation.argument == 1) open.listed.clear();
    std::size_t filled = 0;
    const auto& entries = open.node->entries;
    for (auto each = entries.upper_bound(open.listed); each != entries.end(); ++each) {
        const auto& [name, node] = *each;
        if (filled + name.size() + 2 > operation.out.size()) break;
        operation.out[filled++] = static_cast<std::byte>(node->type);
        std::memcpy(operation.out.data() + filled, name.c_str(), name.size() + 1);
        filled += name.size() + 1;
        open.listed = name;
    }
    return static_cast<std::int64_t>(filled);
}

bool Disk::is_unsynced(const Node& node) {
    const auto below = [](const auto& each) { return is_unsynced(*each.second); };
    return !node.dirty.empty() || std::any_of(node.entries.begin(), node.entries.end(), below);
}

// What is not on the disk is kept or lost, one by one.
void Disk::crash() {
    for (const auto& [number, operation] : under_way_) {
        operation->fail(Errno::canceled);
        operation->world = &finished_;
        finished_.push_back(*operation);
    }
    under_way_.clear();
    open_.clear();
    // A file whose name is lost shows nothing of what else was.
    const bool spares_names = faults_.insists() && !faults_.missing(Fault::lost_name) &&
                              (faults_.missing(Fault::torn) || faults_.missing(Fault::lost_block));
    settle_names([&](const Changes&) { return spares_names || !faults_.happens(Fault::lost_name); });
    unsynced_.clear();
    std::set<std::uint64_t> seen;
    used_ = 0;
    crash_tree(root_, seen);
}

}  // namespace fibrix::simulated
