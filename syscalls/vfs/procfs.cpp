#include "syscalls/vfs/procfs.hpp"

#include <optional>

#include "kernel/kernel.hpp"
#include "syscalls/vfs/fixed_system.hpp"
#include "syscalls/vfs/proc_process.hpp"
#include "syscalls/vfs/proc_system.hpp"

namespace fibrix {
namespace {

// A process has numbers for its directory and what is in it, different ones from all others that were or will be.
constexpr std::uint64_t numbers_of_process = 32;
static_assert(proc::process_texts.size() + 2 <= numbers_of_process);
static_assert(first_number + proc::system_texts.size() + 1 <= numbers_of_process);

std::uint64_t first_of(ProcessId id) noexcept {
    return numbers_of_process * ((std::uint64_t{id.generation} << 24) + id.slot);
}

class ProcessDirectory final : public Node {
public:
    ProcessDirectory(Kernel& kernel, ProcessId id) noexcept
        : Node(FileType::directory, 0555), kernel_(kernel), id_(id) {
        links = 2;
        number = first_of(id);
    }
    Ref<Node> find(std::string_view name) override;
    void list(const std::string& after, std::size_t most, std::vector<DirectoryEntry>& entries) override;
    [[nodiscard]] bool empty() const override { return false; }

private:
    Kernel& kernel_;
    ProcessId id_;
};

class Directory final : public Node {  // in which a process is
public:
    explicit Directory(Kernel& kernel, ProcessId id) noexcept : Node(FileType::link, 0777), kernel_(kernel), id_(id) {
        number = first_of(id) + 1;
    }
    [[nodiscard]] std::string target(const Process&) const override {
        const auto* process = kernel_.find_process(id_);
        return process == nullptr ? "" : process->directory;
    }

private:
    Kernel& kernel_;
    ProcessId id_;
};

class Self final : public Node {
public:
    Self() noexcept : Node(FileType::link, 0777) { number = first_number; }
    [[nodiscard]] std::string target(const Process& process) const override { return to_string(process.id); }
};

class Root final : public Node {
public:
    explicit Root(Kernel& kernel) noexcept : Node(FileType::directory, 0555), kernel_(kernel) {}
    Ref<Node> find(std::string_view name) override;
    void list(const std::string& after, std::size_t most, std::vector<DirectoryEntry>& entries) override;
    [[nodiscard]] bool empty() const override { return false; }

private:
    Kernel& kernel_;
};

Ref<Node> text(std::uint64_t number, TextNode::Make make) {
    auto node = make_object<TextNode>(std::move(make));
    node->links = 1;
    node->number = number;
    return node;
}

// Those after the entry `after` of a list that is short.
void list_after(const std::string& after, std::size_t most, const std::vector<DirectoryEntry>& all,
                std::vector<DirectoryEntry>& entries) {
    bool passed = after.empty();
    for (const auto& entry : all) {
        if (passed && most-- > 0) entries.push_back(entry);
        if (most == 0) return;
        passed = passed || entry.name == after;
    }
}

Ref<Node> ProcessDirectory::find(std::string_view name) {
    if (kernel_.find_process(id_) == nullptr) return {};
    if (name == "cwd") return make_object<Directory>(kernel_, id_);
    std::uint64_t next = first_of(id_) + 2;
    for (const auto& each : proc::process_texts) {
        if (each.name == name)
            return text(next, [id = id_, make = each.make](Kernel& kernel) -> Result<std::string> {
                const auto* process = kernel.find_process(id);
                if (process == nullptr) return Errno::noent;
                return make(kernel, *process);
            });
        ++next;
    }
    return {};
}

void ProcessDirectory::list(const std::string& after, std::size_t most, std::vector<DirectoryEntry>& entries) {
    std::vector<DirectoryEntry> all;
    all.reserve(proc::process_texts.size() + 1);
    for (const auto& each : proc::process_texts) all.push_back({std::string(each.name), FileType::regular});
    all.push_back({"cwd", FileType::link});
    list_after(after, most, all, entries);
}

Ref<Node> Root::find(std::string_view name) {
    if (name == "self") return make_object<Self>();
    std::uint64_t next = first_number + 1;
    for (const auto& each : proc::system_texts) {
        if (each.name == name) return text(next, each.make);
        ++next;
    }
    const auto id = parse_task_id(name);
    if (!id || kernel_.find_process(*id) == nullptr || to_string(*id) != name) return {};
    return make_object<ProcessDirectory>(kernel_, *id);
}

// First what is always there, then the processes in the order of their ids.
void Root::list(const std::string& after, std::size_t most, std::vector<DirectoryEntry>& entries) {
    const auto last = parse_task_id(after);
    if (!last) {
        std::vector<DirectoryEntry> all{{"self", FileType::link}};
        for (const auto& each : proc::system_texts) all.push_back({std::string(each.name), FileType::regular});
        list_after(after, most, all, entries);
    }
    kernel_.tasks().for_each([&](const Task& task) {
        const bool listed = last && task.id <= *last;
        if (task.process->first == &task && !listed && entries.size() < most)
            entries.push_back({to_string(task.id), FileType::directory});
    });
}

}  // namespace

Ref<FileSystem> make_procfs(Kernel& kernel) {
    return make_object<FixedSystem>("procfs", kernel, make_object<Root>(kernel));
}

}  // namespace fibrix
