#include "tools/trace/trace.hpp"

#include <sys/mman.h>

#include <array>

namespace fibrix::trace {
namespace {

// A page that is touched for the first time costs as much as a hundred events: large pages are asked for. What is
// never written to is never there.
template <class Buffer>
void reserve_in_large_pages(Buffer& buffer, std::size_t count) {
    constexpr std::uintptr_t page = 2u << 20;
    buffer.reserve(count);
    const auto begin = reinterpret_cast<std::uintptr_t>(buffer.data());
    const auto first = (begin + page - 1) & ~(page - 1);
    const auto end = (begin + count * sizeof(buffer[0])) & ~(page - 1);
    if (first < end)
        ::madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace

Trace::Trace() {
    reserve_in_large_pages(events_, most_events);
    reserve_in_large_pages(texts_, most_text);
    texts_.push_back('\0');
}

bool Trace::add(const Event& event) {
    constexpr std::size_t longest = 64u << 10;
    if (events_.size() == most_events || texts_.size() > most_text - longest) full_ = true;
    else events_.push_back(event);
    return !full_;
}

std::uint32_t Trace::add_text(std::string_view text) {
    const auto begin = texts_.size();
    texts_ += text;
    return close_text(begin);
}

std::uint32_t Trace::close_text(std::size_t begin) {
    if (texts_.size() == begin) return 0;
    texts_.push_back('\0');
    return static_cast<std::uint32_t>(begin);
}

std::string_view to_string(Event::Kind kind) noexcept {
    constexpr std::array<std::string_view, 5> names{"state", "request", "result", "given", "notice"};
    return names[static_cast<std::size_t>(kind)];
}

}  // namespace fibrix::trace
