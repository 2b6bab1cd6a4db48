#include "userland/sh/line_editor.hpp"

#include <cwchar>

namespace fibrix::sh {
namespace {

constexpr int history_length = 1000;

}  // namespace

LineEditor::LineEditor(std::string_view prompt) : prompt_(prompt) {
    output_.reset(fopencookie(this, "w", {nullptr, &put_out, nullptr, nullptr}));
    history_.reset(history_init());
    if (output_ && history_)
        editor_.reset(el_init_fd("sh", stdin, output_.get(), output_.get(), sys::standard_input, sys::standard_output,
                                 sys::standard_error));
    if (!editor_) throw SystemError(Errno::nomem);
    HistEvent event;
    history(history_.get(), &event, H_SETSIZE, history_length);
    history(history_.get(), &event, H_SETUNIQUE, 1);
    el_set(editor_.get(), EL_CLIENTDATA, this);
    el_set(editor_.get(), EL_GETCFN, &get_character);
    el_set(editor_.get(), EL_PROMPT, &get_prompt);
    el_set(editor_.get(), EL_EDITOR, "emacs");
    el_set(editor_.get(), EL_HIST, history, history_.get());
}

Result<bool> LineEditor::next(std::string& line) {
    el_resize(editor_.get());
    int length = 0;
    const char* text = el_gets(editor_.get(), &length);
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
    if (text == nullptr || length <= 0) return false;
    line = text;
    if (line.find_first_not_of(" \t\n") != line.npos) {
        HistEvent event;
        history(history_.get(), &event, H_ENTER, line.c_str());
    }
    if (line.ends_with('\n')) line.pop_back();
    return true;
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
        if (!got) return -1;
        if (*got == 0) return 0;
        const char c = static_cast<char>(byte.front());
        const auto used = std::mbrtowc(&character, &c, 1, &state);
        if (used == incomplete) continue;
        if (used == wrong) character = L'?';
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

}  // namespace fibrix::sh
