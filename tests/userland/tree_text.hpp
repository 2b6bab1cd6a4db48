// The tree of a script in brackets, for tests: what the parser has understood.
#pragma once

#include <string>
#include <variant>

#include "userland/sh/parser.hpp"

namespace fibrix::testing {

class TreeText {
public:
    static std::string of(const sh::List& list) {
        std::string text;
        for (const auto& item : list) text += (text.empty() ? "" : " ") + TreeText().item(item);
        return text;
    }

    static std::string word(const sh::Word& word) {
        std::string text;
        for (const auto& each : word) text += piece(each);
        return text;
    }

private:
    using Kind = sh::Redirection::Kind;

    static std::string piece(const sh::Piece& piece) {
        std::string text;
        switch (piece.kind) {
            case sh::Piece::Kind::text: text = piece.text; break;
            case sh::Piece::Kind::parameter: text = "$" + piece.text + use(piece); break;
            case sh::Piece::Kind::command: text = "$(" + of(*piece.command) + ")"; break;
            case sh::Piece::Kind::arithmetic: text = "$((" + word(piece.word) + "))"; break;
        }
        return piece.quoted ? "'" + text + "'" : text;
    }

    static std::string use(const sh::Piece& piece) {
        constexpr const char* signs[] = {"", "#", "-", "=", "+", "?", "#", "##", "%", "%%"};
        if (piece.use == sh::Use::value) return "";
        return std::string("{") + (piece.unless_empty ? ":" : "") + signs[static_cast<int>(piece.use)] +
               word(piece.word) + "}";
    }

    std::string item(const sh::Item& item) {
        std::string text;
        for (const auto& step : item.steps) {
            if (step.condition == sh::Condition::after_success) text += " && ";
            if (step.condition == sh::Condition::after_failure) text += " || ";
            text += pipeline(step.pipeline);
        }
        return text + (item.background ? " &" : "");
    }

    std::string pipeline(const sh::Pipeline& pipeline) {
        std::string text;
        for (const auto& command : pipeline.commands) {
            text += text.empty() ? "" : " | ";
            text += std::visit(*this, command.action);
            for (const auto& each : command.redirections) text += " " + redirection(each);
        }
        return std::string(pipeline.timed ? "time " : "") + (pipeline.negated ? "! " : "") + text;
    }

    static std::string redirection(const sh::Redirection& redirection) {
        constexpr const char* signs[] = {"<", ">", ">>", "<>&", "&>", "&>>", "<<"};
        return std::to_string(redirection.number) + signs[static_cast<int>(redirection.kind)] +
               word(redirection.document ? *redirection.document : redirection.word);
    }

public:
    std::string operator()(const sh::Simple& simple) const {
        std::string text;
        for (const auto& each : simple.assignments) text += each.name + ":=" + word(each.value) + " ";
        for (const auto& each : simple.words) text += "[" + word(each) + "]";
        return text;
    }
    std::string operator()(const sh::If& made) const {
        std::string text;
        for (const auto& each : made.branches) text += "if " + of(each.condition) + " then " + of(each.body) + " ";
        return text + (made.otherwise.empty() ? "" : "else " + of(made.otherwise) + " ") + "fi";
    }
    std::string operator()(const sh::Loop& made) const {
        return (made.until ? "until " : "while ") + of(made.condition) + " do " + of(made.body) + " done";
    }
    std::string operator()(const sh::For& made) const {
        std::string text = "for " + made.name;
        if (made.words) text += " in";
        if (made.words)
            for (const auto& each : *made.words) text += " " + word(each);
        return text + " do " + of(made.body) + " done";
    }
    std::string operator()(const sh::Case& made) const {
        std::string text = "case " + word(made.subject);
        for (const auto& choice : made.choices) {
            for (const auto& each : choice.patterns) text += " (" + word(each) + ")";
            text += " " + of(choice.body) + ";;";
        }
        return text;
    }
    std::string operator()(const sh::Group& made) const { return "{ " + of(made.body) + " }"; }
    std::string operator()(const sh::Subshell& made) const { return "( " + of(made.body) + " )"; }
    std::string operator()(const sh::Function& made) const {
        return made.name + "() " + std::visit(*this, made.body->action);
    }
};

}  // namespace fibrix::testing
