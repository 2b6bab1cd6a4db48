// Arithmetic: what stands in $(( )), by precedence climbing. Numbers have 64 bits and wrap around.

#include <array>
#include <charconv>
#include <optional>

#include "userland/sh/expansion.hpp"
#include "userland/sh/names.hpp"

namespace fibrix::sh {
namespace {

using Number = std::int64_t;
using Bits = std::uint64_t;

struct Binary {
    std::string_view sign;
    int precedence;
};

// The longer ones first. Those of assignments are no binary operators: see `assignment`.
// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Binary, 18> binaries{
    Binary{"||", 1}, Binary{"&&", 2}, Binary{"==", 6}, Binary{"!=", 6}, Binary{"<=", 7}, Binary{">=", 7},
    Binary{"<<", 8}, Binary{">>", 8}, Binary{"|", 3},  Binary{"^", 4},  Binary{"&", 5},  Binary{"<", 7},
    Binary{">", 7},  Binary{"+", 9},  Binary{"-", 9},  Binary{"*", 10}, Binary{"/", 10}, Binary{"%", 10},
};

class Evaluation {
public:
    Evaluation(std::string_view text, Context& context) : text_(text), context_(context) {}

    Number all() {
        const Number value = assignment();
        skip_blanks();
        if (at_ < text_.size()) fail("'" + std::string(text_.substr(at_)) + "' is left over");
        return value;
    }

private:
    [[noreturn]] void fail(const std::string& why) const {
        throw ExpansionError("$((" + std::string(text_) + ")): " + why);
    }
    void skip_blanks() noexcept { at_ = std::min(text_.find_first_not_of(" \t\n", at_), text_.size()); }
    bool take(std::string_view sign) {
        skip_blanks();
        if (!text_.substr(at_).starts_with(sign)) return false;
        at_ += sign.size();
        return true;
    }

    // NAME = value and NAME += value, else a choice.
    Number assignment() {
        if (++depth_ > deepest) fail("this is nested too deeply");
        const auto before = at_;
        const auto name = take_name();
        Number value = 0;
        if (const auto sign = name.empty() ? std::nullopt : take_assignment()) {
            const Number before_it = sign->empty() ? 0 : value_of(name);
            const Number right = assignment();
            value = sign->empty() ? right : apply(*sign, before_it, right);
            if (!skipping_) context_.assign(name, std::to_string(value));
        } else {
            at_ = before;
            value = choice();
        }
        --depth_;
        return value;
    }

    // The operator before the = of an assignment, empty for = alone.
    std::optional<std::string_view> take_assignment() {
        for (const std::string_view sign : {"=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="}) {
            if (!text_.substr(at_).starts_with(sign) || text_.substr(at_).starts_with("==")) continue;
            at_ += sign.size();
            return sign.substr(0, sign.size() - 1);
        }
        return std::nullopt;
    }

    std::string take_name() {
        skip_blanks();
        const auto begin = at_;
        if (at_ < text_.size() && begins_name(text_[at_]))
            while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
        std::string name(text_.substr(begin, at_ - begin));
        skip_blanks();
        return name;
    }

    Number choice() {
        const Number condition = binary(1);
        if (!take("?")) return condition;
        const Number first = unless(condition == 0, [this] { return assignment(); });
        if (!take(":")) fail("a ':' is missing");
        const Number second = unless(condition != 0, [this] { return assignment(); });
        return condition != 0 ? first : second;
    }

    // What is not chosen is read, but not done.
    template <class F>
    Number unless(bool skip, F read) {
        skipping_ += skip ? 1 : 0;
        const Number value = read();
        skipping_ -= skip ? 1 : 0;
        return value;
    }

    const Binary* next_binary(int least) {
        skip_blanks();
        for (const auto& each : binaries) {
            const auto rest = text_.substr(at_);
            if (!rest.starts_with(each.sign)) continue;
            const bool assigns =
                each.precedence != 6 && each.precedence != 7 && rest.substr(each.sign.size()).starts_with('=');
            return assigns || each.precedence < least ? nullptr : &each;
        }
        return nullptr;
    }

