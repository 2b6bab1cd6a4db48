// A node of a simulated disk: a file, directory or link, as programs see it and as a loss of power would leave it.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "kernel/world/outside_file.hpp"

namespace fibrix::simulated {

struct Node;
using NodeRef = std::shared_ptr<Node>;

struct Node {
    static constexpr std::size_t block = 4096;

    std::uint64_t number = 0;
    OutsideType type = OutsideType::regular;
    std::uint32_t mode = 0;
    std::uint32_t links = 0;
    std::int64_t modified = 0;
    std::string bytes{};                       ///< a file's contents, a link's target
    std::string durable{};                     ///< what of the contents is on the disk
    std::set<std::size_t> dirty{};             ///< blocks that are not
    std::set<std::size_t> doomed{};            ///< blocks that an fsync has failed for: no later one writes them
    std::map<std::string, NodeRef> entries{};  ///< of a directory
    std::map<std::string, NodeRef> durable_entries{};  ///< which of them are on the disk
    std::weak_ptr<Node> parent{};                      ///< of a directory

    [[nodiscard]] bool is_directory() const noexcept { return type == OutsideType::directory; }
    [[nodiscard]] bool is_link() const noexcept { return type == OutsideType::link; }
};

}  // namespace fibrix::simulated
