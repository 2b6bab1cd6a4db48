#include "syscalls/vfs/ramfs.hpp"

#include "syscalls/vfs/path_call.hpp"

namespace fibrix {
namespace {

// What a node, and a name, is counted as. A name costs the same however long it is: so a rename never lacks room.
constexpr std::uint64_t node_cost = 256, name_cost = 256;

class RamNode : public Node {
public:
    RamNode(RamFileSystem& system, FileType its_type, std::uint32_t its_mode, std::uint64_t cost = node_cost)
        : Node(its_type, its_mode), system_(system), cost_(cost) {
        ++system_.files;
    }
    RamNode(const RamNode&) = delete;
    RamNode& operator=(const RamNode&) = delete;
    ~RamNode() override {
        --system_.files;
        system_.budget.give_back(cost_);
    }

protected:
    RamFileSystem& system_;

private:
    std::uint64_t cost_;  // taken from the budget before it was made
};

class RamFile final : public RamNode {
public:
    RamFile(RamFileSystem& system, std::uint32_t its_mode)
        : RamNode(system, FileType::regular, its_mode), bytes_(system.budget) {}

    [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(bytes_.size()); }
    Outcome read(Io& io, std::int64_t at) override {
        return io.done(bytes_.read(static_cast<std::uint64_t>(at), io.into));
    }
    Outcome write(Io& io, std::int64_t at) override {
        if (at >= largest) return io.fail(Errno::fbig);
        const auto count = std::min(io.from.size(), static_cast<std::size_t>(largest - at));
        const auto written = bytes_.write(static_cast<std::uint64_t>(at), io.from.first(count));
        if (!written) return io.fail(written.error());
        system_.changed(*this);
        return io.done(*written);
    }
    void fill(std::string_view text) { bytes_.write(0, std::as_bytes(std::span(text))).value(); }
    Result<void> truncate(std::int64_t to) override {
        if (to > largest) return Errno::fbig;
        bytes_.resize(static_cast<std::uint64_t>(to));
        system_.changed(*this);
        return {};
    }

private:
    SparseBytes bytes_;
};

class RamDirectory final : public RamNode {
public:
    using Entries = std::map<std::string, Ref<Node>, std::less<>>;

    RamDirectory(RamFileSystem& system, std::uint32_t its_mode) : RamNode(system, FileType::directory, its_mode) {}

    [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(entries_.size()); }
    Ref<Node> find(std::string_view name) override {
        const auto found = entries_.find(name);
        return found == entries_.end() ? Ref<Node>() : found->second;
    }
    void list(const std::string& after, std::size_t most, std::vector<DirectoryEntry>& entries) override {
        auto next = after.empty() ? entries_.begin() : entries_.upper_bound(after);
        for (; next != entries_.end() && most > 0; ++next, --most) entries.push_back({next->first, next->second->type});
    }
    [[nodiscard]] bool empty() const override { return entries_.empty(); }
    Result<void> insert(std::string_view name, const Ref<Node>& node) override {
        if (!system_.budget.take(name_cost)) return Errno::nospc;
        entries_.emplace(name, node);
        return {};
    }
    void erase(std::string_view name) override {
        entries_.erase(entries_.find(name));
        system_.budget.give_back(name_cost);
    }
    /// Gives all nodes to `where`: a deep tree would be too deep to be destroyed from its root.
    void clear(std::vector<Ref<Node>>& where) {
        for (auto& [name, node] : entries_) where.push_back(std::move(node));
        entries_.clear();
    }

private:
    Entries entries_;
};

class RamLink final : public RamNode {
public:
    RamLink(RamFileSystem& system, std::uint32_t its_mode, std::string_view target)
        : RamNode(system, FileType::link, its_mode, node_cost + target.size()), target_(target) {}
    [[nodiscard]] std::int64_t size() const override { return static_cast<std::int64_t>(target_.size()); }
    [[nodiscard]] std::string target(const Process&) const override { return target_; }

private:
    std::string target_;
};

Ref<Node> make_node(RamFileSystem& system, FileType type, std::uint32_t mode, std::string_view target) {
    if (type == FileType::directory) return make_object<RamDirectory>(system, mode);
    if (type == FileType::link) return make_object<RamLink>(system, mode, target);
    return make_object<RamFile>(system, mode);
}

}  // namespace

RamFileSystem::RamFileSystem(World& its_world, std::uint64_t limit)
    : NodeSystem("ramfs", its_world), budget{std::max(limit, node_cost)} {
    root_ = *make(FileType::directory, 0755, {});
    root_->links = 2;
    adopt(*root_);
}

RamFileSystem::~RamFileSystem() {
    std::vector<Ref<Node>> doomed;
    doomed.push_back(std::move(root_));
    while (!doomed.empty()) {
        const auto node = std::move(doomed.back());
        doomed.pop_back();
        if (node->is_directory()) static_cast<RamDirectory&>(*node).clear(doomed);
    }
}

Result<Ref<Node>> RamFileSystem::make(FileType type, std::uint32_t mode, std::string_view target) {
    if (!budget.take(node_cost + target.size())) return Errno::nospc;
    return make_node(*this, type, mode, target);
}

Ref<Node> RamFileSystem::plant(const Ref<Node>& directory, std::string_view name, FileType type,
                               std::string_view text) {
    Place place;
    place.parent = directory;
    place.name = name;
    auto node = make_at(place, type, type == FileType::directory ? 0755 : 0644, {}).value();
    if (type == FileType::regular) static_cast<RamFile&>(*node).fill(text);
    return node;
}

void RamFileSystem::measure(FileSystemStatus& sum) const {
    sum.total += budget.limit;
    sum.used += budget.used;
    sum.files += files;
}

}  // namespace fibrix
