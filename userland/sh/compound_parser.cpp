// The part of the parser that reads compound commands: if, while, for, case, groups, functions.

#include "userland/sh/command_parser.hpp"
#include "userland/sh/names.hpp"

namespace fibrix::sh {

void CommandParser::demand(std::string_view word, Opened opened) {
    if (take_reserved(word)) return;
    const auto missing = "'" + std::string(word) + "' is missing";
    if (!at(Kind::end)) refuse(missing + " before " + name_of(token_));
    throw SyntaxError(opened.place, missing + " for the '" + std::string(opened.word) + "' here");
}

// True if there is one; its redirections are still to come.
bool CommandParser::compound(Command& command) {
    const Place place = token_.place;
    ++open_;
    if (at(Kind::left)) {
        advance();
        command.action = Subshell{until_parenthesis(place)};
        if (std::get<Subshell>(command.action).body.empty()) refuse("a command is missing before ')'");
        advance();
    } else if (take_reserved("{")) {
        command.action = Group{body()};
        demand("}", {"{", place});
    } else if (take_reserved("if")) {
        command.action = if_command({"if", place});
    } else if (at_reserved("while") || at_reserved("until")) {
        command.action = loop({at_reserved("until") ? "until" : "while", place});
    } else if (take_reserved("for")) {
        command.action = for_command({"for", place});
    } else if (take_reserved("case")) {
        command.action = case_command({"case", place});
    } else {
        --open_;
        return false;
    }
    --open_;
    return true;
}

If CommandParser::if_command(Opened opened) {
    If made;
    do {
        auto& branch = made.branches.emplace_back();
        branch.condition = body();
        demand("then", opened);
        branch.body = body();
    } while (take_reserved("elif"));
    if (take_reserved("else")) made.otherwise = body();
    demand("fi", opened);
    return made;
}

Loop CommandParser::loop(Opened opened) {
    Loop made{.until = opened.word == "until"};
    advance();
    made.condition = body();
    made.body = do_group(opened);
    return made;
}

List CommandParser::do_group(Opened opened) {
    demand("do", opened);
    List commands = body();
    demand("done", opened);
    return commands;
}

For CommandParser::for_command(Opened opened) {
    For made{.name = std::string(token_.plain())};
    if (!is_name(made.name)) refuse("the name of a variable is missing after 'for'");
    advance();
    skip_newlines();
    if (take_reserved("in")) {
        made.words.emplace();
        for (; at(Kind::word); advance()) made.words->push_back(std::move(token_.word));
        if (!at(Kind::semicolon) && !at(Kind::newline)) demand("do", opened);
    }
    if (at(Kind::semicolon)) advance();
    skip_newlines();
    made.body = do_group(opened);
    return made;
}

Case CommandParser::case_command(Opened opened) {
    Case made;
    if (!at(Kind::word)) refuse("a word is missing after 'case'");
    made.subject = std::move(token_.word);
    advance();
    skip_newlines();
    demand("in", opened);
    skip_newlines();
    while (!at_reserved("esac") && !at(Kind::end)) made.choices.push_back(choice(opened));
    demand("esac", opened);
    return made;
}

Case::Choice CommandParser::choice(Opened opened) {
    Case::Choice made;
    if (at(Kind::left)) advance();
    for (;;) {
        if (!at(Kind::word)) refuse("a pattern is missing before " + name_of(token_));
        made.patterns.push_back(std::move(token_.word));
        advance();
        if (!at(Kind::pipe)) break;
        advance();
    }
    if (!at(Kind::right)) refuse("')' is missing before " + name_of(token_));
    advance();
    skip_newlines();
    if (!at_end_of_body()) made.body = list(true);
    if (at(Kind::double_semicolon)) advance();
    else if (!at_reserved("esac")) demand("esac", opened);
    skip_newlines();
    return made;
}

// Behind the name stands the left parenthesis.
Function CommandParser::function(std::string name) {
    if (!is_name(name)) refuse("'" + name + "' cannot be the name of a function");
    advance();
    if (!at(Kind::right)) refuse("')' is missing: NAME() { ... } makes a function");
    advance();
    skip_newlines();
    Command body{.line = token_.place.line};
    if (!compound(body)) refuse("a function's body is missing: { ... }");
    while (redirection(body.redirections)) {
    }
    return {std::move(name), std::make_shared<const Command>(std::move(body))};
}

}  // namespace fibrix::sh
