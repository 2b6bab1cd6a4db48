// The shell's syntax: what a script says, as a tree. Parsing makes it (parser.hpp), before anything of it is done.
//
// Parts of a tree that outlive the line they came from (functions, what runs in the background) are shared.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fibrix::sh {

struct Item;
/// Commands in order: a line, or what stands between `do` and `done`. An item has lists in it again, and clang needs
/// the item to make or destroy a vector of it; so that is done where the item is known.
struct List : std::vector<Item> {
    List();
    List(std::initializer_list<Item> items);
    List(const List&);
    List(List&&) noexcept;
    List& operator=(const List&);
    List& operator=(List&&) noexcept;
    ~List();
};

struct Piece;
/// What becomes one field, several, or none.
using Word = std::vector<Piece>;

/// What is done with a parameter before its value is used: ${name}, ${#name}, ${name:-word} and so on.
enum class Use : std::uint8_t {
    value,
    length,
    otherwise,  // - : the word, if there is no value
    assign,     // = : the same, and it becomes the value
    instead,    // + : the word, if there is a value
    demand,     // ? : without a value the word is an error
    cut_prefix,
    cut_longest_prefix,
    cut_suffix,
    cut_longest_suffix,
};

/// Part of a word: a text, or what is put in when the command is run.
struct Piece {
    enum class Kind : std::uint8_t { text, parameter, command, arithmetic };
    Kind kind = Kind::text;
    bool quoted = false;                    ///< neither split into fields nor taken for a pattern
    std::string text{};                     ///< the text, or the parameter's name
    Use use = Use::value;                   ///< of a parameter
    bool unless_empty = false;              ///< with a colon: an empty value counts as none
    Word word{};                            ///< the parameter's other word, or the arithmetic expression
    std::shared_ptr<const List> command{};  ///< whose output is put in
};

struct Assignment {
    std::string name{};
    Word value{};
};

struct Redirection {
    enum class Kind : std::uint8_t { read, write, append, duplicate, write_both, append_both, document };
    Kind kind = Kind::read;
    int number = 0;  ///< which of the command's handles
    Word word{};     ///< the file, or the handle to duplicate (- closes)
    std::shared_ptr<const Word> document{};
};

struct Simple {
    std::vector<Assignment> assignments{};
    std::vector<Word> words{};
};
struct If {
    struct Branch {
        List condition{}, body{};
    };
    std::vector<Branch> branches{};
    List otherwise{};
};
struct Loop {
    bool until = false;
    List condition{}, body{};
};
struct For {
    std::string name{};
    std::optional<std::vector<Word>> words{};  ///< nothing: "$@"
    List body{};
};
struct Case {
    struct Choice {
        std::vector<Word> patterns{};
        List body{};
    };
    Word subject{};
    std::vector<Choice> choices{};
};
struct Group {
    List body{};
};
struct Subshell {
    List body{};
};
struct Command;
struct Function {
    std::string name{};
    std::shared_ptr<const Command> body{};
};

struct Command {
    std::variant<Simple, If, Loop, For, Case, Group, Subshell, Function> action{};
    std::vector<Redirection> redirections{};
    std::size_t line = 1;
};

struct Pipeline {
    std::vector<Command> commands{};
    bool negated = false;
    bool timed = false;
};

/// When a pipeline is run.
enum class Condition : std::uint8_t { always, after_success, after_failure };

struct Item {
    struct Step {
        Condition condition = Condition::always;
        Pipeline pipeline{};
    };
    std::vector<Step> steps{};
    bool background = false;
    std::string text{};  ///< as it was written, for `jobs`
};

}  // namespace fibrix::sh
