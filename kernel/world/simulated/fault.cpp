#include "kernel/world/simulated/fault.hpp"

#include <cmath>
#include <cstdlib>

namespace fibrix::simulated {
namespace {

using enum FaultNeeds;

// In the order of the enumeration.
constexpr std::array<FaultKind, fault_count> kinds{{
    {"delay", streams, false, 20'000, "a piece of a stream takes up to a second longer"},
    {"clog", streams, false, 5'000, "nothing gets from one host to another for up to two seconds"},
    {"partition", streams, true, 2, "two hosts are cut off for up to four seconds, one way or both"},
    {"half-open", streams, false, 2'000, "a connection goes silent for ever, and nobody is told"},
    {"reset", streams, false, 10'000, "a connection is reset"},
    {"refuse", streams, false, 50'000, "a connection is refused although somebody listens"},
    {"hang", streams, false, 50'000, "connecting gets no answer"},
    {"short", streams, false, 100'000, "a transfer takes fewer bytes than it could"},
    {"drop", datagrams, false, 100'000, "a datagram is lost"},
    {"duplicate", datagrams, false, 100'000, "a datagram comes twice"},
    {"reorder", datagrams, false, 100'000, "a datagram is overtaken by others"},
    {"eio", disk, false, 20'000, "the disk fails"},
    {"enospc", disk, false, 20'000, "the disk is full"},
    {"fsync", disk, false, 50'000, "fsync fails, and what was not yet on the disk is lost at the next crash"},
    {"torn", crash, false, 300'000, "a crash leaves half of a block that was not synced"},
    {"lost-block", crash, false, 500'000, "a crash loses a block that was not synced; else it is kept"},
    {"lost-name", crash, false, 500'000, "a crash loses a change of names that was not synced; else it is kept"},
    {"kill", processes, true, 2, "a server's process is killed"},
    {"reboot", processes, true, 2, "a server's host loses its power and boots again"},
    {"skew", FaultNeeds::clock, true, 1, "the calendar clocks of all hosts differ by up to a minute"},
    {"jump", FaultNeeds::clock, true, 2, "a calendar clock jumps by up to an hour, either way"},
    {"eintr", requests, false, 2'000, "a request answers EINTR, where it may"},
    {"eagain", requests, false, 2'000, "a request answers EAGAIN, where it may"},
    {"emfile", requests, false, 10'000, "a request answers EMFILE, where it may"},
    {"enomem", requests, false, 10'000, "a request answers ENOMEM, where it may"},
    {"spurious", requests, false, 10'000, "a wait ends although nothing has happened for which it waited"},
}};

constexpr std::uint32_t million = 1'000'000, most_times = 1000;

const FaultKind* find(std::string_view name, Fault& fault) {
    for (std::size_t i = 0; i < fault_count; ++i)
        if (kinds[i].name == name) {
            fault = static_cast<Fault>(i);
            return &kinds[i];
        }
    return nullptr;
}

// "times" or a probability, as it is kept in a plan; 0 if it is neither.
std::uint32_t amount(const FaultKind& kind, const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    const double most = kind.counted ? most_times : 1.0;
    const bool sensible = !text.empty() && *end == '\0' && number > 0 && number <= most;
    if (!sensible || (kind.counted && number != std::floor(number))) return 0;
    return static_cast<std::uint32_t>(kind.counted ? number : std::max(1.0, std::round(number * million)));
}

// "17"; 0 if it is no number of a request.
std::uint64_t request_number(const std::string& text) {
    constexpr std::size_t most_digits = 15;
    const bool digits =
        !text.empty() && text.size() <= most_digits && text.find_first_not_of("0123456789") == text.npos;
    return digits ? std::strtoull(text.c_str(), nullptr, 10) : 0;
}

std::string parse_one(const std::string& word, FaultPlan& plan) {
    const auto equals = word.find_first_of("=@");
    const auto name = word.substr(0, equals);
    Fault fault{};
    const auto* kind = find(name, fault);
    if (kind == nullptr) return "there is no fault '" + name + "'";
    if (equals != word.npos && word[equals] == '@') {
        auto& request = plan.at_request[static_cast<std::size_t>(fault)];
        request = kind->needs == processes ? request_number(word.substr(equals + 1)) : 0;
        return request != 0 ? "" : "'" + word + "': only kill and reboot come at the request of a number, from 1";
    }
    plan[fault] = equals == word.npos ? kind->usual : amount(*kind, word.substr(equals + 1));
    if (plan[fault] != 0) return {};
    return "'" + word +
           "': " + (kind->counted ? "a number of times from 1 to 1000" : "a probability from 0.000001 to 1") +
           " is needed";
}

}  // namespace

const FaultKind& kind_of(Fault fault) noexcept { return kinds[static_cast<std::size_t>(fault)]; }

std::string FaultPlan::parse(std::string_view text, FaultPlan& plan) {
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        if (auto wrong = parse_one(std::string(text.substr(0, comma)), plan); !wrong.empty()) return wrong;
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return {};
}

// Half of them at random, from a quarter to twice their usual strength.
FaultPlan FaultPlan::swarm(std::uint64_t seed, const std::array<bool, fault_count>& possible) {
    Chance chance(seed, "swarm");
    FaultPlan plan;
    bool any = false;
    for (std::size_t i = 0; i < fault_count; ++i) {
        const auto take = chance.below(2) == 1;
        const auto eighths = static_cast<std::uint32_t>(2 + chance.below(15));
        const auto times = static_cast<std::uint32_t>(1 + chance.below(kinds[i].usual));
        if (!take || !possible[i]) continue;
        plan.asked[i] = kinds[i].counted ? times : std::min(million, kinds[i].usual / 8 * eighths);
        any = true;
    }
    for (std::size_t i = 0; i < fault_count && !any; ++i)
        if (possible[i]) plan.asked[i] = kinds[i].usual, any = true;
    return plan;
}

std::string to_string(const FaultPlan& plan) {
    std::string text;
    for (std::size_t i = 0; i < fault_count; ++i) {
        if (plan.at_request[i] != 0)
            text += (text.empty() ? "" : ",") + std::string(kinds[i].name) + "@" + std::to_string(plan.at_request[i]);
        if (plan.asked[i] == 0) continue;
        if (!text.empty()) text += ',';
        (text += kinds[i].name) += '=';
        if (kinds[i].counted) {
            text += std::to_string(plan.asked[i]);
            continue;
        }
        auto digits = std::to_string(million + plan.asked[i]).substr(1);
        while (digits.size() > 1 && digits.back() == '0') digits.pop_back();
        text += plan.asked[i] == million ? "1" : "0." + digits;
    }
    return text;
}

void Faults::reset(std::uint64_t seed) {
    seed_ = seed;
    happened_ = {};
    possible_ = {};
    requests_ = 0;
    active_ = true;
    insists_ = false;
    for (std::size_t i = 0; i < fault_count; ++i) {
        if (plan_.asked[i] == 0) continue;
        chances_[i] = Chance(seed, std::string("fault ") + std::string(kinds[i].name));
        details_[i] = Chance(seed, std::string("details of ") + std::string(kinds[i].name));
    }
}

bool Faults::happens(Fault fault) {
    const bool now = is_drawn(fault);
    if (now) count(fault);
    return now;
}

bool Faults::is_drawn(Fault fault) {
    const auto index = static_cast<std::size_t>(fault);
    const auto asked = plan_.asked[index];
    if (!active_) return false;
    possible_[index] = true;
    if (asked == 0 || kinds[index].counted) return false;
    return chances_[index].happens(asked) || (insists_ && happened_[index] == 0);
}

std::optional<Fault> Faults::at_next_request() {
    if (!active_) return std::nullopt;
    ++requests_;
    for (const auto fault : {Fault::kill, Fault::reboot})
        if (plan_.at_request[static_cast<std::size_t>(fault)] == requests_) return fault;
    return std::nullopt;
}

}  // namespace fibrix::simulated
