#include "userland/kv/broker.hpp"

#include <algorithm>

#include "userland/kv/glob.hpp"

namespace fibrix::kv {

Subscriber::~Subscriber() {
    for (const bool pattern : {false, true})
        while (!names_[pattern ? 1 : 0].empty()) unsubscribe(std::string(names(pattern).back()), pattern);
    if (ready_) std::erase(broker_.ready_, this);
}

bool Subscriber::subscribe(std::string_view name, bool pattern) {
    auto& own = names_[pattern ? 1 : 0];
    if (std::find(own.begin(), own.end(), name) != own.end()) return false;
    auto& listeners = broker_.listeners_[pattern ? 1 : 0];
    auto place = listeners.find(name);
    if (place == listeners.end()) place = listeners.emplace(name, std::vector<Subscriber*>{}).first;
    place->second.push_back(this);
    own.emplace_back(name);
    return true;
}

bool Subscriber::unsubscribe(std::string_view name, bool pattern) {
    auto& own = names_[pattern ? 1 : 0];
    const auto mine = std::find(own.begin(), own.end(), name);
    if (mine == own.end()) return false;
    auto& listeners = broker_.listeners_[pattern ? 1 : 0];
    const auto place = listeners.find(name);
    std::erase(place->second, this);
    if (place->second.empty()) listeners.erase(place);
    own.erase(mine);
    return true;
}

void Subscriber::deliver(const std::string* pattern, std::string_view channel, std::string_view message) {
    if (overflowed_) return;
    out.array(pattern == nullptr ? 3 : 4);
    out.bulk(pattern == nullptr ? "message" : "pmessage");
    if (pattern != nullptr) out.bulk(*pattern);
    out.bulk(channel);
    out.bulk(message);
    overflowed_ = out.size() > most_unsent;
    if (!std::exchange(ready_, true)) broker_.ready_.push_back(this);
}

std::size_t Broker::publish(std::string_view channel, std::string_view message) {
    std::size_t receivers = 0;
    if (const auto place = listeners_[0].find(channel); place != listeners_[0].end()) {
        for (auto* each : place->second) each->deliver(nullptr, channel, message);
        receivers += place->second.size();
    }
    for (const auto& [pattern, subscribers] : listeners_[1]) {
        if (!matches(pattern, channel)) continue;
        for (auto* each : subscribers) each->deliver(&pattern, channel, message);
        receivers += subscribers.size();
    }
    return receivers;
}

Subscriber* Broker::take_ready() noexcept {
    if (ready_.empty()) return nullptr;
    Subscriber* const taken = ready_.back();
    ready_.pop_back();
    taken->ready_ = false;
    return taken;
}

}  // namespace fibrix::kv
