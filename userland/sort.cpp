// Sorts lines.

#include <algorithm>
#include <charconv>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct Key {
    std::size_t first = 0, last = 0;  // fields, from 1; 0: the whole line, to its end
    bool numbers = false, reverse = false;
};

struct Order {
    bool numbers = false, reverse = false, unique = false;
    std::vector<Key> keys;  // the first that differs decides
    char separator = 0;     // 0: from blanks to what is none
};

// Where field `number` begins; it includes the blanks before it.
std::size_t field_begin(std::string_view line, std::size_t number, char separator) {
    std::size_t at = 0;
    for (; number > 1 && at < line.size(); --number) {
        if (separator != 0) {
            at = std::min(line.find(separator, at), line.size() - 1) + 1;
            continue;
        }
        at = std::min(line.find_first_not_of(" \t", at), line.size());
        at = std::min(line.find_first_of(" \t", at), line.size());
    }
    return at;
}

std::string_view part_of(std::string_view line, const Key& key, char separator) {
    if (key.first == 0) return line;
    const auto begin = field_begin(line, key.first, separator);
    if (key.last == 0) return line.substr(begin);
    auto end = field_begin(line, key.last + 1, separator);
    if (separator != 0 && end > begin && end <= line.size() && line[end - 1] == separator) --end;
    return line.substr(begin, std::max(begin, end) - begin);
}

double number_in(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return value;
}

int compare(std::string_view a, std::string_view b, const Key& key) {
    if (!key.numbers) return a.compare(b);
    const auto number_a = number_in(a), number_b = number_in(b);
    return number_a < number_b ? -1 : number_a > number_b ? 1 : 0;
}

int compare_keys(std::string_view a, std::string_view b, const Order& order) {
    for (const auto& key : order.keys) {
        const int order_of = compare(part_of(a, key, order.separator), part_of(b, key, order.separator), key);
        if (order_of != 0) return key.reverse ? -order_of : order_of;
    }
    return 0;
}

bool before(std::string_view a, std::string_view b, const Order& order) {
    const auto by_keys = compare_keys(a, b, order);
    if (by_keys != 0 || order.unique) return by_keys < 0;
    const auto whole = a.compare(b);  // so that equal input gives equal output
    return order.reverse ? whole > 0 : whole < 0;
}

// "2", "2,3", "2n", "1,1nr".
bool parse_key(std::string_view text, Key& key) {
    const auto number = [&](std::size_t& field) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), field);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        return error == std::errc() && field > 0;
    };
    const auto letters = [&] {
        for (; !text.empty() && (text.front() == 'n' || text.front() == 'r'); text.remove_prefix(1))
            (text.front() == 'n' ? key.numbers : key.reverse) = true;
    };
    if (!number(key.first)) return false;
    letters();
    if (text.starts_with(',')) {
        text.remove_prefix(1);
        if (!number(key.last)) return false;
        letters();
    }
    return text.empty();
}

// What a key does not say of itself is said for all. Without keys the whole line is one.
bool add_keys(const std::vector<std::string>& texts, Order& order, std::string& wrong) {
    for (const auto& text : texts) {
        wrong = text;
        Key& key = order.keys.emplace_back();
        if (!parse_key(text, key)) return false;
        if (!key.numbers && !key.reverse) key.numbers = order.numbers, key.reverse = order.reverse;
    }
    if (order.keys.empty()) order.keys.push_back({0, 0, order.numbers, order.reverse});
    return true;
}

// The first line that stands before one that belongs before it; null if there is none.
const std::string_view* first_disorder(const std::vector<std::string_view>& lines, const Order& order) {
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const bool good = order.unique ? before(lines[i - 1], lines[i], order) : !before(lines[i], lines[i - 1], order);
        if (!good) return &lines[i];
    }
    return nullptr;
}

// Sorts in steps that others can run between.
void sort_politely(std::vector<std::string_view>& lines, const Order& order) {
    constexpr std::size_t run = 4096;
    const auto less = [&](std::string_view a, std::string_view b) { return before(a, b, order); };
    const auto at = [&](std::size_t index) {
        return lines.begin() + static_cast<std::ptrdiff_t>(std::min(index, lines.size()));
    };
    for (std::size_t i = 0; i < lines.size(); i += run, sys::yield()) std::stable_sort(at(i), at(i + run), less);
    std::vector<std::string_view> merged;
    for (std::size_t width = run; width < lines.size(); width *= 2, lines.swap(merged)) {
        merged.clear();
        merged.reserve(lines.size());
        for (std::size_t i = 0; i < lines.size(); i += 2 * width) {
            auto left = at(i), left_end = at(i + width), right = left_end, right_end = at(i + 2 * width);
            while (left != left_end || right != right_end) {
                const bool take_right = left == left_end || (right != right_end && less(*right, *left));
                merged.push_back(take_right ? *right++ : *left++);
                if (merged.size() % run == 0) sys::yield();
            }
        }
    }
}

int sort(Arguments& arguments) {
    Order order;
    bool check = false;
    std::string wrong, separator, output;
    std::vector<std::string> keys;
    std::vector<std::string> files;
    arguments.flag("-n,--numeric-sort", order.numbers, "by the number at the beginning");
    arguments.flag("-r,--reverse", order.reverse, "the other way round");
    arguments.flag("-u,--unique", order.unique, "of equal lines only the first");
    arguments.flag("-c,--check", check, "only say by the status, and a line, whether it is sorted");
    arguments.option("-k,--key", keys, "by fields: FIRST[,LAST], with n or r behind; then by the next -k");
    arguments.option("-t,--field-separator", separator, "one character instead of blanks");
    arguments.option("-o,--output", output, "a file instead of standard output");
    arguments.words("files", files, "what to sort; standard input if none is named, or -");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("sort");
    if (!add_keys(keys, order, wrong)) return tool.refuse(fmt::format("-k: '{}' is not a key", wrong));
    if (separator.size() > 1) return tool.refuse(fmt::format("-t: '{}' is not one character", separator));
    if (!separator.empty()) order.separator = separator.front();
    std::string text;
    tool.for_each_input(files, [&](Handle file, const std::string& name) {
        tool.for_each_piece(file, name, [&](auto piece) { return text += piece, true; });
        if (!text.empty() && text.back() != '\n') text += '\n';
    });
    std::vector<std::string_view> lines;
    for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(lines.back().size() + 1))
        lines.push_back(rest.substr(0, rest.find('\n')));
    if (check) {
        const auto* first = first_disorder(lines, order);
        if (first != nullptr)
            tool.complain(fmt::format("line {} is out of order: {}", first - lines.data() + 1, *first));
        return tool.finish();
    }
    sort_politely(lines, order);
    if (order.unique)
        lines.erase(
            std::unique(lines.begin(), lines.end(), [&](auto a, auto b) { return compare_keys(a, b, order) == 0; }),
            lines.end());
    if (!output.empty()) {
        auto opened = File::open(output, to_replace);
        if (!tool.check(opened, output)) return 2;
        sys::dup2(opened->handle(), sys::standard_output).value();
    }
    for (const auto line : lines) tool.put(line), tool.put("\n");
    return tool.finish();
}

const Program program{"sort", "Sorts lines, by the bytes in them or by numbers.", sort, StackSize::k256};

}  // namespace
