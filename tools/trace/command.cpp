#include "tools/trace/command.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "tools/trace/chrome.hpp"
#include "tools/trace/pictures.hpp"
#include "tools/usage_error.hpp"

namespace fibrix::trace {
namespace {

std::string draw(const Options& options, const Trace& trace) {
    const Axis axis = options.axis.empty() ? fitting_axis(trace) : options.axis == "steps" ? Axis::steps : Axis::time;
    if (options.form == "text") return to_text(trace);
    if (options.form == "svg") return to_svg(trace, axis);
    return to_html(trace, axis, options.file);
}

// run.json: run.html
std::string beside(const std::string& file, const std::string& ending) {
    const auto dot = file.rfind('.');
    const bool has_ending = dot != std::string::npos && file.find('/', dot) == std::string::npos && dot > 0;
    return (has_ending ? file.substr(0, dot) : file) + "." + ending;
}

void write(const std::string& path, const std::string& text) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "we"), &std::fclose);
    const bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file.get()) == text.size() &&
                         std::fflush(file.get()) == 0;
    if (!written) throw UsageError(fmt::format("trace: '{}' cannot be written: {}", path, std::strerror(errno)));
}

}  // namespace

CLI::App* add_command(CLI::App& app, Options& options) {
    auto* command = app.add_subcommand("trace", "html, svg or text FILE: draw what --trace has written");
    command->add_option("form", options.form, "html: a page with everything; svg: a Gantt chart; text: an event a line")
        ->required()
        ->check(CLI::IsMember({"html", "svg", "text"}));
    command->add_option("file", options.file, "the trace")->required();
    command->add_option("-o,--output", options.output, "where to; else beside the trace, and text on standard output")
        ->type_name("FILE");
    command->add_option("--axis", options.axis, "what a picture goes along: time or steps; else what fits better")
        ->check(CLI::IsMember({"time", "steps"}));
    return command;
}

int run_command(const Options& options) {
    const Trace trace = read_chrome(options.file);
    const auto text = draw(options, trace);
    if (options.form == "text" && !options.output) {
        const bool written =
            std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
        if (!written && errno != EPIPE)
            throw UsageError(fmt::format("trace: standard output: {}", std::strerror(errno)));
        return 0;
    }
    const auto path = options.output.value_or(beside(options.file, options.form));
    write(path, text);
    fmt::print("{}: {} tasks, {} events\n", path, trace.tasks.size(), trace.events().size());
    return 0;
}

}  // namespace fibrix::trace
