// The line editor: libedit on a terminal, with history.
//
// libedit is an ordinary library that would block the whole system. So it gets its characters from a function that
// makes a request, and writes to a stream whose bytes leave by requests. Both are called in the middle of C code, which
// an exception (a kill, above all) must not cross: it is kept, and goes on when libedit has returned.
#pragma once

#include <histedit.h>

#include <array>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <string_view>

#include "syscalls/sys.hpp"

namespace fibrix::sh {

class LineEditor {
public:
    /// Throws SystemError if there is no memory.
    explicit LineEditor(std::string_view prompt);
    LineEditor(const LineEditor&) = delete;
    LineEditor& operator=(const LineEditor&) = delete;

    /// Lets a person edit a line; false at the end (Ctrl-D, or the terminal is gone). Parks.
    Result<bool> next(std::string& line);

private:
    static LineEditor& self(EditLine* editor) noexcept;
    static int get_character(EditLine* editor, wchar_t* character) noexcept;
    static char* get_prompt(EditLine* editor) noexcept;
    static ssize_t put_out(void* cookie, const char* data, std::size_t size) noexcept;
    int read_character(wchar_t& character);

    struct Close {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
        void operator()(EditLine* editor) const noexcept { el_end(editor); }
        void operator()(History* history) const noexcept { history_end(history); }
    };
    std::string prompt_;
    std::exception_ptr thrown_;
    std::unique_ptr<std::FILE, Close> output_;
    std::unique_ptr<History, Close> history_;
    std::unique_ptr<EditLine, Close> editor_;
};

}  // namespace fibrix::sh
