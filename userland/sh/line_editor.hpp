// The line editor: libedit on a terminal, with history, and completion by Tab.
//
// libedit is an ordinary library that would block the whole system. So it gets its characters from a function that
// makes a request, and writes to a stream whose bytes leave by requests. Both are called in the middle of C code, which
// an exception (a kill, above all) must not cross: it is kept, and goes on when libedit has returned.
#pragma once

#include <histedit.h>

#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "syscalls/sys.hpp"
#include "userland/sh/completion.hpp"

namespace fibrix::sh {

class LineEditor {
public:
    /// `complete` is given the line up to the cursor; it may park. Throws SystemError if there is no memory.
    explicit LineEditor(std::function<Completion(std::string_view)> complete);
    LineEditor(const LineEditor&) = delete;
    LineEditor& operator=(const LineEditor&) = delete;

    enum class Got { line, end, interrupt };
    /// Lets a person edit a line behind `prompt`. The end is Ctrl-D, or that the terminal is gone; an interrupt is
    /// Ctrl-C. Parks.
    Got next(std::string prompt, std::string& line);

private:
    static LineEditor& self(EditLine* editor) noexcept;
    static int get_character(EditLine* editor, wchar_t* character) noexcept;
    static char* get_prompt(EditLine* editor) noexcept;
    static unsigned char on_tab(EditLine* editor, int) noexcept;
    static unsigned char on_interrupt(EditLine* editor, int) noexcept;
    static ssize_t put_out(void* cookie, const char* data, std::size_t size) noexcept;
    int read_character(wchar_t& character);
    unsigned char put_in_completion();
    void show(const std::vector<std::string>& choices);
    void remember(const std::string& line);

    struct Close {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
        void operator()(EditLine* editor) const noexcept { el_end(editor); }
        void operator()(History* history) const noexcept { history_end(history); }
    };
    std::function<Completion(std::string_view)> complete_;
    std::string prompt_;
    bool interrupted_ = false;
    std::exception_ptr thrown_;
    std::unique_ptr<std::FILE, Close> output_;
    std::unique_ptr<History, Close> history_;
    std::unique_ptr<EditLine, Close> editor_;
};

}  // namespace fibrix::sh
