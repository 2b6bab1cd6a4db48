#include "userland/tool.hpp"

#include <array>
#include <cmath>
#include <ctime>

namespace fibrix {

bool is_terminal(Handle handle) {
    const auto answer = sys::is_terminal(handle);
    return answer && *answer;
}

void Tool::complain(std::string_view what) {
    flush();
    sys::print_error("{}: {}\n", name_, what);
    if (status_ == 0) status_ = 1;
}

void Tool::complain(std::string_view what, Errno error) { complain(fmt::format("{}: {}", what, describe(error))); }

int Tool::refuse(std::string_view what) const {
    sys::print_error("{0}: {1} (try: {0} --help)\n", name_, what);
    return Arguments::usage_error;
}

void Tool::written(const Result<void>& result) {
    if (!result) sys::give_up_on_output(result.error());
}

void Tool::put(std::string_view text) {
    written(output_.put(text));
    if (at_terminal_) flush();
}

void Tool::flush() { written(output_.flush()); }

int Tool::finish() {
    flush();
    return status_;
}

std::string_view base_name(std::string_view path) {
    const auto end = path.find_last_not_of('/');
    if (end == path.npos) return path.substr(0, 1);
    path = path.substr(0, end + 1);
    return path.substr(path.rfind('/') + 1);
}

std::string_view directory_name(std::string_view path) {
    const auto name = path.find_last_not_of('/');
    if (name == path.npos) return path.empty() ? "." : "/";
    const auto slash = path.rfind('/', name);
    if (slash == path.npos) return ".";
    const auto end = path.find_last_not_of('/', slash);
    return end == path.npos ? "/" : path.substr(0, end + 1);
}

std::string join_path(std::string_view directory, std::string_view name) {
    return fmt::format("{}{}{}", directory, directory.ends_with('/') ? "" : "/", name);
}

std::string place_for(const std::string& target, const std::string& source) {
    const auto status = sys::stat(target);
    if (!status || status->type != FileType::directory) return target;
    return join_path(target, base_name(source));
}

std::optional<std::string> take_target(Tool& tool, std::vector<std::string>& paths) {
    auto target = std::move(paths.back());
    paths.pop_back();
    const auto status = sys::stat(target);
    if (paths.size() == 1 || (status && status->type == FileType::directory)) return target;
    tool.complain(target, Errno::notdir);
    return std::nullopt;
}

void take_old_count(std::vector<std::string>& words) {
    if (words.empty() || words[0].size() < 2 || words[0][0] != '-') return;
    const auto count = words[0].substr(1);
    if (count.find_first_not_of("0123456789") != count.npos) return;
    words[0] = "-n";
    words.insert(words.begin() + 1, count);
}

std::string mode_in_words(const FileStatus& status) {
    constexpr std::string_view types = "-dlcps", letters = "rwxrwxrwx";
    std::string text(1, types[static_cast<std::size_t>(status.type)]);
    for (std::size_t i = 0; i < letters.size(); ++i) text += (status.mode >> (8 - i) & 1) != 0 ? letters[i] : '-';
    return text;
}

std::string size_in_words(std::uint64_t bytes) {
    constexpr std::string_view units = "KMGTPE";
    if (bytes < 1024) return std::to_string(bytes);
    double value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; std::ceil(value) >= 1024; ++unit) value /= 1024;
    const double tenths = std::ceil(value * 10) / 10;
    return tenths < 10 ? fmt::format("{:.1f}{}", tenths, units[unit])
                       : fmt::format("{:.0f}{}", std::ceil(value), units[unit]);
}

std::string format_time(std::int64_t nanoseconds, const std::string& format) {
    constexpr std::int64_t billion = 1'000'000'000;
    const std::time_t seconds = nanoseconds / billion - (nanoseconds % billion < 0 ? 1 : 0);
    std::tm time{};
    gmtime_r(&seconds, &time);
    std::array<char, 1024> text{};
    return {text.data(), std::strftime(text.data(), text.size(), format.c_str(), &time)};
}

}  // namespace fibrix
