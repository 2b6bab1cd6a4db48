// Publish and subscribe: who listens to which channels, and handing messages to them.
//
// Publishing appends to each subscriber's reply and never waits for one. Whoever has published then takes those who
// have something to send out of `take_ready` and tells them; by then they may be fewer, for telling one is a request,
// and between two requests others run.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "userland/kv/reply.hpp"

namespace fibrix::kv {

class Broker;

/// One who can listen. What is published to it goes into `out`.
class Subscriber {
public:
    /// What one who does not read may leave lying, at the most; then it gets nothing more and is to be closed.
    static constexpr std::size_t most_unsent = 32 * 1024 * 1024;

    explicit Subscriber(Broker& broker) noexcept : broker_(broker) {}
    Subscriber(const Subscriber&) = delete;
    Subscriber& operator=(const Subscriber&) = delete;

    Reply out;

    /// Both give false if it did already, or did not.
    bool subscribe(std::string_view name, bool pattern);
    bool unsubscribe(std::string_view name, bool pattern);
    /// In the order in which they were subscribed to.
    [[nodiscard]] const std::vector<std::string>& names(bool pattern) const noexcept { return names_[pattern ? 1 : 0]; }
    [[nodiscard]] std::size_t subscriptions() const noexcept { return names_[0].size() + names_[1].size(); }
    [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }
    /// There is something in `out` that others have put there; or it has overflowed. May make requests, never parks.
    virtual void tell() = 0;

protected:
    ~Subscriber();

private:
    friend class Broker;
    void deliver(const std::string* pattern, std::string_view channel, std::string_view message);

    Broker& broker_;
    std::vector<std::string> names_[2];  // channels, patterns
    bool ready_ = false;                 // among the broker's
    bool overflowed_ = false;
};

class Broker {
public:
    /// Gives to how many subscriptions it went.
    std::size_t publish(std::string_view channel, std::string_view message);
    /// One who has got something since it was last taken; null if there is none.
    Subscriber* take_ready() noexcept;
    [[nodiscard]] std::size_t channels() const noexcept { return listeners_[0].size(); }
    [[nodiscard]] std::size_t patterns() const noexcept { return listeners_[1].size(); }

private:
    friend class Subscriber;
    using Listeners = std::map<std::string, std::vector<Subscriber*>, std::less<>>;

    Listeners listeners_[2];  // by channel, by pattern
    std::vector<Subscriber*> ready_;
};

}  // namespace fibrix::kv
