#include "userland/sh/command_parser.hpp"

#include <algorithm>
#include <array>

#include "userland/sh/names.hpp"
#include "userland/sh/parser.hpp"

namespace fibrix::sh {
namespace {

// A word that ends something, and what it ends.
struct Closer {
    std::string_view word, opener;
};
// Its type is written out: where it is deduced, g++ 12 leaves a constant with pointers writable.
constexpr std::array<Closer, 8> closers{
    Closer{"then", "if"}, Closer{"elif", "if"}, Closer{"else", "if"},   Closer{"fi", "if"},
    Closer{"do", "for"},  Closer{"done", "do"}, Closer{"esac", "case"}, Closer{"}", "{"},
};

const Closer* find_closer(std::string_view word) noexcept {
    const auto* found =
        std::find_if(closers.begin(), closers.end(), [&](const Closer& each) { return each.word == word; });
    return found == closers.end() ? nullptr : found;
}

// On one line, as `jobs` shows it.
std::string in_one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

}  // namespace

void CommandParser::advance() {
    last_end_ = token_.end;
    token_ = lexer_.next();
}

bool CommandParser::take_reserved(std::string_view word) {
    if (!at_reserved(word)) return false;
    advance();
    return true;
}

void CommandParser::skip_newlines() {
    while (at(Kind::newline)) advance();
}

void CommandParser::refuse(const std::string& what) const { throw SyntaxError(token_.place, what); }

bool CommandParser::at_end_of_body() const noexcept {
    return at(Kind::end) || at(Kind::right) || at(Kind::double_semicolon) || find_closer(token_.plain()) != nullptr;
}

List CommandParser::complete_command() {
    if (at(Kind::newline) || at(Kind::end)) return {};
    List commands = list(false);
    if (at(Kind::right)) refuse("')' has no '('");
    if (!at(Kind::newline) && !at(Kind::end)) refuse("';' or a new line is missing before " + name_of(token_));
    return commands;
}

List CommandParser::until_parenthesis(Place opened) {
    skip_newlines();
    List commands;
    if (!at(Kind::right)) commands = list(true);
    if (at(Kind::end)) throw SyntaxError(opened, "a ')' is missing for the '(' here");
    if (!at(Kind::right)) refuse("')' is missing before " + name_of(token_));
    return commands;
}

// What stands between two words of a compound command.
List CommandParser::body() {
    skip_newlines();
    return list(true);
}

List CommandParser::list(bool lines) {
    List commands;
    for (;;) {
        commands.push_back(item());
        if (at(Kind::ampersand)) commands.back().background = true;
        else if (!at(Kind::semicolon) && !(lines && at(Kind::newline))) return commands;
        advance();
        if (lines) skip_newlines();
        if (lines ? at_end_of_body() : at(Kind::newline) || at(Kind::end)) return commands;
    }
}

Item CommandParser::item() {
    const auto begin = token_.begin;
    Item item;
    for (auto condition = Condition::always;;) {
        item.steps.push_back({condition, pipeline()});
        if (at(Kind::and_and)) condition = Condition::after_success;
        else if (at(Kind::or_or)) condition = Condition::after_failure;
        else break;
        advance();
        skip_newlines();
    }
    item.text = in_one_line(lexer_.input().text(begin, last_end_));
    return item;
}

Pipeline CommandParser::pipeline() {
    Pipeline pipeline;
    pipeline.timed = take_reserved("time");
    while (take_reserved("!")) pipeline.negated = !pipeline.negated;
    for (;;) {
        pipeline.commands.push_back(command());
        if (!at(Kind::pipe)) return pipeline;
        advance();
        skip_newlines();
    }
}

Command CommandParser::command() {
    const Lexer::Level level(lexer_);
    Command command{.line = token_.place.line};
    if (!compound(command)) return simple();
    while (redirection(command.redirections)) {
    }
    return command;
}

Command CommandParser::simple() {
    const auto* closer = find_closer(token_.plain());
    if (closer != nullptr && open_ > 0) refuse("a command is missing before " + name_of(token_));
    if (closer != nullptr) refuse("'" + std::string(closer->word) + "' has no '" + std::string(closer->opener) + "'");
    Command command{.line = token_.place.line};
    Simple simple;
    for (;;) {
        if (redirection(command.redirections) || assignment(simple)) continue;
        if (!at(Kind::word)) break;
        simple.words.push_back(std::move(token_.word));
        advance();
    }
    const bool single = simple.words.size() == 1 && simple.assignments.empty() && command.redirections.empty();
    const auto name = single ? literal_of(simple.words.front()) : std::nullopt;
    if (at(Kind::left) && name) {
        command.action = function(*name);
        return command;
    }
    if (at(Kind::left) && !simple.words.empty()) refuse("'(' cannot stand here; as a character it needs quotes");
    if (simple.words.empty() && simple.assignments.empty() && command.redirections.empty())
        refuse("a command is missing before " + name_of(token_));
    command.action = std::move(simple);
    return command;
}

// NAME=value before the command's name.
bool CommandParser::assignment(Simple& simple) {
    if (!at(Kind::word) || !simple.words.empty() || token_.word.empty()) return false;
    auto& first = token_.word.front();
    const auto equals = first.text.find('=');
    if (first.kind != Piece::Kind::text || first.quoted || equals == std::string::npos) return false;
    std::string name = first.text.substr(0, equals);
    if (!is_name(name)) return false;
    first.text.erase(0, equals + 1);
    if (first.text.empty()) token_.word.erase(token_.word.begin());
    simple.assignments.push_back({std::move(name), std::move(token_.word)});
    advance();
    return true;
}

bool CommandParser::redirection(std::vector<Redirection>& redirections) {
    using To = Redirection::Kind;
    struct Form {
        Kind token;
        To to;
        int number;
    };
    constexpr std::array forms{
        Form{Kind::less, To::read, 0},
        Form{Kind::less_and, To::duplicate, 0},
        Form{Kind::greater, To::write, 1},
        Form{Kind::greater_and, To::duplicate, 1},
        Form{Kind::append, To::append, 1},
        Form{Kind::and_greater, To::write_both, 1},
        Form{Kind::and_append, To::append_both, 1},
        Form{Kind::document, To::document, 0},
        Form{Kind::stripped_document, To::document, 0},
    };
    const auto* form = std::find_if(forms.begin(), forms.end(), [&](const Form& each) { return at(each.token); });
    if (form == forms.end()) return false;
    const Token sign = token_;
    Redirection redirection{.kind = form->to, .number = sign.number >= 0 ? sign.number : form->number};
    advance();
    if (!at(Kind::word)) refuse("a file's name is missing after " + name_of(sign));
    redirection.word = std::move(token_.word);
    if (form->to == To::document) document(redirection, sign.kind == Kind::stripped_document);
    redirections.push_back(std::move(redirection));
    advance();
    return true;
}

void CommandParser::document(Redirection& redirection, bool strip) {
    const auto end = literal_of(redirection.word);
    if (!end) refuse("the end of a here-document is a plain word");
    const bool literal =
        std::any_of(redirection.word.begin(), redirection.word.end(), [](const Piece& piece) { return piece.quoted; });
    auto text = std::make_shared<Word>();
    lexer_.expect_document(text, *end, literal, strip, token_.place);
    redirection.document = std::move(text);
}

}  // namespace fibrix::sh