    Number binary(int least) {
        Number left = unary();
        while (const auto* next = next_binary(least)) {
            at_ += next->sign.size();
            const bool known = (next->sign == "&&" && left == 0) || (next->sign == "||" && left != 0);
            const Number right = unless(known, [&] { return binary(next->precedence + 1); });
            left = apply(next->sign, left, right);
        }
        return left;
    }

    // Nothing if `sign` is not a question.
    static std::optional<bool> compare(std::string_view sign, Number left, Number right) {
        if (sign == "||") return left != 0 || right != 0;
        if (sign == "&&") return left != 0 && right != 0;
        if (sign == "==") return left == right;
        if (sign == "!=") return left != right;
        if (sign == "<=") return left <= right;
        if (sign == ">=") return left >= right;
        if (sign == "<") return left < right;
        if (sign == ">") return left > right;
        return {};
    }

    Number apply(std::string_view sign, Number left, Number right) const {
        const auto a = static_cast<Bits>(left), b = static_cast<Bits>(right);
        if (const auto truth = compare(sign, left, right)) return *truth ? 1 : 0;
        if (sign == "<<") return static_cast<Number>(a << (b & 63u));
        if (sign == ">>") return left >> (b & 63u);
        if (sign == "|") return static_cast<Number>(a | b);
        if (sign == "^") return static_cast<Number>(a ^ b);
        if (sign == "&") return static_cast<Number>(a & b);
        if (sign == "+") return static_cast<Number>(a + b);
        if (sign == "-") return static_cast<Number>(a - b);
        if (sign == "*") return static_cast<Number>(a * b);
        return divide(sign == "%", left, right);
    }

    [[nodiscard]] Number divide(bool rest, Number left, Number right) const {
        if (right == 0 && skipping_ == 0) fail("division by zero");
        if (right == 0) return 0;
        if (right == -1) return rest ? 0 : static_cast<Number>(-static_cast<Bits>(left));
        return rest ? left % right : left / right;
    }

    Number unary() {
        if (++depth_ > deepest) fail("this is nested too deeply");
        Number value = 0;
        if (take("!")) value = unary() == 0 ? 1 : 0;
        else if (take("~")) value = ~unary();
        else if (take("-")) value = static_cast<Number>(-static_cast<Bits>(unary()));
        else if (take("+")) value = unary();
        else value = primary();
        --depth_;
        return value;
    }

    Number primary() {
        if (take("(")) {
            const Number value = assignment();
            if (!take(")")) fail("a ')' is missing");
            return value;
        }
        const auto name = take_name();
        if (!name.empty()) return value_of(name);
        const auto begin = at_;
        while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
        if (at_ == begin) fail("a number is missing");
        return number(text_.substr(begin, at_ - begin));
    }

    Number value_of(const std::string& name) {
        const auto text = context_.value(name).value_or("");
        return text.empty() ? 0 : number(text);
    }

    // As in C: 0x10 is 16, and 010 is 8.
    [[nodiscard]] Number number(std::string_view text) const {
        const bool negative = text.starts_with('-');
        auto digits = text.substr(negative ? 1 : 0);
        const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
        const int base = hexadecimal ? 16 : digits.starts_with('0') ? 8 : 10;
        if (hexadecimal) digits.remove_prefix(2);
        Number value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        if (error != std::errc() || end != digits.data() + digits.size() || digits.starts_with('-'))
            fail("'" + std::string(text) + "' is not a number");
        return negative ? -value : value;
    }

    static constexpr int deepest = 100;

    std::string_view text_;
    Context& context_;
    std::size_t at_ = 0;
    int depth_ = 0;
    int skipping_ = 0;
};

}  // namespace

std::int64_t evaluate(std::string_view expression, Context& context) {
    const bool blank = expression.find_first_not_of(" \t\n") == expression.npos;
    return blank ? 0 : Evaluation(expression, context).all();
}

}  // namespace fibrix::sh
