#include "userland/usertests/helpers.hpp"

namespace fibrix::usertests {

std::string read_some(Handle handle, std::size_t most) {
    std::string text(most, '\0');
    text.resize(sys::read(handle, std::as_writable_bytes(std::span(text))).value());
    return text;
}

std::string read_to_end(Handle handle) { return File(handle).read_all().value(); }

void write_some(Handle handle, std::string_view text) { sys::write_all(handle, text).value(); }

std::string text_of(std::string_view path) { return read_file(path).value(); }

void make_file(std::string_view path, std::string_view text) { write_file(path, text).value(); }

std::vector<std::string> names_in(std::string_view directory) {
    std::vector<std::string> names;
    for (auto& entry : list_directory(directory).value()) names.push_back(std::move(entry.name));
    return names;
}

Ending run_program(const std::string& name, const Words& words) {
    const auto [reading, writing] = sys::make_pipe().value();
    OwnedHandle output(reading), input(writing);
    const auto id = sys::start(name, words, false, {sys::no_handle, writing, writing}).value();
    input.close();
    auto text = read_to_end(std::exchange(output, OwnedHandle()).get());
    return {sys::wait(id).value(), std::move(text)};
}

std::string script(const std::string& text) { return run_program("sh", {"-c", text}).output; }

void until_waiting(TaskId task, std::string_view text, const Where& where) {
    until(
        [&] {
            for (const auto& each : sys::list_tasks())
                if (each.id == task && each.waits_for.starts_with(text)) return true;
            return false;
        },
        where);
}

}  // namespace fibrix::usertests
