// The manual: what programs, builtins of the shell and requests say of themselves.

#include "syscalls/table.hpp"
#include "userland/sh/builtins.hpp"
#include "userland/tool.hpp"

namespace {

using namespace fibrix;

constexpr std::string_view sections[] = {"", "program", "request", "builtin of the shell"};

struct Page {
    std::size_t section;
    std::string_view name, help;
};

// All there are, by name; of one name the programs first.
std::vector<Page> all_pages() {
    std::vector<Page> pages;
    for (const auto* program : Program::list()) pages.push_back({1, program->name, program->help});
    for (const auto* syscall : syscall_table().list()) pages.push_back({2, syscall->name, syscall->help});
    for (const auto* builtin : sh::all_builtins()) pages.push_back({3, builtin->name, builtin->help});
    std::stable_sort(pages.begin(), pages.end(), [](const Page& a, const Page& b) { return a.name < b.name; });
    return pages;
}

// `text` in lines of up to 72 bytes, indented.
std::string wrapped(std::string_view text) {
    constexpr std::size_t width = 72;
    std::string lines, line;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (line.size() + 1 + end > width) lines += "       " + std::exchange(line, "") + "\n";
        line += (line.empty() ? "" : " ") + std::string(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines + "       " + line + "\n";
}

// Everything a program prints for --help.
std::string usage_of(Tool& tool, std::string_view program) {
    const auto [reading, writing] = sys::make_pipe().value();
    OwnedHandle output(writing);
    const auto id = sys::start(std::string(program), {"--help"}, false, {sys::no_handle, writing, writing});
    output.close();
    auto text = File(reading).read_all();
    if (id) sys::wait(*id).value();
    const bool whole = tool.check(id, program) && tool.check(text, program);
    return whole ? *text : "";
}

void show_program(Tool& tool, const Page& page) {
    tool.print("\nUSAGE\n");
    const auto text = usage_of(tool, page.name);
    const auto usage = text.find("Usage:");
    std::string_view rest(text);
    if (usage != text.npos) rest.remove_prefix(usage);
    while (rest.ends_with("\n\n")) rest.remove_suffix(1);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        if (end > 0) tool.print("       {}", rest.substr(0, end));
        tool.put("\n");
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

void show_request(Tool& tool, const Page& page) {
    const auto& syscall = *syscall_table().find(page.name);
    std::string fields;
    for (const auto& field : syscall.fields)
        fields += fmt::format("{}{}: {}", fields.empty() ? "" : ", ", field.name, field.type);
    tool.print("\nREQUEST\n");
    tool.put(wrapped(fmt::format("{}({}) -> {}", syscall.name, fields, syscall.result)));
    tool.print("\n       number {}, of the family {}; it {}.\n", syscall.number, syscall.family,
               syscall.parks ? "may make the caller wait" : "never waits");
    if (syscall.errors.empty()) return;
    tool.print("\nERRORS\n");
    for (const auto error : syscall.errors) tool.print("       {:<14}{}\n", to_string(error), describe(error));
}

void show(Tool& tool, const Page& page) {
    tool.print("{}({}), a {}\n\n", page.name, page.section, sections[page.section]);
    tool.put(wrapped(page.help));
    if (page.section == 1) show_program(tool, page);
    if (page.section == 2) show_request(tool, page);
    if (page.section == 3) tool.print("\nUSAGE\n       {}\n", sh::find_builtin(page.name)->usage);
}

std::string in_small_letters(std::string_view text) {
    std::string small(text);
    for (char& c : small) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return small;
}

int search(Tool& tool, const std::string& word) {
    bool found = false;
    const auto wanted = in_small_letters(word);
    for (const auto& page : all_pages()) {
        const auto text = fmt::format("{} ({})", page.name, page.section);
        if (in_small_letters(fmt::format("{} {}", page.name, page.help)).find(wanted) == std::string::npos) continue;
        tool.print("{:<22} {}\n", text, page.help);
        found = true;
    }
    if (!found) tool.complain(fmt::format("nothing is said of '{}'", word));
    return tool.finish();
}

int show_all(Tool& tool, const std::string& name, const std::string& section) {
    std::size_t shown = 0;
    for (const auto& page : all_pages()) {
        if (page.name != name || (!section.empty() && section != std::to_string(page.section))) continue;
        if (shown++ > 0) tool.put("\n\n");
        show(tool, page);
    }
    if (shown == 0) tool.complain(fmt::format("there is no page '{}' (try: man -k {})", name, name));
    return tool.finish();
}

int man(Arguments& arguments) {
    std::string word;
    std::vector<std::string> words;
    arguments.option("-k", word, "which pages speak of this, instead");
    arguments.words("page", words, "[SECTION] NAME; 1: programs, 2: requests, 3: builtins of the shell");
    if (const auto done = arguments.parse()) return *done;
    Tool tool("man");
    if (!word.empty()) return search(tool, word);
    if (words.empty() || words.size() > 2) return tool.refuse("which page?");
    return show_all(tool, words.back(), words.size() == 2 ? words.front() : "");
}

const Program program{"man", "The manual: programs, requests and what the shell does itself.", man};

}  // namespace
