// The builtin printf: a format, used as often as there are words for it.

#include <algorithm>
#include <array>
#include <charconv>

#include "userland/sh/builtins.hpp"

namespace fibrix::sh {
namespace {

using Arguments = std::vector<std::string>;

/// One use of "%-8.3d": what stands between % and the letter, without stars.
struct Conversion {
    bool left = false, sign = false, space = false, alternate = false, zero = false;
    std::size_t width = 0;
    std::optional<std::size_t> precision{};
};

class Printer {
public:
    Printer(std::string_view format, std::span<const std::string> words) : format_(format), words_(words) {}

    /// False if a word was no number, which `wrong` says; what could be printed is in `text` all the same.
    bool print() {
        do {
            const auto before = used_;
            once();
            if (used_ == before) break;  // it takes no words
        } while (used_ < words_.size() && !ended_);
        return wrong.empty();
    }

    std::string text;
    std::string wrong;

private:
    void once() {
        for (at_ = 0; at_ < format_.size() && !ended_;) {
            const char c = format_[at_++];
            if (c == '\\') text += escape(format_, at_);
            else if (c != '%') text += c;
            else if (format_.substr(at_).starts_with('%')) text += format_[at_++];
            else convert();
        }
    }

    std::string next() { return used_ < words_.size() ? words_[used_++] : (++used_, std::string()); }

    // After the backslash; "\c" ends everything.
    std::string escape(std::string_view from, std::size_t& at) {
        constexpr std::string_view letters = "abfnrtv\\", meanings = "\a\b\f\n\r\t\v\\";
        if (at == from.size()) return "\\";
        const char c = from[at];
        if (c >= '0' && c <= '7') {
            unsigned value = 0;
            for (int digits = 0; digits < 3 && at < from.size() && from[at] >= '0' && from[at] <= '7'; ++digits)
                value = value * 8 + static_cast<unsigned>(from[at++] - '0');
            return std::string(1, static_cast<char>(value));
        }
        ++at;
        ended_ = ended_ || (c == 'c' && from.data() != format_.data());
        const auto found = letters.find(c);
        if (found != letters.npos) return std::string(1, meanings[found]);
        return ended_ ? "" : std::string{'\\', c};
    }

    std::string with_escapes(const std::string& word) {
        std::string made;
        for (std::size_t at = 0; at < word.size() && !ended_;) {
            const char c = word[at++];
            if (c != '\\') made += c;
            else if (at < word.size() && word[at] == '0') made += escape(word, ++at);
            else made += escape(word, at);
        }
        return made;
    }

    std::size_t size_in_format() {
        if (format_.substr(at_).starts_with('*')) {
            ++at_;
            return static_cast<std::size_t>(std::max<std::int64_t>(0, whole(next())));
        }
        std::size_t value = 0;
        const auto end = std::from_chars(format_.data() + at_, format_.data() + format_.size(), value).ptr;
        at_ = static_cast<std::size_t>(end - format_.data());
        return std::min(value, widest);
    }

    void convert() {
        Conversion how;
        constexpr std::string_view flags = "-+ #0";
        bool* const places[] = {&how.left, &how.sign, &how.space, &how.alternate, &how.zero};
        for (std::size_t which; at_ < format_.size() && (which = flags.find(format_[at_])) != flags.npos; ++at_)
            *places[which] = true;
        how.width = size_in_format();
        if (format_.substr(at_).starts_with('.')) {
            ++at_;
            how.precision = size_in_format();
        }
        if (at_ == format_.size()) return fail("a letter is missing after %");
        convert(how, format_[at_++]);
    }

    void convert(const Conversion& how, char letter) {
        constexpr std::string_view whole_letters = "diouxX", broken_letters = "eEfFgG";
        if (letter == 's') pad(how, next().substr(0, how.precision.value_or(std::string::npos)));
        else if (letter == 'b') pad(how, with_escapes(next()).substr(0, how.precision.value_or(std::string::npos)));
        else if (letter == 'c') pad(how, next().substr(0, 1));
        else if (whole_letters.find(letter) != whole_letters.npos) put_whole(how, letter);
        else if (broken_letters.find(letter) != broken_letters.npos) put_broken(how, letter);
        else fail(fmt::format("there is no %{}", letter));
    }

    void fail(const std::string& why) {
        if (wrong.empty()) wrong = why;
        ended_ = true;
    }

