// In the kernel: ramfs, a filesystem whose files are the kernel's own memory, up to a limit.
#pragma once

#include <map>

#include "syscalls/vfs/node_system.hpp"
#include "syscalls/vfs/sparse_bytes.hpp"

namespace fibrix {

class RamFileSystem final : public NodeSystem {
public:
    static constexpr std::uint64_t default_limit = std::uint64_t{1} << 30;

    explicit RamFileSystem(World& world, std::uint64_t limit = default_limit);
    ~RamFileSystem() override;

    Ref<Node> root() override { return root_; }
    void measure(FileSystemStatus& sum) const override;
    /// A file or directory that a system is booted with.
    Ref<Node> plant(const Ref<Node>& directory, std::string_view name, FileType type, std::string_view text = {});

    MemoryBudget budget;      ///< what nodes, names and contents take their memory from
    std::uint64_t files = 0;  ///< how many nodes there are

protected:
    Result<Ref<Node>> make(FileType type, std::uint32_t mode, std::string_view target) override;

private:
    Ref<Node> root_;
};

}  // namespace fibrix
