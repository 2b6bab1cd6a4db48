// The builtins test and [, whose arguments are an expression.

#include <array>
#include <charconv>

#include "userland/sh/builtins.hpp"

namespace fibrix::sh {
namespace {

using Arguments = std::vector<std::string>;

/// Why an expression has no value.
struct BadCondition {
    std::string why;
};

class Condition {
public:
    Condition(Shell& shell, std::span<const std::string> words) : shell_(shell), words_(words) {}

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
            const auto descriptor = number(word);
            if (descriptor < 0 || descriptor >= Streams::count) return false;
            const auto terminal = sys::is_terminal(shell_.streams[static_cast<int>(descriptor)]);
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

    Shell& shell_;
    std::span<const std::string> words_;
    std::size_t at_ = 0;
};

int evaluate(Shell& shell, std::string_view name, std::span<const std::string> words) {
    if (words.empty()) return 1;
    try {
        return Condition(shell, words).all() ? 0 : 1;
    } catch (const BadCondition& bad) {
        return refuse(shell, name, bad.why);
    }
}

int test(Shell& shell, const Arguments& arguments) { return evaluate(shell, "test", arguments); }

int bracket(Shell& shell, const Arguments& arguments) {
    if (arguments.empty() || arguments.back() != "]") return refuse(shell, "[", "a ']' is missing at the end");
    return evaluate(shell, "[", std::span(arguments).first(arguments.size() - 1));
}

// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Builtin, 2> builtins{
    Builtin{"[", "[ EXPRESSION ]", "the same as test", &bracket},
    Builtin{"test", "test EXPRESSION", "-f -d -e -s FILE, -n -z TEXT, A = B, A != B, 1 -lt 2, ! ( ) -a -o", &test},
};

}  // namespace

std::span<const Builtin> builtins_for_conditions() { return builtins; }

}  // namespace fibrix::sh
