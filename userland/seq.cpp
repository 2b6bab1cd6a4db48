// Prints numbers.

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

// How many digits are behind the point.
std::size_t decimals(std::string_view text) {
    const auto point = text.find('.');
    return point == text.npos ? 0 : text.size() - point - 1;
}

bool parse(const std::string& text, double& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

void print_whole(Tool& tool, std::int64_t first, std::int64_t step, std::int64_t last, const std::string& between) {
    std::array<char, 24> digits{};
    const bool up = step > 0;
    std::int64_t value = first;
    for (bool more = up ? value <= last : value >= last; more;) {
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        if (value != first) tool.put(between);
        tool.put({digits.data(), static_cast<std::size_t>(end - digits.data())});
        more = !__builtin_add_overflow(value, step, &value) && (up ? value <= last : value >= last);
    }
    if (up ? first <= last : first >= last) tool.put("\n");
}

void print_broken(Tool& tool, double first, double step, double last, std::size_t digits, const std::string& between) {
    const auto count = std::floor((last - first) / step + 1e-9);
    for (double i = 0; i <= count; ++i) tool.print("{}{:.{}f}", i > 0 ? between : "", first + i * step, digits);
    if (count >= 0) tool.put("\n");
}

// Of texts that all are whole numbers; else nothing.
std::optional<std::vector<std::int64_t>> parse_whole(const std::vector<std::string>& words) {
    std::vector<std::int64_t> numbers;
    for (const auto& word : words) {
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), numbers.emplace_back());
        if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
    }
    return numbers;
}

bool is_whole(std::string_view text) { return text.find_first_not_of("-0123456789") == text.npos; }

int seq(Arguments& arguments) {
    std::vector<std::string> words;
    std::string between = "\n";
    arguments.option("-s,--separator", between, "what stands between them");
    arguments.words("numbers", words, "LAST, FIRST LAST, or FIRST STEP LAST", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("seq");
    if (words.size() > 3) return tool.refuse("at most three numbers");
    std::vector<double> numbers;
    std::size_t digits = 0;
    for (const auto& word : words) {
        if (!parse(word, numbers.emplace_back())) return tool.refuse(fmt::format("'{}' is not a number", word));
        if (is_whole(word) && !parse_whole({word})) return tool.refuse(fmt::format("'{}' is too large", word));
        if (&word != &words.back() || words.size() == 1) digits = std::max(digits, decimals(word));
    }
    const double first = numbers.size() > 1 ? numbers.front() : 1, last = numbers.back();
    const double step = numbers.size() > 2 ? numbers[1] : 1;
    if (step == 0) return tool.refuse("a step of 0 leads nowhere");
    if (const auto whole = parse_whole(words)) {
        print_whole(tool, whole->size() > 1 ? whole->front() : 1, whole->size() > 2 ? (*whole)[1] : 1, whole->back(),
                    between);
        return tool.finish();
    }
    constexpr double exact = 9e15;  // what a double holds without loss
    const bool small = std::abs(first) < exact && std::abs(last) < exact && std::abs(step) < exact;
    if (digits == 0 && small)
        print_whole(tool, static_cast<std::int64_t>(first), static_cast<std::int64_t>(step),
                    static_cast<std::int64_t>(std::floor(last)), between);
    else print_broken(tool, first, step, last, digits, between);
    return tool.finish();
}

const Program program{"seq", "Prints numbers, one a line.", seq};

}  // namespace
