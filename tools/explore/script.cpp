#include "tools/explore/script.hpp"

namespace fibrix::explore {

std::size_t Script::choose(const Moment& moment) {
    const auto& tasks = schedule_.tasks();
    const bool asked = followed_ && moment.step < tasks.size();
    const auto wanted = asked ? tasks[moment.step] : moment.last;
    std::size_t next = 0;
    for (std::size_t i = 0; i < moment.enabled.size(); ++i) {
        const auto number = moment.held[moment.enabled[i]].number;
        if (number == wanted) return i;
        if (moment.last != nobody && number < moment.last) next = i + 1;
    }
    followed_ &= !asked;
    return next % moment.enabled.size();
}

std::size_t Script::choose_value(std::size_t options) {
    const auto& values = schedule_.values();
    const auto value = next_value_ < values.size() ? values[next_value_++].value : 0;
    followed_ &= value < options;
    return value < options ? value : 0;
}

}  // namespace fibrix::explore
