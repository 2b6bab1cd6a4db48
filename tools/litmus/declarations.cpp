#include "tools/litmus/declarations.hpp"

#include <algorithm>
#include <array>

namespace fibrix::litmus {
namespace {

constexpr std::array<std::string_view, 9> words{"name",    "var",   "array", "mutex", "condvar",
                                                "channel", "tasks", "task",  "final"};

std::string_view trimmed(std::string_view text) {
    const auto begin = std::min(text.find_first_not_of(" \t\r"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t\r") + 1);
}

std::string element_name(std::string_view name, std::size_t index, bool is_array) {
    return is_array ? fmt::format("{}[{}]", name, index) : std::string(name);
}

}  // namespace

bool Declarations::begins_one(std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

void Declarations::tasks(Cursor& cursor, bool range) {
    const auto name = cursor.take_name(range ? "the name of the parameter" : "the task's name");
    const auto body = program_.bodies.size() - 1;
    std::int64_t first = 0, last = 0;
    if (range) {
        cursor.expect("=");
        first = number(cursor);
        cursor.expect("..");
        last = number(cursor);
        if (last < first) cursor.wrong(fmt::format("{}..{} is no task at all", first, last));
        names_.local(cursor, name);
    } else {
        names_.local(cursor, "");  // place 0 is the parameter's, which a single task does not have
    }
    cursor.expect_end();
    const auto count = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
    if (count >= most_tasks || program_.tasks.size() + count >= most_tasks)
        cursor.wrong(fmt::format("too many tasks: {} at most", most_tasks));
    for (auto i = first; i <= last; ++i)
        program_.tasks.push_back({range ? fmt::format("{}={}", name, i) : std::string(name), body, i});
}

void Declarations::other(Cursor& cursor, std::string_view word, std::string_view text) {
    if (word == "var") variables(cursor);
    else if (word == "array") array(cursor);
    else if (word == "mutex") objects(cursor, Shared::mutex, program_.mutexes);
    else if (word == "condvar") objects(cursor, Shared::condition, program_.conditions);
    else if (word == "channel") channel(cursor);
    else if (word == "final") final_check(cursor, text);
    else cursor.wrong(fmt::format("'{}' outside of a task: there are {}", word, fmt::join(words, ", ")));
    cursor.expect_end();
}

bool Declarations::name(std::string_view text, std::size_t line) {
    constexpr std::string_view word = "name";
    const auto said = trimmed(text.substr(0, text.find('#')));
    if (said != word && !said.starts_with("name ") && !said.starts_with("name\t")) return false;
    program_.name = trimmed(said.substr(word.size()));
    if (program_.name.empty()) throw Mistake(line, "the name is missing");
    return true;
}

void Declarations::variables(Cursor& cursor) {
    do add_variables(cursor, cursor.take_name("a name"), 1, false);
    while (!cursor.at_end());
}

void Declarations::array(Cursor& cursor) {
    const auto name = cursor.take_name("a name");
    add_variables(cursor, name, size(cursor, 1), true);
}

void Declarations::add_variables(Cursor& cursor, std::string_view name, std::size_t count, bool is_array) {
    names_.declare(cursor, name, {Shared::variable, program_.variables.size(), count, is_array});
    const auto initial = cursor.accept("=") ? number(cursor) : 0;
    for (std::size_t i = 0; i < count; ++i) program_.variables.push_back({element_name(name, i, is_array), initial});
}

void Declarations::objects(Cursor& cursor, Shared kind, std::vector<std::string>& names) {
    do {
        const auto name = cursor.take_name("a name");
        bool is_array = false;
        const auto count = bracketed_size(cursor, is_array);
        names_.declare(cursor, name, {kind, names.size(), count, is_array});
        for (std::size_t i = 0; i < count; ++i) names.push_back(element_name(name, i, is_array));
    } while (!cursor.at_end());
}

void Declarations::channel(Cursor& cursor) {
    const auto name = cursor.take_name("a name");
    bool is_array = false;
    const auto count = bracketed_size(cursor, is_array);
    names_.declare(cursor, name, {Shared::channel, program_.channels.size(), count, is_array});
    if (cursor.at_end()) cursor.expected("the channel's capacity (0: a rendezvous)");
    const auto capacity = size(cursor, 0);
    for (std::size_t i = 0; i < count; ++i) program_.channels.push_back({element_name(name, i, is_array), capacity});
}

void Declarations::final_check(Cursor& cursor, std::string_view text) {
    if (cursor.take_name("assert") != "assert") cursor.wrong("after 'final' comes 'assert'");
    FinalCheck check{cursor.line(), std::string(trimmed(text.substr(0, text.find('#')))), {}};
    check.holds = ExpressionParser(cursor, names_, Scope::final).parse();
    program_.checks.push_back(std::move(check));
}

std::size_t Declarations::size(Cursor& cursor, std::int64_t least) {
    const auto size = number(cursor);
    if (size < least || size > most_elements)
        cursor.wrong(fmt::format("{} is not a number from {} to {}", size, least, most_elements));
    return static_cast<std::size_t>(size);
}

std::size_t Declarations::bracketed_size(Cursor& cursor, bool& is_array) {
    is_array = cursor.accept("[");
    if (!is_array) return 1;
    const auto count = size(cursor, 1);
    cursor.expect("]");
    return count;
}

}  // namespace fibrix::litmus
