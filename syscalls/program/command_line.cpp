#include "syscalls/program/command_line.hpp"

namespace fibrix {

std::string explain(const CLI::App& app, const CLI::ParseError& error) {
    std::string text = error.what();
    const auto code = static_cast<CLI::ExitCodes>(error.get_exit_code());
    if (code == CLI::ExitCodes::ExtrasError && !app.remaining(true).empty()) {
        const auto first = app.remaining(true).front();
        return fmt::format("{} '{}'", first.starts_with('-') ? "unknown option" : "unexpected argument", first);
    }
    if (code == CLI::ExitCodes::ArgumentMismatch)
        return text.substr(0, text.find(':')) + (text.ends_with("missing") ? ": a value is missing" : ": given twice");
    return text;
}

std::string printable(std::string_view text) {
    constexpr char last_control = 0x1f, deletion = 0x7f;
    std::string shown;
    for (const char c : text) {
        if (c == '\n') shown += "\\n";
        else if ((c >= 0 && c <= last_control) || c == deletion)
            shown += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
        else shown += c;
    }
    return shown;
}

}  // namespace fibrix
