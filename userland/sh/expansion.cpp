#include "userland/sh/expansion.hpp"

#include <algorithm>

#include "userland/sh/fields.hpp"
#include "userland/sh/names.hpp"

namespace fibrix::sh {
namespace {

class Expander {
public:
    Expander(Context& context, bool splits)
        : context_(context), splits_(splits), fields_(context.value("IFS").value_or(" \t\n")) {}

    void word(const Word& word) {
        const bool tilde = !word.empty() && !word.front().quoted && word.front().text.starts_with('~');
        const bool alone = tilde && (word.front().text.size() > 1 ? word.front().text[1] == '/' : word.size() == 1);
        const auto home = alone ? context_.value("HOME") : std::nullopt;
        if (home) fields_.quoted(*home);
        for (const auto& piece : word) {
            if (home && &piece == &word.front()) fields_.literal(std::string_view(piece.text).substr(1));
            else put_in(piece, false);
        }
        fields_.end();
    }
    std::vector<Field> take() noexcept { return fields_.take(); }

private:
    // `inner`: in the word of a parameter that is to be split, as ${x:-a b}.
    void put_in(const Piece& piece, bool inner) {
        switch (piece.kind) {
            case Piece::Kind::text:
                if (piece.quoted) fields_.quoted(piece.text);
                else if (inner) fields_.split(piece.text);
                else fields_.literal(piece.text);
                break;
            case Piece::Kind::parameter: parameter(piece); break;
            case Piece::Kind::command:
                value(without_last_newlines(context_.output_of(piece.command)), piece.quoted);
                break;
            case Piece::Kind::arithmetic:
                value(std::to_string(evaluate(expand_text(piece.word, context_), context_)), piece.quoted);
                break;
        }
    }

    void value(const std::string& text, bool quoted) {
        if (quoted) fields_.quoted(text);
        else if (splits_) fields_.split(text);
        else fields_.literal(text);
    }

    void parameter(const Piece& piece) {
        const bool all = piece.text == "@" || piece.text == "*";
        if (all && piece.use == Use::value) return arguments(piece);
        auto found = all ? joined(" ") : context_.value(piece.text);
        const bool needs_value = piece.use == Use::value || piece.use == Use::length || piece.use >= Use::cut_prefix;
        if (!found && needs_value && context_.unset_is_error()) throw ExpansionError(piece.text + ": it has no value");
        switch (piece.use) {
            case Use::value: value(found.value_or(""), piece.quoted); break;
            case Use::length: value(std::to_string(length(piece, found.value_or(""))), piece.quoted); break;
            case Use::otherwise:
            case Use::assign:
            case Use::instead:
            case Use::demand: conditional(piece, found); break;
            default: value(cut(piece, found.value_or("")), piece.quoted); break;
        }
    }

    void conditional(const Piece& piece, const std::optional<std::string>& found) {
        const bool there = found && !(piece.unless_empty && found->empty());
        if (there != (piece.use == Use::instead)) return there ? value(*found, piece.quoted) : nothing(piece);
        if (piece.use == Use::assign) return assign(piece);
        if (piece.use == Use::demand) demand(piece);
        if (piece.quoted) fields_.quoted("");
        for (const auto& each : piece.word) put_in(each, !piece.quoted && splits_);
    }

    void nothing(const Piece& piece) { value("", piece.quoted); }

    void assign(const Piece& piece) {
        if (!is_name(piece.text)) throw ExpansionError("$" + piece.text + " cannot be assigned to");
        auto text = expand_text(piece.word, context_);
        context_.assign(piece.text, text);
        value(text, piece.quoted);
    }

    [[noreturn]] void demand(const Piece& piece) {
        const auto message = expand_text(piece.word, context_);
        throw ExpansionError(piece.text + ": " + (message.empty() ? "it has no value" : message));
    }

    // $@ and $*: fields of their own where that is possible.
    void arguments(const Piece& piece) {
        if (!splits_) return fields_.quoted(joined(" ").value_or(""));
        if (piece.quoted && piece.text == "*") return fields_.quoted(joined(fields_.joint()).value_or(""));
        bool first = true;
        for (const auto& each : context_.arguments()) {
            if (!std::exchange(first, false)) fields_.end();
            value(each, piece.quoted);
        }
    }

    std::optional<std::string> joined(std::string_view joint) {
        std::string text;
        for (const auto& each : context_.arguments()) {
            if (&each != context_.arguments().data()) text += joint;
            text += each;
        }
        return text;
    }

    // In characters; of $@ and $*, how many they are.
    std::size_t length(const Piece& piece, const std::string& text) {
        if (piece.text == "@" || piece.text == "*") return context_.arguments().size();
        return static_cast<std::size_t>(std::count_if(
            text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u; }));
    }

    std::string cut(const Piece& piece, const std::string& text) {
        const auto pattern = expand_pattern(piece.word, context_);
        const bool prefix = piece.use == Use::cut_prefix || piece.use == Use::cut_longest_prefix;
        const bool longest = piece.use == Use::cut_longest_prefix || piece.use == Use::cut_longest_suffix;
        const std::string_view all = text;
        for (std::size_t i = 0; i <= all.size(); ++i) {
            const auto size = longest ? all.size() - i : i;
            const auto part = prefix ? all.substr(0, size) : all.substr(all.size() - size);
            if (!matches(pattern, part)) continue;
            return std::string(prefix ? all.substr(size) : all.substr(0, all.size() - size));
        }
        return text;
    }

    static std::string without_last_newlines(std::string text) {
        text.erase(text.find_last_not_of('\n') + 1);
        return text;
    }

    Context& context_;
    bool splits_;
    Fields fields_;
};

Field only_field(const Word& word, Context& context) {
    Expander expander(context, false);
    expander.word(word);
    auto fields = expander.take();
    return fields.empty() ? Field{} : std::move(fields.front());
}

}  // namespace

std::vector<std::string> expand(const std::vector<Word>& words, Context& context) {
    std::vector<std::string> texts;
    for (const auto& word : words) {
        Expander expander(context, true);
        expander.word(word);
        for (auto& field : expander.take()) {
            auto paths = is_pattern(field.pattern) ? glob(field.pattern, context) : std::vector<std::string>();
            if (paths.empty()) texts.push_back(std::move(field.text));
            else std::move(paths.begin(), paths.end(), std::back_inserter(texts));
        }
    }
    return texts;
}

std::string expand_text(const Word& word, Context& context) { return only_field(word, context).text; }

std::string expand_pattern(const Word& word, Context& context) { return only_field(word, context).pattern; }

}  // namespace fibrix::sh
