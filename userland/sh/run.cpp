// The part of the shell that runs lists and compound commands.

#include "userland/sh/shell.hpp"

namespace fibrix::sh {
namespace {

constexpr int after_interrupt = 128 + static_cast<int>(Signal::intr);

bool applies(Condition condition, int status) noexcept {
    return condition == Condition::always || (condition == Condition::after_success) == (status == 0);
}

}  // namespace

int Shell::run_all(Source& source, std::size_t first_line) {
    Parser parser(source, first_line);
    while (run_next(parser)) {
    }
    return status_;
}

bool Shell::run_next(Parser& parser) {
    try {
        auto list = parser.next();
        if (!list) return false;
        keep_and_run(std::move(*list));
    } catch (const SyntaxError& error) {
        complain_at(error.place.line, error.what());
        status_ = usage_error;
        if (!interactive_) flow_ = Flow::left;
    } catch (const ExpansionError& error) {
        complain(error.what());
        status_ = usage_error;
        if (!interactive_) flow_ = Flow::left;
    }
    return flow_ == Flow::on;
}

// What runs in the background meanwhile may need the tree for longer.
void Shell::keep_and_run(List list) {
    const auto kept = std::make_shared<const List>(std::move(list));
    const auto before = roots_.size();
    roots_.push_back(kept);
    try {
        run(*kept);
    } catch (...) {
        roots_.resize(before);
        throw;
    }
    roots_.resize(before);
}

void Shell::interrupted() noexcept {
    *interrupted_ = false;
    status_ = after_interrupt;
    flow_ = Flow::canceled;
}

int Shell::run(const List& list) {
    for (const auto& item : list) {
        run(item);
        if (flow_ == Flow::on) run_traps();
        if (take_interrupt()) {
            if (interactive_) sys::print("\n");  // behind the ^C
            interrupted();
        }
        if (flow_ != Flow::on) break;
    }
    return status_;
}

void Shell::run(const Item& item) {
    if (item.background) return run_in_background(item);
    for (const auto& step : item.steps) {
        if (!applies(step.condition, status_)) continue;
        const bool last = &step == &item.steps.back();
        const Instead tested(tested_, tested_ || !last || step.pipeline.negated);
        status_ = run(step.pipeline, item.text);
        if (flow_ != Flow::on) return;
        if (options.exit_on_error && !tested_ && status_ != 0) leave(status_);
    }
}

int Shell::run(const Pipeline& pipeline, const std::string& text) {
    const Time begun = pipeline.timed ? sys::now() : Time{};
    const auto& commands = pipeline.commands;
    int status = commands.size() == 1 ? run(commands.front()) : to_foreground(launch(commands, text));
    if (pipeline.negated) status = status == 0 ? 1 : 0;
    if (pipeline.timed) {
        const auto seconds = std::chrono::duration<double>(sys::now() - begun).count();
        [[maybe_unused]] const auto written = sys::write_all(streams[2], fmt::format("real {:.3f} s\n", seconds));
    }
    return status;
}

int Shell::run(const Command& command) {
    constexpr int deepest = 150;
    line_ = command.line;
    if (depth_ >= deepest) throw ExpansionError("commands are nested too deeply, perhaps a function that calls itself");
    const Instead deeper(depth_, depth_ + 1);
    Streams redirected = streams;
    substitution_status_ = 0;
    if (!redirect(command.redirections, redirected)) return 1;
    const auto* simple = std::get_if<Simple>(&command.action);
    if (simple != nullptr && simple->words.size() == 1 && literal_of(simple->words.front()) == "exec") {
        streams = std::move(redirected);  // for good
        return 0;
    }
    const Instead within(streams, std::move(redirected));
    return std::visit([&](const auto& action) { return act(action); }, command.action);
}

int Shell::run_tested(const List& list) {
    const Instead tested(tested_, true);
    return run(list);
}

int Shell::act(const If& command) {
    for (const auto& branch : command.branches) {
        const int condition = run_tested(branch.condition);
        if (flow_ != Flow::on) return condition;
        if (condition == 0) return run(branch.body);
    }
    return command.otherwise.empty() ? 0 : run(command.otherwise);
}

// Before each round of a loop, and after it: false if there is to be no further one.
bool Shell::next_round() {
    sys::yield();  // a loop of builtins alone would keep everybody else from running
    if (flow_ == Flow::on) return true;
    if ((flow_ != Flow::again && flow_ != Flow::out) || --levels_ > 0) return false;
    return std::exchange(flow_, Flow::on) == Flow::again;
}

int Shell::act(const Loop& loop) {
    const Instead inside(loops_, loops_ + 1);
    int status = 0;
    for (;;) {
        const bool holds = (run_tested(loop.condition) == 0) != loop.until;
        if (flow_ == Flow::on && !holds) return status;
        if (flow_ == Flow::on) status = run(loop.body);
        if (!next_round()) return flow_ == Flow::on ? status : status_;
    }
}

int Shell::act(const For& loop) {
    const auto values = loop.words ? expand(*loop.words, *this) : arguments_;
    const Instead inside(loops_, loops_ + 1);
    int status = 0;
    for (const auto& value : values) {
        assign(loop.name, value);
        status = run(loop.body);
        if (!next_round()) break;
    }
    return status;
}

int Shell::act(const Case& command) {
    const auto subject = expand_text(command.subject, *this);
    for (const auto& choice : command.choices)
        for (const auto& pattern : choice.patterns)
            if (matches(expand_pattern(pattern, *this), subject)) return choice.body.empty() ? 0 : run(choice.body);
    return 0;
}

int Shell::act(const Function& function) {
    functions[function.name] = function.body;
    return 0;
}

int Shell::call(const FunctionBody& body, std::vector<std::string> arguments) {
    sys::yield();
    const Instead its_arguments(arguments_, std::move(arguments));
    const Instead deeper(calls_, calls_ + 1);
    const Instead no_loop(loops_, 0);
    const auto outer_locals = locals_.size();
    roots_.push_back(body);
    const int status = run(*body);
    roots_.pop_back();
    for (; locals_.size() > outer_locals; locals_.pop_back())
        variables.restore(locals_.back().first, std::move(locals_.back().second));
    if (flow_ != Flow::back) return status;
    flow_ = Flow::on;
    return status_;
}

int Shell::run_file(Source& lines, std::vector<std::string> arguments) {
    const Instead its_arguments(arguments_, arguments.empty() ? arguments_ : std::move(arguments));
    const Instead deeper(calls_, calls_ + 1);
    const Instead no_loop(loops_, 0);
    const int status = run_all(lines);
    if (flow_ == Flow::back) flow_ = Flow::on;
    return status;
}

}  // namespace fibrix::sh
