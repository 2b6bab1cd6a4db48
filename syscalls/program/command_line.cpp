#include "syscalls/program/command_line.hpp"

namespace fibrix {

std::string explain(const CLI::App& app, const CLI::ParseError& error) {
    const std::string text = error.what();
    if (error.get_name() == "ExtrasError" && !app.remaining(true).empty()) {
        const auto first = app.remaining(true).front();
        return fmt::format("{} '{}'", first.starts_with('-') ? "unknown option" : "unexpected argument", first);
    }
    if (error.get_name() == "ArgumentMismatch")
        return text.substr(0, text.find(':')) + (text.ends_with("missing") ? ": a value is missing" : ": given twice");
    return text;
}

}  // namespace fibrix
