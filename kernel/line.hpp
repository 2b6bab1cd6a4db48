// A line for standard error that is put together without allocating: for signal handlers, which may have interrupted
// malloc, and for what is said when nothing may be relied on any more.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace fibrix {

struct Task;
class World;

class Line {
public:
    Line& operator<<(std::string_view text) noexcept;
    Line& operator<<(std::uint64_t number) noexcept;
    /// "task 3.1 (hog)".
    Line& operator<<(const Task& task) noexcept;
    /// What the log's lines begin with: "[    0.357742] host ".
    Line& stamp(World& world) noexcept;
    void print() noexcept;

private:
    Line& padded(std::uint64_t number, std::size_t width, char fill) noexcept;

    std::array<char, 512> buffer_{};
    std::size_t size_ = 0;
};

}  // namespace fibrix
