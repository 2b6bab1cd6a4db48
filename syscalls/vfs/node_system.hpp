// In the kernel: a filesystem in memory: all requests about paths, done with nodes, at once.
//
// A special case says what its root is, and if it is not fixed, how nodes are made.
#pragma once

#include "syscalls/vfs/file_system.hpp"

namespace fibrix {

class World;
struct Place;

class NodeSystem : public FileSystem {
public:
    NodeSystem(std::string_view type, World& world) noexcept;

    Outcome open(PathCall& call, OpenFlags flags, std::uint32_t mode) override;
    Outcome status(PathCall& call) override;
    Outcome make_directory(PathCall& call, std::uint32_t mode) override;
    Outcome remove_directory(PathCall& call) override;
    Outcome remove(PathCall& call) override;
    Outcome rename(PathCall& call) override;
    Outcome link(PathCall& call) override;
    Outcome make_link(PathCall& call, std::string_view target) override;
    Outcome read_link(PathCall& call) override;
    Outcome truncate(PathCall& call, std::int64_t size) override;
    Outcome set_mode(PathCall& call, std::uint32_t mode) override;
    Outcome set_modified(PathCall& call, std::int64_t nanoseconds) override;
    Outcome usage(PathCall& call) override;

    [[nodiscard]] World& world() const noexcept { return world_; }
    /// Notes that a node has been changed now.
    void changed(Node& node) const;

protected:
    /// A node without a name; `target`: of a link.
    virtual Result<Ref<Node>> make(FileType, [[maybe_unused]] std::uint32_t mode,
                                   [[maybe_unused]] std::string_view target) {
        return Errno::rofs;
    }
    /// Numbers a node of this filesystem, and says that it was modified now.
    void adopt(Node& node);
    /// Makes a node with the name of `place`.
    Result<Ref<Node>> make_at(const Place& place, FileType type, std::uint32_t mode, std::string_view target = {});

private:
    Result<void> name(const Place& place, const Ref<Node>& node) const;
    void unname(const Place& place) const;
    Result<Ref<Node>> find_or_make(const Place& place, OpenFlags flags, std::uint32_t mode);

    World& world_;
    std::uint64_t numbers_ = 0;
};

}  // namespace fibrix
