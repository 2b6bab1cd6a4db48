// In the kernel: filesystems that the kernel itself fills: their files are made when they are opened, and nothing in
// them can be made, removed or renamed.
#pragma once

#include <functional>
#include <map>

#include "syscalls/vfs/node_system.hpp"

namespace fibrix {

/// The root has number 1: what is in a filesystem that is filled by the kernel has those from here on.
inline constexpr std::uint64_t first_number = 2;

/// A directory whose entries are put in when it is made.
class FixedDirectory final : public Node {
public:
    FixedDirectory() noexcept : Node(FileType::directory, 0555) {}

    void put(std::string_view name, Ref<Node> node) {
        node->number = first_number + entries_.size();
        entries_.emplace(name, std::move(node));
    }
    Ref<Node> find(std::string_view name) override;
    void list(const std::string& after, std::size_t most, std::vector<DirectoryEntry>& entries) override;
    [[nodiscard]] bool empty() const override { return entries_.empty(); }

private:
    std::map<std::string, Ref<Node>, std::less<>> entries_;
};

/// A text that is made when it is opened.
class TextNode final : public Node {
public:
    using Make = std::function<Result<std::string>(Kernel&)>;
    explicit TextNode(Make make) : Node(FileType::regular, 0444), make_(std::move(make)) {}

    Result<Ref<OpenFile>> open(const Opening& opening) override;

private:
    Make make_;
};

class FixedSystem final : public NodeSystem {
public:
    FixedSystem(std::string_view type, Kernel& kernel, Ref<Node> root);

    Ref<Node> root() override { return root_; }
    [[nodiscard]] bool fixed() const override { return true; }

private:
    Ref<Node> root_;
};

}  // namespace fibrix
