// Expansion: what a word stands for when its command is run. Pure but for the Context, which is the shell or a test.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "userland/sh/glob.hpp"
#include "userland/sh/syntax.hpp"

namespace fibrix::sh {

/// A word that stands for nothing, such as $((1/0)): one line that says why.
class ExpansionError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Context : public Directories {
public:
    /// Of a variable, or of $?, $1 and so on; nothing if it has none.
    virtual std::optional<std::string> value(std::string_view name) = 0;
    /// Whether a variable without a value is an error where its value is put in.
    [[nodiscard]] virtual bool unset_is_error() const { return false; }
    virtual void assign(const std::string& name, std::string value) = 0;
    /// $1, $2 and so on.
    virtual const std::vector<std::string>& arguments() = 0;
    /// Runs it and gives what it prints. Parks.
    virtual std::string output_of(const std::shared_ptr<const List>& command) = 0;
};

/// The fields that words stand for: split, and the patterns among them replaced by what they match. Throws
/// ExpansionError, as do the next two.
std::vector<std::string> expand(const std::vector<Word>& words, Context& context);

/// The one text that a word stands for, neither split nor matched: of an assignment, a here-document.
std::string expand_text(const Word& word, Context& context);

/// The same as a pattern: what was quoted means itself.
std::string expand_pattern(const Word& word, Context& context);

/// The value of an arithmetic expression, its parameters already put in. Throws ExpansionError.
std::int64_t evaluate(std::string_view expression, Context& context);

}  // namespace fibrix::sh
