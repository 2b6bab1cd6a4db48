// Shows who has started whom, as a tree.

#include "userland/tasks.hpp"
#include "userland/tool.hpp"

namespace {

using namespace fibrix;

class Tree {
public:
    Tree(Tool& tool, const std::vector<TaskLine>& tasks, bool with_tasks) : tool_(tool) {
        for (const auto& task : tasks) {
            if (task.is_first()) programs_[task.pid] = task.program;
            if (task.is_first() || with_tasks) children_[task.is_first() ? task.parent : task.pid].push_back(&task);
        }
    }
    [[nodiscard]] bool knows(const std::string& pid) const { return programs_.contains(pid); }

    /// Everything below `root`; with a deep tree in mind it does not call itself.
    void show(const std::string& root) {
        struct Left {
            const TaskLine* task;
            std::string before;  // what stands before it in its line, and, with `below`, before its children
            std::string below;
        };
        std::vector<Left> left;
        const auto add = [&](const std::string& id, const std::string& before) {
            const auto& below = children_[id];
            for (auto child = below.rbegin(); child != below.rend(); ++child) {
                const bool last = child == below.rbegin();
                left.push_back({*child, before + (last ? "└─ " : "├─ "), before + (last ? "   " : "│  ")});
            }
        };
        add(root, "");
        while (!left.empty()) {
            const auto next = std::move(left.back());
            left.pop_back();
            const auto& task = *next.task;
            tool_.print("{}{} {}\n", next.before, task.tid, task.is_first() ? task.program : "{task}");
            if (task.is_first()) add(task.pid, next.below);
        }
    }
    /// Those whose parent is not there any more.
    void show_all() {
        for (const auto* task : std::vector(children_["0"])) show_with_name(task->pid);
    }
    void show_with_name(const std::string& pid) {
        tool_.print("{} {}\n", pid, programs_[pid]);
        show(pid);
    }

private:
    Tool& tool_;
    std::map<std::string, std::string> programs_;
    std::map<std::string, std::vector<const TaskLine*>> children_;  // by the id of the process; "0": nobody's
};

int pstree(Arguments& arguments) {
    bool processes_only = false;
    std::string pid;
    arguments.flag("-T,--hide-tasks", processes_only, "only processes, not their other tasks");
    arguments.word("pid", pid, "only what is below this process", false);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("pstree");
    const auto tasks = read_tasks();
    if (!tool.check(tasks, "/proc/tasks")) return tool.finish();
    Tree tree(tool, *tasks, !processes_only);
    if (pid.empty()) tree.show_all();
    else if (tree.knows(pid)) tree.show_with_name(pid);
    else tool.complain(pid, Errno::srch);
    return tool.finish();
}

const Program program{"pstree", "Shows who has started whom, as a tree.", pstree};

}  // namespace
