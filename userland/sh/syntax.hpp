// The shell's syntax: what a line says, before anything of it is done.
//
//     line    = command { (";" | "&" | "&&" | "||") command } [ ";" | "&" ]
//     command = word { word }
//
// A word may hold 'literal' and "quoted" parts and \c for a character c that means itself; $? in it stands for the
// status of the last command, $! for the id of the last job. A # at the beginning of a word makes the rest a comment.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fibrix::sh {

/// Part of a word: a text, or what is put in when the command is run.
struct Piece {
    enum class Kind { text, last_status, last_job };
    Kind kind = Kind::text;
    std::string text{};
};

using Word = std::vector<Piece>;

/// When a command is run.
enum class Condition { always, after_success, after_failure };

struct Command {
    Condition condition = Condition::always;
    bool background = false;
    std::vector<Word> words{};
};

/// Its text names the column, from 1.
class SyntaxError : public std::runtime_error {
public:
    SyntaxError(std::size_t column, const std::string& what)
        : std::runtime_error("column " + std::to_string(column) + ": " + what) {}
};

/// The commands of a line, in order; none if it is blank. Throws SyntaxError.
std::vector<Command> parse_line(std::string_view line);

/// A word with what stands for something put in.
std::string expand(const Word& word, const std::string& last_status, const std::string& last_job);

}  // namespace fibrix::sh
