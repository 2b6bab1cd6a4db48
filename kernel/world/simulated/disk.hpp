// A simulated disk: a tree of files with contents and names of which some are not yet on the disk.
//
// What is written is seen at once and lasts when a sync of the file returns; a name lasts when its directory is synced.
// A loss of power keeps of the rest whatever the faults leave: any subset of blocks, and of changes of names; but what
// happened to one name keeps its order, and no directory goes before what was moved out of it. Every operation takes a
// little while; what it changes is seen from its beginning on, and what it syncs lasts at its end.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/result.hpp"
#include "kernel/world/operation.hpp"
#include "kernel/world/simulated/fault.hpp"
#include "kernel/world/simulated/node.hpp"
#include "kernel/world/simulated/timeline.hpp"

namespace fibrix::simulated {

class Disk {
public:
    Disk(Timeline& timeline, Faults& faults, std::uint64_t seed, Operations& finished);
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    ~Disk() = default;

    /// True if it is done; else it is under way. Only codes about files.
    bool submit(Operation& operation);
    /// It goes on alone.
    void abandon(Operation& operation);
    /// False if it is no file of this disk.
    bool close(Outside descriptor) { return open_.erase(descriptor) > 0; }
    /// Loses the power: what is open is closed, what is under way ends with ECANCELED.
    void crash();

    /// What a crash now could lose.
    [[nodiscard]] bool has_unsynced_contents() const { return is_unsynced(*root_); }
    [[nodiscard]] bool has_unsynced_names() const noexcept { return !unsynced_.empty(); }

    static constexpr Outside first_number = 1 << 28;

private:
    using Count = Result<std::int64_t>;
    struct Open {
        NodeRef node;
        std::string listed{};  // the last name that a listing has given
    };
    struct Place {
        NodeRef parent;
        std::string name;
        NodeRef node;        // null: there is nothing
        bool slash = false;  // it must be a directory
    };
    /// What becomes of a link that is the last name of a path.
    enum class Last : std::uint8_t {
        followed,
        itself,  // followed only if a slash is behind it
        name,    // never: it is about the name, whatever that stands for; a slash behind it is only noted
    };
    struct Start {
        NodeRef at;  // null: at the directory above which no path leads
        int links;   // followed so far
    };
    struct Change {
        NodeRef directory;
        std::string name;
        NodeRef node;
        bool stands;  // for `node` from now on, or no more
    };
    /// What one operation does to names; it lasts as a whole or not at all.
    using Changes = std::vector<Change>;

    // disk.cpp
    Count carry_out(Operation& operation, Open& base);
    Count open_root(const Operation& operation);
    Count list(Operation& operation, Open& open);
    [[nodiscard]] Duration time_for(Operation::Code code);
    void complete(std::uint64_t number);
    Outside give(NodeRef node);

    // disk_contents.cpp
    Count read_at(const Operation& operation, const Node& node) const;
    Count write_at(Operation& operation, Node& node);
    Count resize(const Operation& operation, Open& base);
    Count set_size(Node& node, std::int64_t size);
    static void mark(Node& node, std::size_t begin, std::size_t end);
    Count sync(Node& node);
    void sync_contents(Node& node);
    void sync_names(const Node& directory);
    void settle_names(const std::function<bool(const Changes&)>& lasts);
    void account(const Node& node, std::size_t size);
    void crash_contents(Node& node);
    static bool is_unsynced(const Node& node);
    void crash_tree(const NodeRef& directory, std::set<std::uint64_t>& seen);
    [[nodiscard]] Count status(const Node& node, Operation& operation) const;
    [[nodiscard]] Count usage(Operation& operation) const;

    // disk_names.cpp
    Result<Place> find(const NodeRef& from, std::string_view path, Last last, const Start& start = {}) const;
    static Result<void> enter(Place& place, const NodeRef& from, const std::string& name);
    Result<void> follow(Place& place, const NodeRef& from, int links) const;
    Result<NodeRef> existing(const NodeRef& from, std::string_view path, Last last) const;
    Count open(Operation& operation, const NodeRef& base);
    Count make(Operation& operation, const NodeRef& base, OutsideType type, std::string_view path);
    Count remove(const NodeRef& base, std::string_view path, bool directory);
    Count rename(const NodeRef& base, std::string_view both);
    Count link(const NodeRef& base, std::string_view both);
    Count read_link(Operation& operation, const NodeRef& base) const;
    Count set_attribute(const Operation& operation, const NodeRef& base);
    NodeRef make_node(OutsideType type, std::uint32_t mode);
    void change(Changes changes);
    [[nodiscard]] std::int64_t clock() const;

    static constexpr std::size_t capacity = 256 * 1024 * 1024, largest_file = 64 * 1024 * 1024;

    Timeline& timeline_;
    Faults& faults_;
    Chance delays_;
    Operations& finished_;
    NodeRef root_;
    std::uint64_t numbered_ = 0;
    std::size_t used_ = 0;  // bytes of files that have a name
    std::map<Outside, Open> open_;
    Outside next_open_ = first_number;
    std::vector<Changes> unsynced_;  // changes of names that are not on the disk yet, in their order
    std::uint64_t begun_ = 0;
    std::map<std::uint64_t, Operation*> under_way_;
};

}  // namespace fibrix::simulated
