#include "kernel/line.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "kernel/process.hpp"
#include "kernel/world/world.hpp"

namespace fibrix {

Line& Line::operator<<(std::string_view text) noexcept {
    const auto count = std::min(text.size(), buffer_.size() - 1 - size_);  // one is kept for the end
    std::memcpy(buffer_.data() + size_, text.data(), count);
    size_ += count;
    return *this;
}

Line& Line::operator<<(std::uint64_t number) noexcept { return padded(number, 1, '0'); }

Line& Line::padded(std::uint64_t number, std::size_t width, char fill) noexcept {
    std::array<char, 20> digits{};
    digits.fill(fill);
    std::size_t at = digits.size();
    do digits[--at] = static_cast<char>('0' + number % 10);
    while ((number /= 10) != 0);
    at = std::min(at, digits.size() - width);
    return *this << std::string_view(digits.data() + at, digits.size() - at);
}

Line& Line::operator<<(const Task& task) noexcept {
    *this << "task " << std::uint64_t{task.id.slot};
    if (task.id.generation != 0) *this << "." << std::uint64_t{task.id.generation};
    return *this << " (" << std::string_view(task.process->name) << ")";
}

Line& Line::stamp(World& world) noexcept {
    const auto microseconds = static_cast<std::uint64_t>(world.glance().time_since_epoch().count() / 1000);
    *this << "[";
    padded(microseconds / 1'000'000, 5, ' ') << ".";
    return padded(microseconds % 1'000'000, 6, '0') << "] " << world.name() << " ";
}

void Line::print() noexcept {
    buffer_[size_++] = '\n';
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, buffer_.data(), size_);
}

}  // namespace fibrix
