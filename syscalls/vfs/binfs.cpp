#include "syscalls/vfs/binfs.hpp"

#include "syscalls/program/program.hpp"
#include "syscalls/vfs/fixed_system.hpp"

namespace fibrix {
namespace {

class Programs final : public Node {
public:
    Programs() noexcept : Node(FileType::directory, 0555) {}

    Ref<Node> find(std::string_view name) override {
        const auto* program = Program::find(name);
        if (program == nullptr) return {};
        auto text = make_object<TextNode>([help = std::string(program->help)](Kernel&) { return help + "\n"; });
        text->mode = 0555;
        text->links = 1;
        text->number = first_number;
        for (const auto* each : Program::list()) text->number += each->name < name ? 1 : 0;
        return text;
    }
    void list(const std::string& after, std::size_t most, std::vector<DirectoryEntry>& entries) override {
        for (const auto* program : Program::list()) {
            if (program->name <= after || most == 0) continue;
            entries.push_back({std::string(program->name), FileType::regular});
            --most;
        }
    }
};

}  // namespace

Ref<FileSystem> make_binfs(Kernel& kernel) {
    return make_object<FixedSystem>("binfs", kernel, make_object<Programs>());
}

}  // namespace fibrix
