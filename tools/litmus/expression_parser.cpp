#include "tools/litmus/expression_parser.hpp"

#include <array>
#include <utility>

namespace fibrix::litmus {
namespace {

struct Binary {
    std::string_view sign;
    unsigned precedence;
    Operator what;
};

constexpr std::array<Binary, 13> binaries{{
    {"||", 1, Operator::unless_true},
    {"&&", 2, Operator::unless_false},
    {"==", 3, Operator::equal},
    {"!=", 3, Operator::unequal},
    {"<", 4, Operator::less},
    {"<=", 4, Operator::at_most},
    {">", 4, Operator::greater},
    {">=", 4, Operator::at_least},
    {"+", 5, Operator::add},
    {"-", 5, Operator::subtract},
    {"*", 6, Operator::multiply},
    {"/", 6, Operator::divide},
    {"%", 6, Operator::remainder},
}};

const Binary* find_binary(const Token& token) {
    for (const auto& each : binaries)
        if (token.kind == Token::Kind::sign && each.sign == token.text) return &each;
    return nullptr;
}

// How many values more there are on the stack after an instruction.
int growth(Operator what) {
    switch (what) {
        case Operator::constant:
        case Operator::local:
        case Operator::cell: return 1;
        case Operator::element:
        case Operator::negate:
        case Operator::invert:
        case Operator::truth: return 0;
        default: return -1;
    }
}

}  // namespace

Expression ExpressionParser::parse(bool another_follows) {
    another_follows_ = another_follows;
    depth_ = 0;
    made_ = {};
    either(1);
    return std::exchange(made_, {});
}

std::int64_t ExpressionParser::parse_constant() {
    try {
        return evaluate(parse(true), {});
    } catch (const NoValue& none) {
        cursor_.wrong(none.why);
    }
}

void ExpressionParser::either(unsigned precedence) {
    unary();
    while (const Binary* binary = find_binary(cursor_.peek())) {
        const auto& sign = cursor_.peek();
        const bool begins_next =
            another_follows_ && nested_ == 0 && sign.text == "-" && sign.spaced_before && !sign.spaced_behind;
        if (binary->precedence < precedence || begins_next) return;
        cursor_.take();
        const bool skips = binary->what == Operator::unless_true || binary->what == Operator::unless_false;
        const auto skip = made_.code.size();
        if (skips) emit(binary->what);
        either(binary->precedence + 1);
        emit(skips ? Operator::truth : binary->what);
        if (skips) made_.code[skip].value = static_cast<std::int64_t>(made_.code.size());
    }
}

void ExpressionParser::unary() {
    constexpr unsigned most_nested = 200;
    if (++nested_ > most_nested) cursor_.wrong("an expression that is nested too deeply");
    if (cursor_.accept("-")) {
        unary();
        emit(Operator::negate);
    } else if (cursor_.accept("!")) {
        unary();
        emit(Operator::invert);
    } else {
        --nested_;
        primary();
        return;
    }
    --nested_;
}

void ExpressionParser::primary() {
    if (cursor_.accept("(")) {
        ++nested_;
        either(1);
        --nested_;
        cursor_.expect(")");
    } else if (cursor_.peek().kind == Token::Kind::number) {
        emit(Operator::constant, cursor_.take().number);
    } else if (cursor_.at_name()) {
        name();
    } else {
        cursor_.expected("a value");
    }
}

void ExpressionParser::name() {
    const auto text = cursor_.peek().text;
    if (scope_ == Scope::constant) cursor_.wrong(fmt::format("'{}' is not known before the run: a number is", text));
    if (scope_ == Scope::task) {
        if (text == "_") cursor_.wrong("'_' has no value");
        cursor_.take();
        return emit(Operator::local, static_cast<std::int64_t>(names_.local(cursor_, text)));
    }
    const auto* variable = names_.find(text, Shared::variable);
    if (variable == nullptr) cursor_.wrong(fmt::format("there is no variable '{}'", text));
    cursor_.take();
    const auto first = static_cast<std::int64_t>(variable->first);
    if (!variable->is_array) return emit(Operator::cell, first);
    cursor_.expect("[");
    ++nested_;
    either(1);
    --nested_;
    cursor_.expect("]");
    emit(Operator::element, first, static_cast<std::int64_t>(variable->count));
}

void ExpressionParser::emit(Operator what, std::int64_t value, std::int64_t count) {
    made_.code.push_back({what, value, count});
    depth_ += static_cast<std::size_t>(static_cast<std::ptrdiff_t>(growth(what)));
    if (depth_ > Expression::most_depth) cursor_.wrong("an expression that is nested too deeply");
}

}  // namespace fibrix::litmus
