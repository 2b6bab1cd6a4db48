// Leaves out lines that are equal to the one before.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

struct Shown {
    bool counts = false, repeated = false, single = false;
};

class Groups {
public:
    Groups(Tool& tool, const Shown& shown) noexcept : tool_(tool), shown_(shown) {}

    void add(std::string_view line) {
        if (count_ > 0 && line == line_) {
            ++count_;
            return;
        }
        end();
        line_ = line;
        count_ = 1;
    }
    void end() {
        const bool wanted = count_ > 1 ? !shown_.single : !shown_.repeated;
        if (count_ == 0 || !wanted) return;
        if (shown_.counts) tool_.print("{:7} ", count_);
        tool_.put(line_);
        tool_.put("\n");
    }

private:
    Tool& tool_;
    Shown shown_;
    std::string line_;
    std::size_t count_ = 0;
};

int uniq(Arguments& arguments) {
    Shown shown;
    std::string input = "-", output;
    arguments.flag("-c,--count", shown.counts, "print how often each comes");
    arguments.flag("-d,--repeated", shown.repeated, "only those that come more than once");
    arguments.flag("-u,--unique", shown.single, "only those that come once");
    arguments.word("input", input, "a file; standard input if none is named, or -", false);
    arguments.word("output", output, "a file instead of standard output", false);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("uniq");
    if (!output.empty()) {
        const auto file = File::open(output, to_replace);
        if (!tool.check(file, output)) return 1;
        sys::dup2(file->handle(), sys::standard_output).value();
    }
    Groups groups(tool, shown);
    tool.for_each_input({input}, [&](Handle file, const std::string& name) {
        tool.for_each_line(file, name, [&](auto line) { groups.add(line); });
    });
    groups.end();
    return tool.finish();
}

const Program program{"uniq", "Leaves out lines that are equal to the one before.", uniq};

}  // namespace
