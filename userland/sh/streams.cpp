#include "userland/sh/streams.hpp"

#include <algorithm>

namespace fibrix::sh {
namespace {

constexpr std::size_t place_of(int number) noexcept { return static_cast<std::size_t>(number); }

}  // namespace

Streams::Streams(const std::vector<bool>& inherited) {
    for (std::size_t i = 0; i < std::min(inherited.size(), streams_.size()); ++i)
        if (inherited[i]) streams_[i].handle = static_cast<Handle>(i);
}

Handle Streams::operator[](int number) const noexcept { return streams_[place_of(number)].handle; }

void Streams::set(int number, std::shared_ptr<OwnedHandle> handle) {
    const Handle value = handle->get();
    streams_[place_of(number)] = {value, std::move(handle)};
}

void Streams::duplicate(int from, int to) { streams_[place_of(to)] = Stream(streams_[place_of(from)]); }

void Streams::close(int number) { streams_[place_of(number)] = {}; }

std::vector<Handle> Streams::handles() const {
    std::vector<Handle> all;
    all.reserve(streams_.size());
    for (const auto& each : streams_) all.push_back(each.handle);
    while (all.size() > 3 && all.back() == sys::no_handle) all.pop_back();
    return all;
}

Streams Streams::as_inherited() const {
    std::vector<bool> open;
    for (const Handle handle : handles()) open.push_back(handle != sys::no_handle);
    return Streams(open);
}

}  // namespace fibrix::sh
