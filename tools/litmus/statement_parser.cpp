#include "tools/litmus/statement_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fibrix::litmus {
namespace {

using Kind = Statement::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 18> statements{{
    {"load", Kind::load},
    {"store", Kind::store},
    {"add", Kind::add},
    {"cas", Kind::compare_exchange},
    {"exchange", Kind::exchange},
    {"lock", Kind::lock},
    {"unlock", Kind::unlock},
    {"trylock", Kind::try_lock},
    {"wait", Kind::wait},
    {"signal", Kind::signal},
    {"broadcast", Kind::broadcast},
    {"send", Kind::send},
    {"recv", Kind::receive},
    {"let", Kind::let},
    {"if", Kind::if_else},
    {"while", Kind::loop},
    {"break", Kind::leave_loop},
    {"assert", Kind::check},
}};

Kind kind_of(const Cursor& cursor, std::string_view word) {
    const auto* found =
        std::find_if(statements.begin(), statements.end(), [&](auto& each) { return each.first == word; });
    if (found != statements.end()) return found->second;
    std::string known;
    for (const auto& [name, kind] : statements) known += (known.empty() ? "" : ", ") + std::string(name);
    cursor.wrong(fmt::format("'{}' is no statement; there are {}", word, known));
}

// Without its comment and the spaces around it.
std::string_view bare(std::string_view text) {
    text = text.substr(0, text.find('#'));
    const auto begin = text.find_first_not_of(" \t\r");
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

Statement StatementParser::parse(std::string_view text) {
    Statement statement;
    statement.line = cursor_.line();
    statement.kind = kind_of(cursor_, cursor_.take_name("a statement"));
    fill(statement, text);
    cursor_.expect_end();
    return statement;
}

void StatementParser::fill(Statement& statement, std::string_view text) {
    const auto to_local = [&] { statement.local = local(); };
    switch (statement.kind) {
        case Kind::load: to_local(), statement.place = variable(); break;
        case Kind::store: statement.place = variable(), statement.value = expression(); break;
        case Kind::add:
        case Kind::exchange: to_local(), statement.place = variable(), statement.value = expression(); break;
        case Kind::compare_exchange:
            to_local(), statement.place = variable();
            statement.value = expression(true), statement.second = expression();
            break;
        case Kind::try_lock: to_local(); [[fallthrough]];
        case Kind::lock:
        case Kind::unlock: statement.place = place(Shared::mutex, "a mutex"); break;
        case Kind::wait:
            statement.place = place(Shared::condition, "a condition variable");
            statement.mutex = place(Shared::mutex, "a mutex");
            break;
        case Kind::signal:
        case Kind::broadcast: statement.place = place(Shared::condition, "a condition variable"); break;
        case Kind::send: statement.place = place(Shared::channel, "a channel"), statement.value = expression(); break;
        case Kind::receive: to_local(), statement.place = place(Shared::channel, "a channel"); break;
        case Kind::let: to_local(), statement.value = expression(); break;
        case Kind::if_else:
        case Kind::loop: statement.value = expression(); break;
        case Kind::check: statement.value = expression(), statement.text = bare(text); break;
        case Kind::leave_loop: break;
    }
}

Place StatementParser::place(Shared kind, std::string_view what) {
    if (!cursor_.at_name()) cursor_.expected(what);
    const auto name = cursor_.peek().text;
    const auto* found = names_.find(name, kind);
    if (found == nullptr) cursor_.wrong(fmt::format("'{}' is not {} that was declared", name, what));
    cursor_.take();
    Place place{found->first, found->count, found->is_array, {}};
    if (!found->is_array) return place;
    cursor_.expect("[");
    place.index = expression();
    cursor_.expect("]");
    return place;
}

std::size_t StatementParser::local() {
    const auto name = cursor_.take_name("a local for the result (or _ for none)");
    return names_.local(cursor_, name);
}

}  // namespace fibrix::litmus
