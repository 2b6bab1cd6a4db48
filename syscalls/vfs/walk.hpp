// In the kernel: following one path, name by name.
#pragma once

#include "syscalls/vfs/mounts.hpp"

namespace fibrix {

class Walk {
public:
    Walk(const Mounts& mounts, const Process& process, Last last);
    Result<Place> follow(std::string_view path);

private:
    struct Step {
        const Mount* mount;
        Ref<Node> node;      // null: outside
        std::size_t length;  // of `path_` there
    };

    [[nodiscard]] const Step& here() const noexcept { return steps_.back(); }
    Result<void> go();
    Result<void> enter(std::string_view name);
    Result<void> enter_in_memory(std::string_view name);
    Result<void> follow_link(const Node& link);
    void push(const Mount* mount, Ref<Node> node, std::string_view name);
    void go_up();
    [[nodiscard]] bool at_end() const noexcept;
    [[nodiscard]] bool follows_link() const noexcept;
    [[nodiscard]] bool slash() const noexcept { return !dots_ && left_.ends_with('/'); }
    [[nodiscard]] Place arrive() const;
    void arrive_in_memory(Place& place) const;

    const Mounts& mounts_;
    const Process& process_;
    Last last_;
    std::vector<Step> steps_{};
    std::string path_{};  // from the root to `here`
    std::string left_{};  // what is still to be followed …
    std::size_t at_ = 0;  // … from here on
    int links_ = 0;
    bool dots_ = true;
    bool missing_ = false;  // nothing is in the last place, whose name is `name_`
    std::string name_{};
};

}  // namespace fibrix