    void pad(const Conversion& how, std::string_view made) {
        const auto gap = std::string(made.size() < how.width ? how.width - made.size() : 0, ' ');
        text += how.left ? "" : gap;
        text += made;
        text += how.left ? gap : "";
    }

    // Behind the sign: zeroes up to the width.
    void put_number(const Conversion& how, std::string_view prefix, std::string digits, bool zeroes) {
        const auto size = prefix.size() + digits.size();
        if (zeroes && how.zero && !how.left && size < how.width) digits.insert(0, how.width - size, '0');
        pad(how, std::string(prefix) + digits);
    }

    void put_whole(const Conversion& how, char letter) {
        const auto value = whole(next());
        const bool is_signed = letter == 'd' || letter == 'i';
        const int base = letter == 'o' ? 8 : letter == 'x' || letter == 'X' ? 16 : 10;
        const bool negative = is_signed && value < 0;
        const auto bits = negative ? -static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
        auto digits = digits_of(bits, base);
        if (how.precision && digits.size() < *how.precision) digits.insert(0, *how.precision - digits.size(), '0');
        std::string prefix = is_signed ? sign_of(how, negative) : "";
        if (how.alternate && base == 16 && bits != 0) prefix = "0x";
        if (how.alternate && base == 8) prefix = "0";
        if (letter == 'X') std::for_each(digits.begin(), digits.end(), to_capital);
        if (letter == 'X') std::for_each(prefix.begin(), prefix.end(), to_capital);
        put_number(how, prefix, std::move(digits), !how.precision);
    }

    static const char* sign_of(const Conversion& how, bool negative) {
        return negative ? "-" : how.sign ? "+" : how.space ? " " : "";
    }
    static std::string digits_of(std::uint64_t bits, int base) {
        std::array<char, 24> room{};
        return {room.data(), std::to_chars(room.data(), room.data() + room.size(), bits, base).ptr};
    }
    static void to_capital(char& c) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }

    void put_broken(const Conversion& how, char letter) {
        const double value = broken(next());
        const auto spec = fmt::format("{{:.{}{}}}", how.precision.value_or(6), letter);
        auto digits = fmt::format(fmt::runtime(spec), value < 0 ? -value : value);
        put_number(how, sign_of(how, value < 0), std::move(digits), true);
    }

    // As in C: 0x10 is 16, 010 is 8, 'a is 97.
    std::int64_t whole(const std::string& word) {
        if (word.empty()) return 0;
        if (word.size() > 1 && (word[0] == '\'' || word[0] == '"')) return static_cast<unsigned char>(word[1]);
        const bool negative = word[0] == '-';
        auto digits = std::string_view(word).substr(negative || word[0] == '+' ? 1 : 0);
        const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
        const int base = hexadecimal ? 16 : digits.starts_with('0') ? 8 : 10;
        if (hexadecimal) digits.remove_prefix(2);
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        if ((error != std::errc() || end != digits.data() + digits.size()) && wrong.empty())
            wrong = "'" + word + "' is not a number";
        return static_cast<std::int64_t>(negative ? -value : value);
    }

    double broken(const std::string& word) {
        double value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (!word.empty() && (error != std::errc() || end != word.data() + word.size()) && wrong.empty())
            wrong = "'" + word + "' is not a number";
        return value;
    }

    static constexpr std::size_t widest = 4096;

    std::string_view format_;
    std::span<const std::string> words_;
    std::size_t used_ = 0, at_ = 0;
    bool ended_ = false;
};

int printf_(Shell& shell, const Arguments& arguments) {
    const std::size_t first = !arguments.empty() && arguments[0] == "--" ? 1 : 0;
    if (arguments.size() == first) return refuse(shell, "printf", "which format?");
    Printer printer(arguments[first], std::span(arguments).subspan(first + 1));
    const bool good = printer.print();
    if (!shell.print(printer.text)) return 1;
    if (!good) shell.complain("printf: " + printer.wrong);
    return good ? 0 : 1;
}

// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Builtin, 1> builtins{
    Builtin{"printf", "printf FORMAT [WORD...]", "prints words as the format says: %s %d %x %f and so on", &printf_},
};

}  // namespace

std::span<const Builtin> builtins_for_printing() { return builtins; }

}  // namespace fibrix::sh
