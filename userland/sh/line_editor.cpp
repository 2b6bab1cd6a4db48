#include "userland/sh/line_editor.hpp"

#include <array>
#include <cwchar>

namespace fibrix::sh {
namespace {

constexpr int history_length = 1000;
// Typed while a program ran, in the terminal's ordinary mode, Ctrl-D comes as a zero.
constexpr wchar_t end_of_input = 4;

}  // namespace

LineEditor::LineEditor(std::function<Completion(std::string_view)> complete) : complete_(std::move(complete)) {
    output_.reset(fopencookie(this, "w", {nullptr, &put_out, nullptr, nullptr}));
    history_.reset(history_init());
    if (output_ && history_)
        editor_.reset(el_init_fd("sh", stdin, output_.get(), output_.get(), sys::standard_input, sys::standard_output,
                                 sys::standard_error));
    if (!editor_) throw SystemError(Errno::nomem);
    HistEvent event;
    history(history_.get(), &event, H_SETSIZE, history_length);
    history(history_.get(), &event, H_SETUNIQUE, 1);
    EditLine* editor = editor_.get();
    el_set(editor, EL_CLIENTDATA, this);
    el_set(editor, EL_GETCFN, &get_character);
    el_set(editor, EL_PROMPT, &get_prompt);
    el_set(editor, EL_EDITOR, "emacs");
    el_set(editor, EL_HIST, history, history_.get());
    el_set(editor, EL_ADDFN, "complete", "completes a word", &on_tab);
    el_set(editor, EL_ADDFN, "interrupt", "gives the line up", &on_interrupt);
    el_set(editor, EL_BIND, "^I", "complete", nullptr);
    el_set(editor, EL_SETTY, "-d", "-isig", nullptr);  // while a line is edited Ctrl-C is a character
    el_set(editor, EL_BIND, "^C", "interrupt", nullptr);
}

LineEditor::Got LineEditor::next(std::string prompt, std::string& line) {
    prompt_ = std::move(prompt);
    interrupted_ = false;
    el_resize(editor_.get());
    el_set(editor_.get(), EL_PREP_TERM, 1);  // before the prompt is seen: what is typed from then on is for the editor
    int length = 0;
    const char* text = el_gets(editor_.get(), &length);
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    if (interrupted_) {
        el_set(editor_.get(), EL_PREP_TERM, 0);
        return Got::interrupt;
    }
    if (text == nullptr || length <= 0) return Got::end;
    line = text;
    remember(line);
    if (line.ends_with('\n')) line.pop_back();
    return Got::line;
}

void LineEditor::remember(const std::string& line) {
    if (line.find_first_not_of(" \t\n") == line.npos) return;
    HistEvent event;
    history(history_.get(), &event, H_ENTER, line.c_str());
}

LineEditor& LineEditor::self(EditLine* editor) noexcept {
    void* data = nullptr;
    el_get(editor, EL_CLIENTDATA, &data);
    return *static_cast<LineEditor*>(data);
}

char* LineEditor::get_prompt(EditLine* editor) noexcept { return self(editor).prompt_.data(); }

int LineEditor::get_character(EditLine* editor, wchar_t* character) noexcept {
    LineEditor& me = self(editor);
    try {
        return me.read_character(*character);
    } catch (...) {
        me.thrown_ = std::current_exception();
        return -1;
    }
}

// 1 if there is one, 0 at the end, -1 if it cannot be read. What is no UTF-8 becomes a question mark.
int LineEditor::read_character(wchar_t& character) {
    constexpr auto incomplete = static_cast<std::size_t>(-2), wrong = static_cast<std::size_t>(-1);
    for (std::mbstate_t state{};;) {
        std::array<std::byte, 1> byte{};
        const auto got = sys::read(sys::standard_input, byte);
        if (!got) interrupted_ = got.error() == Errno::intr;
        if (!got) return -1;
        if (*got == 0) return 0;
        const char c = static_cast<char>(byte.front());
        const auto used = std::mbrtowc(&character, &c, 1, &state);
        if (used == incomplete) continue;
        if (used == wrong) character = L'?';
        if (character == L'\0') character = end_of_input;
        return 1;
    }
}

ssize_t LineEditor::put_out(void* cookie, const char* data, std::size_t size) noexcept {
    auto& me = *static_cast<LineEditor*>(cookie);
    try {
        return sys::write_all(sys::standard_output, {data, size}) ? static_cast<ssize_t>(size) : 0;
    } catch (...) {
        me.thrown_ = std::current_exception();
        return 0;
    }
}

unsigned char LineEditor::on_interrupt(EditLine* editor, int) noexcept {
    LineEditor& me = self(editor);
    me.interrupted_ = true;
    std::fputs("^C\n", me.output_.get());
    std::fflush(me.output_.get());
    return CC_EOF;
}

unsigned char LineEditor::on_tab(EditLine* editor, int) noexcept {
    LineEditor& me = self(editor);
    try {
        return me.put_in_completion();
    } catch (...) {
        me.thrown_ = std::current_exception();
        return CC_EOF;
    }
}

unsigned char LineEditor::put_in_completion() {
    const LineInfo* line = el_line(editor_.get());
    const auto before = static_cast<std::size_t>(line->cursor - line->buffer);
    const auto completion = complete_(std::string(line->buffer, before));
    if (!completion.insert.empty()) {
        el_insertstr(editor_.get(), completion.insert.c_str());
        return CC_REFRESH;
    }
    if (completion.choices.empty()) return CC_REFRESH_BEEP;
    show(completion.choices);
    return CC_REDISPLAY;
}

// In columns, below the line that is edited.
void LineEditor::show(const std::vector<std::string>& choices) {
    constexpr std::size_t width = 80;
    std::size_t longest = 0;
    for (const auto& each : choices) longest = std::max(longest, each.size() + 2);
    const auto in_a_row = std::max<std::size_t>(1, width / longest);
    std::string text;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        text += i % in_a_row == 0 ? "\n" : "";
        text += fmt::format("{:<{}}", choices[i], longest);
    }
    text += "\n";
    std::fputs(text.c_str(), output_.get());
    std::fflush(output_.get());
}

}  // namespace fibrix::sh
