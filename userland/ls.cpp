// Lists files and directories.

#include <algorithm>
#include <numeric>
#include <ranges>

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct Shown {
    bool details = false, all = false, below = false, one_a_line = false, itself = false, newest_first = false;
    bool for_people = false;
};

struct Item {
    std::string name;  // as it is shown
    std::string path;
    FileStatus status{};
};

class Lister {
public:
    Lister(Tool& tool, const Shown& shown) noexcept : tool_(tool), shown_(shown) {}

    void list(const std::vector<std::string>& paths) {
        std::vector<Item> files, directories;
        for (const auto& path : paths) {
            // A link is shown as such only where more is shown of it than what is behind it.
            auto status = shown_.details || shown_.itself ? sys::lstat(path) : sys::stat(path);
            if (!status) status = sys::lstat(path);
            if (!tool_.check(status, path)) tool_.fail(2);
            else
                (status->type == FileType::directory && !shown_.itself ? directories : files)
                    .push_back({path, path, *status});
        }
        order(files);
        order(directories);
        show(files);
        titled_ = paths.size() > 1 || shown_.below;
        for (const auto& each : directories) list_directories(each.path);
    }

private:
    void list_directories(const std::string& top) {
        std::vector<std::string> left{top};  // last first
        while (!left.empty()) {
            const auto path = std::move(left.back());
            left.pop_back();
            const auto items = items_of(path);
            if (!items) {
                tool_.complain(path, items.error());
                tool_.fail(path == top ? 2 : 1);
                continue;
            }
            if (titled_) tool_.print("{}{}:\n", printed_ ? "\n" : "", path);
            printed_ = true;
            show(*items);
            if (!shown_.below) continue;
            for (const auto& item : std::views::reverse(*items))
                if (item.status.type == FileType::directory && item.name != "." && item.name != "..")
                    left.push_back(item.path);
        }
    }

    Result<std::vector<Item>> items_of(const std::string& directory) {
        auto entries = list_directory(directory);
        if (!entries) return entries.error();
        if (shown_.all)
            for (const auto* name : {".", ".."}) entries->push_back({name, FileType::directory});
        std::vector<Item> items;
        for (auto& entry : *entries) {
            if (entry.name.starts_with('.') && !shown_.all) continue;
            Item item{entry.name, join_path(directory, entry.name), {.type = entry.type}};
            if (shown_.details || shown_.newest_first)
                if (const auto status = sys::lstat(item.path); tool_.check(status, item.path)) item.status = *status;
            items.push_back(std::move(item));
        }
        order(items);
        return items;
    }

    void order(std::vector<Item>& items) const {
        const auto before = [this](const Item& a, const Item& b) {
            if (shown_.newest_first && a.status.modified != b.status.modified)
                return a.status.modified > b.status.modified;
            return a.name < b.name;
        };
        std::sort(items.begin(), items.end(), before);
    }

    void show(const std::vector<Item>& items) {
        if (shown_.details) show_details(items);
        else if (shown_.one_a_line)
            for (const auto& item : items) tool_.print("{}\n", item.name);
        else show_columns(items);
        printed_ = printed_ || !items.empty();
    }

    void show_details(const std::vector<Item>& items) {
        std::size_t links = 1, size = 1;
        for (const auto& item : items) {
            links = std::max(links, std::to_string(item.status.links).size());
            size = std::max(size, size_of(item).size());
        }
        for (const auto& item : items) {
            const auto& status = item.status;
            std::string target;
            if (status.type == FileType::link) {
                const auto read = sys::readlink(item.path);
                target = " -> " + (read ? *read : "?");
            }
            tool_.print("{} {:>{}} {:>{}} {} {}{}\n", mode_in_words(status), status.links, links, size_of(item), size,
                        format_time(status.modified, "%Y-%m-%d %H:%M"), item.name, target);
        }
    }

    [[nodiscard]] std::string size_of(const Item& item) const {
        const auto size = static_cast<std::uint64_t>(item.status.size);
        return shown_.for_people ? size_in_words(size) : std::to_string(size);
    }

    // Down, then across: as few rows as there is room for on the screen, each column as wide as its longest name.
    void show_columns(const std::vector<Item>& items) {
        std::vector<std::size_t> widths;
        std::size_t rows = 1;
        while (!fits(items, rows, widths)) ++rows;
        for (std::size_t row = 0; row < rows && !items.empty(); ++row) {
            for (std::size_t i = row; i < items.size(); i += rows) {
                const auto& name = items[i].name;
                const auto gap = i + rows < items.size() ? widths[i / rows] - width_of(name) : 0;
                tool_.print("{}{}", name, std::string(gap, ' '));
            }
            tool_.put("\n");
        }
    }

    static bool fits(const std::vector<Item>& items, std::size_t rows, std::vector<std::size_t>& widths) {
        constexpr std::size_t screen = 80, between = 2;
        widths.assign((items.size() + rows - 1) / rows, 0);
        for (std::size_t i = 0; i < items.size(); ++i)
            widths[i / rows] = std::max(widths[i / rows], width_of(items[i].name) + between);
        return widths.size() <= 1 || std::accumulate(widths.begin(), widths.end(), std::size_t{0}) <= screen + between;
    }

    // In characters: of those that take several bytes in UTF-8 the first byte counts.
    static std::size_t width_of(std::string_view name) {
        const auto first = [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u; };
        return static_cast<std::size_t>(std::count_if(name.begin(), name.end(), first));
    }

    Tool& tool_;
    Shown shown_;
    bool titled_ = false, printed_ = false;
};

int ls(Arguments& arguments) {
    Shown shown;
    std::vector<std::string> paths;
    arguments.flag("-l", shown.details, "mode, links, size, time and name");
    arguments.flag("-h,--human-readable", shown.for_people, "with -l: sizes as 1.5K, 2.0M");
    arguments.flag("-a,--all", shown.all, "also names that begin with a dot");
    arguments.flag("-R,--recursive", shown.below, "also what is in directories, and so on");
    arguments.flag("-1", shown.one_a_line, "one a line, as always if not at a terminal");
    arguments.flag("-d,--directory", shown.itself, "directories themselves, not what is in them");
    arguments.flag("-t", shown.newest_first, "the one modified last first");
    arguments.words("paths", paths, "what to list; the directory it is in if none is named");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("ls");
    if (!is_terminal(sys::standard_output)) shown.one_a_line = true;
    if (paths.empty()) paths.emplace_back(".");
    Lister(tool, shown).list(paths);
    return tool.finish();
}

const Program program{"ls", "Lists files and directories.", ls};

}  // namespace
