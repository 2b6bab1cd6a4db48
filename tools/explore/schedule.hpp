// A schedule: which task makes each step, and what was chosen within it. As text: "v1:0*3.1.2*5=0.0@1f03c5d2", where
// 0*3 is three steps of task 0, =0 a free choice made in the last of them, and what follows the @ says for which
// requests it was made; who writes one by hand leaves that out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fibrix::explore {

class Schedule {
public:
    struct Value {
        std::uint32_t step;
        std::size_t value;
    };

    void clear() noexcept { tasks_.clear(), values_.clear(); }
    void add(std::uint32_t task) { tasks_.push_back(task); }
    /// Within the last step.
    void add_value(std::size_t value) { values_.push_back({static_cast<std::uint32_t>(tasks_.size() - 1), value}); }
    [[nodiscard]] const std::vector<std::uint32_t>& tasks() const noexcept { return tasks_; }
    [[nodiscard]] const std::vector<Value>& values() const noexcept { return values_; }
    [[nodiscard]] std::string text() const;           ///< without the requests
    [[nodiscard]] std::string text_to_paste() const;  ///< with them
    /// Nothing if `text` is no schedule, or not one for the requests of this binary.
    static std::optional<Schedule> parse(std::string_view text);
    /// Why not, in words.
    static std::string refusal(std::string_view text);

private:
    std::vector<std::uint32_t> tasks_;
    std::vector<Value> values_;  // in the order in which they were chosen
};

}  // namespace fibrix::explore
