#include "tools/litmus/parser.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "tools/litmus/declarations.hpp"
#include "tools/litmus/statement_parser.hpp"

namespace fibrix::litmus {
namespace {

class Parser {
public:
    explicit Parser(std::string name) : declarations_(program_, names_) { program_.name = std::move(name); }

    Program parse(std::string_view text) {
        std::size_t line = 0;
        while (!text.empty()) {
            const auto end = text.find('\n');
            read_line(text.substr(0, end), ++line);
            text = end == text.npos ? std::string_view() : text.substr(end + 1);
        }
        if (!open_.empty())
            throw Mistake(open_.back().line, fmt::format("the '{}' of this line has no end", open_.back().word));
        if (program_.tasks.empty()) throw Mistake(std::max<std::size_t>(line, 1), "there is no task");
        return std::move(program_);
    }

private:
    // A task, or a statement with a block of its own, whose end has not come yet.
    struct Open {
        std::string_view word;
        std::size_t line = 0;
        Statement statement;  // of an if or a while
        std::vector<Statement> lines;
        bool in_other = false;
    };

    void read_line(std::string_view text, std::size_t line) {
        if (open_.empty() && declarations_.name(text, line)) return;
        Cursor cursor(text, line);
        if (cursor.at_end()) return;
        if (open_.empty()) return declaration(cursor, text);
        const auto word = cursor.peek().text;
        if (word == "end") return close(cursor);
        if (word == "else") return other(cursor);
        if (Declarations::begins_one(word)) cursor.wrong(fmt::format("'{}' in a task: an end is missing before", word));
        auto statement = StatementParser(cursor, names_).parse(text);
        if (statement.kind == Statement::Kind::if_else || statement.kind == Statement::Kind::loop) {
            open_.push_back({word, line, std::move(statement), {}});
            return check_depth(cursor);
        }
        if (statement.kind == Statement::Kind::leave_loop) check_break(cursor);
        open_.back().lines.push_back(std::move(statement));
    }

    void declaration(Cursor& cursor, std::string_view text) {
        const auto word = cursor.take_name("a declaration");
        names_.begin_task();
        if (word == "tasks" || word == "task") {
            program_.bodies.emplace_back();
            declarations_.tasks(cursor, word == "tasks");
            open_.push_back({word, cursor.line(), {}, {}});
        } else {
            declarations_.other(cursor, word, text);
        }
    }

    void other(Cursor& cursor) {
        cursor.take();
        cursor.expect_end();
        auto& open = open_.back();
        if (open.word != "if" || open.in_other) cursor.wrong("there is no if for this else");
        open.statement.body = std::exchange(open.lines, {});
        open.in_other = true;
    }

    void close(Cursor& cursor) {
        cursor.take();
        cursor.expect_end();
        auto open = std::move(open_.back());
        open_.pop_back();
        if (open_.empty()) {
            program_.bodies.back() = {std::move(open.lines), names_.locals()};
            return;
        }
        (open.in_other ? open.statement.other : open.statement.body) = std::move(open.lines);
        open_.back().lines.push_back(std::move(open.statement));
    }

    void check_break(const Cursor& cursor) const {
        for (const auto& open : open_)
            if (open.word == "while") return;
        cursor.wrong("there is no while for this break");
    }
    void check_depth(const Cursor& cursor) const {
        constexpr std::size_t most = 100;
        if (open_.size() > most) cursor.wrong("blocks that are nested too deeply");
    }

    Program program_;
    Names names_;
    Declarations declarations_;
    std::vector<Open> open_;
};

}  // namespace

Program parse(std::string_view text, std::string name) { return Parser(std::move(name)).parse(text); }

std::optional<Program> read_file(const std::string& path, std::string& why) {
    std::error_code error;
    const bool is_directory = std::filesystem::is_directory(path, error);
    std::ifstream file(path);
    std::ostringstream text;
    if (is_directory || !file || (file.peek() != std::ifstream::traits_type::eof() && !(text << file.rdbuf()))) {
        why = fmt::format("cannot read '{}': {}", path, std::strerror(is_directory ? EISDIR : errno));
        return std::nullopt;
    }
    try {
        return parse(text.str(), std::filesystem::path(path).stem());
    } catch (const Mistake& mistake) {
        why = fmt::format("{}:{}: {}", path, mistake.line, mistake.what());
        return std::nullopt;
    }
}

}  // namespace fibrix::litmus
