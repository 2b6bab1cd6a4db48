// What the programs that work on files have in common: each says in one line what was wrong with a file, goes on with
// the next one, and tells by its status that something was; without files it reads standard input, also called "-".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syscalls/file/buffered.hpp"
#include "syscalls/sys.hpp"

namespace fibrix {

/// Whether a handle is open, and a terminal.
bool is_terminal(Handle handle);

class Tool {
public:
    explicit Tool(std::string_view name) : name_(name) {}
    Tool(const Tool&) = delete;
    Tool& operator=(const Tool&) = delete;

    /// "NAME: WHAT: ERROR" on standard error, after what was printed before; from then on the status is not 0.
    void complain(std::string_view what, Errno error);
    void complain(std::string_view what);
    /// Complains if `result` is an error; true if not.
    template <class T>
    bool check(const Result<T>& result, std::string_view what) {
        if (result.has_error()) complain(what, result.error());
        return result.has_value();
    }
    /// One line about wrong usage; what the program is to return.
    [[nodiscard]] int refuse(std::string_view what) const;

    /// Text for standard output. If that cannot be written the program ends here, with a line that says why.
    void put(std::string_view text);
    template <class... Values>
    void print(fmt::format_string<Values...> format, Values&&... values) {
        put(fmt::format(format, std::forward<Values>(values)...));
    }
    void flush();
    /// The status, after all is written.
    [[nodiscard]] int finish();
    void fail(int status = 1) noexcept { status_ = status; }

    /// Calls `visit(handle, name)` for each of `files`.
    template <class Visit>
    void for_each_input(const std::vector<std::string>& files, Visit visit) {
        if (files.empty()) visit(sys::standard_input, std::string("-"));
        for (const auto& name : files) {
            if (name == "-") {
                visit(sys::standard_input, name);
                continue;
            }
            const auto file = File::open(name);
            if (check(file, name)) visit(file->handle(), name);
        }
    }
    /// Calls `visit(line)` for each line; false if the file could not be read to its end.
    template <class Visit>
    bool for_each_line(Handle file, std::string_view name, Visit visit) {
        LineSource lines(file);
        for (std::string_view line;;) {
            const auto more = lines.next(line);
            if (!check(more, name)) return false;
            if (!*more) return true;
            visit(line);
        }
    }
    /// Calls `visit(text)` for each piece of a file; false if it could not be read to its end. It stops when `visit`
    /// gives false.
    template <class Visit>
    bool for_each_piece(Handle file, std::string_view name, Visit visit) {
        std::vector<char> room(piece_size);
        for (;;) {
            const auto got = sys::read(file, std::as_writable_bytes(std::span(room)));
            if (!check(got, name)) return false;
            if (*got == 0 || !visit(std::string_view(room.data(), *got))) return true;
        }
    }

private:
    static void written(const Result<void>& result);

    std::string_view name_;
    int status_ = 0;
    BufferedOutput output_{sys::standard_output};
    bool at_terminal_ = is_terminal(sys::standard_output);
};

/// What is behind the last slash; "/" of a path of slashes.
std::string_view base_name(std::string_view path);
/// What is before that; "." if there is nothing.
std::string_view directory_name(std::string_view path);
/// "directory/name".
std::string join_path(std::string_view directory, std::string_view name);
/// `target`, or what in it is called like `source` if it is a directory.
std::string place_for(const std::string& target, const std::string& source);
/// Takes the last of at least two paths: where the others go. Nothing, and a complaint, if several others would go to
/// what is no directory.
std::optional<std::string> take_target(Tool& tool, std::vector<std::string>& paths);
/// "-5" as the first word, as head and tail were once told how many lines, becomes "-n 5".
void take_old_count(std::vector<std::string>& words);
/// "-rw-r--r--".
std::string mode_in_words(const FileStatus& status);
/// "1.5K": for people. Rounded up.
std::string size_in_words(std::uint64_t bytes);
/// As strftime writes it, in UTC.
std::string format_time(std::int64_t nanoseconds, const std::string& format);

}  // namespace fibrix
