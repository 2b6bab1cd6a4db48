// Requests with random fields, one generator for each type that a field may have, and how results are made.
#pragma once

#include <deque>
#include <random>
#include <string>

#include "syscalls/print.hpp"
#include "syscalls/request.hpp"

namespace fibrix::testing {

class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_(seed) {}

    [[nodiscard]] std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
    }
    template <std::integral T>
    void fill(T& value) {
        value = static_cast<T>(std::is_same_v<T, bool> ? random_() % 2 : random_());
    }
    void fill(Errno& value) { value = static_cast<Errno>(below(errno_count)); }
    void fill(State& value) { value = static_cast<State>(below(state_count)); }
    template <class T>
        requires std::is_enum_v<T>
    void fill(T& value) {
        value = static_cast<T>(below(3));  // every other enumeration here has at least three
    }
    void fill(Duration& value) { value = Duration(static_cast<std::int64_t>(random_() >> 2)); }
    void fill(Time& value) { value = Time(Duration(static_cast<std::int64_t>(random_() >> 2))); }
    void fill(Deadline& value) {
        const Duration span(static_cast<std::int64_t>(random_() >> 2));
        const Deadline kinds[] = {Deadline(), Time(span), Deadline::after(span)};
        value = kinds[below(3)];
    }
    void fill(TaskId& value) { fill(value.slot), fill(value.generation); }
    void fill(ExitStatus& value) { fill(value.reason), fill(value.code); }
    void fill(SocketAddress& value) {
        constexpr std::string_view paths[] = {"/run/a", "/tmp/another/socket"};
        std::uint16_t port = 0;
        fill(port);
        switch (below(4)) {
            case 0: value = {}; break;
            case 1: value = SocketAddress::loopback(port); break;
            case 2: value = SocketAddress::numeric("fe80::1:2", port).value(), fill(value.scope); break;
            default: value = SocketAddress::local(paths[below(2)]).value(); break;
        }
    }
    void fill(std::string& value) {
        value.resize(below(40));
        for (auto& c : value) fill(c);
    }
    void fill(std::string_view& value) {
        fill(texts_.emplace_back());
        value = texts_.back();
    }
    void fill(std::span<const std::byte>& value) {
        fill(texts_.emplace_back());
        value = std::as_bytes(std::span(texts_.back()));
    }
    template <class T>
    void fill(Out<T>& value) {
        fill(texts_.emplace_back());
        value.span = {reinterpret_cast<T*>(texts_.back().data()), texts_.back().size()};
    }
    template <class T>
    void fill(Local<T>&) {}
    template <class T>
    void fill(std::vector<T>& values) {
        values.resize(below(5));
        for (auto& value : values) fill(value);
    }
    template <Described T>
    void fill(T& value) {
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
            [&](auto member) { fill(value.*member.pointer); });
    }
    template <class T>
    void fill(Result<T>& value) {
        if (below(3) == 0) {
            Errno error{};
            fill(error);
            value = error;
        } else if constexpr (std::is_void_v<T>) {
            value = Result<T>();
        } else {
            T good{};
            fill(good);
            value = std::move(good);
        }
    }

private:
    std::mt19937_64 random_;
    std::deque<std::string> texts_;  // what the views point to
};

/// Calls `visit` with a type_identity of each request of all families.
template <class Families, class Visit>
void for_each_request(const Families& families, Visit visit) {
    const auto of_family = [&]<class... Requests>(const Family<Requests...>&) {
        (visit(std::type_identity<Requests>{}), ...);
    };
    std::apply([&](const auto&... family) { (of_family(family), ...); }, families);
}

}  // namespace fibrix::testing
