#include "userland/sh/conditions.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace fibrix::sh {
namespace {

class Condition {
public:
    Condition(std::span<const std::string> words, const StreamHandle& stream) : words_(words), stream_(stream) {}

    bool all() {
        const bool value = either();
        if (at_ < words_.size()) throw BadCondition{"'" + words_[at_] + "' is left over"};
        return value;
    }

private:
    [[nodiscard]] std::size_t left() const noexcept { return words_.size() - at_; }
    bool take(std::string_view word) {
        if (left() == 0 || words_[at_] != word) return false;
        ++at_;
        return true;
    }

    bool either() {
        bool value = both();
        while (take("-o")) value = both() || value;
        return value;
    }
    bool both() {
        bool value = negated();
        while (take("-a")) value = negated() && value;
        return value;
    }
    bool negated() {
        const bool binary = left() >= 3 && is_binary(words_[at_ + 1]);
        if (!binary && left() > 1 && take("!")) return !negated();
        return primary();
    }

    bool primary() {
        if (left() == 0) throw BadCondition{"an expression is missing"};
        if (left() >= 3 && is_binary(words_[at_ + 1])) {
            at_ += 3;
            return compare(words_[at_ - 3], words_[at_ - 2], words_[at_ - 1]);
        }
        if (left() > 1 && take("(")) {
            const bool value = either();
            if (!take(")")) throw BadCondition{"a ')' is missing"};
            return value;
        }
        if (left() > 1 && words_[at_].size() == 2 && words_[at_][0] == '-') {
            at_ += 2;
            return look(words_[at_ - 2], words_[at_ - 1]);
        }
        return !words_[at_++].empty();
    }

    static bool is_binary(std::string_view sign) {
        constexpr std::array<std::string_view, 13> signs{"=",   "==",  "!=",  "<",   ">",   "-eq", "-ne",
                                                         "-lt", "-le", "-gt", "-ge", "-nt", "-ot"};
        return std::find(signs.begin(), signs.end(), sign) != signs.end();
    }

    static std::int64_t number(const std::string& text) {
        std::int64_t value = 0;
        const auto begin = text.data() + (text.starts_with('+') ? 1 : 0), end = text.data() + text.size();
        const auto parsed = std::from_chars(begin, end, value);
        if (parsed.ec != std::errc() || parsed.ptr != end) throw BadCondition{"'" + text + "' is not a number"};
        return value;
    }

    static bool compare(const std::string& left, const std::string& sign, const std::string& right) {
        if (sign == "=" || sign == "==") return left == right;
        if (sign == "!=") return left != right;
        if (sign == "<") return left < right;
        if (sign == ">") return left > right;
        if (sign == "-nt" || sign == "-ot") return newer(sign == "-nt" ? left : right, sign == "-nt" ? right : left);
        const auto a = number(left), b = number(right);
        if (sign == "-eq") return a == b;
        if (sign == "-ne") return a != b;
        if (sign == "-lt") return a < b;
        if (sign == "-le") return a <= b;
        return sign == "-gt" ? a > b : a >= b;
    }

    static bool newer(const std::string& one, const std::string& other) {
        const auto first = sys::stat(one), second = sys::stat(other);
        return first && (!second || first->modified > second->modified);
    }

    [[nodiscard]] bool look(const std::string& sign, const std::string& word) const {
        if (sign == "-n") return !word.empty();
        if (sign == "-z") return word.empty();
        if (sign == "-t") {
            const auto number_of_it = number(word);
            if (number_of_it < 0 || number_of_it > std::numeric_limits<int>::max()) return false;
            const auto terminal = sys::is_terminal(stream_(static_cast<int>(number_of_it)));
            return terminal && *terminal;
        }
        const bool itself = sign == "-L" || sign == "-h";
        const auto status = itself ? sys::lstat(word) : sys::stat(word);
        switch (sign[1]) {
            case 'e': return status.has_value();
            case 'f': return status && status->type == FileType::regular;
            case 'd': return status && status->type == FileType::directory;
            case 'p': return status && status->type == FileType::pipe;
            case 'L':
            case 'h': return status && status->type == FileType::link;
            case 's': return status && status->size > 0;
            case 'r': return status && (status->mode & 0444u) != 0;
            case 'w': return status && (status->mode & 0222u) != 0;
            case 'x': return status && (status->mode & 0111u) != 0;
            default: throw BadCondition{"'" + sign + "' is not known"};
        }
    }

    std::span<const std::string> words_;
    const StreamHandle& stream_;
    std::size_t at_ = 0;
};

}  // namespace

bool holds(std::span<const std::string> words, const StreamHandle& stream) {
    return !words.empty() && Condition(words, stream).all();
}

}  // namespace fibrix::sh
