#include "syscalls/vfs/walk.hpp"

#include "kernel/process.hpp"

namespace fibrix {

Walk::Walk(const Mounts& mounts, const Process& process, Last last) : mounts_(mounts), process_(process), last_(last) {
    const Mount* mount = mounts.at("/");
    steps_.push_back({mount, mount->system->root(), 0});
}

Result<Place> Walk::follow(std::string_view path) {
    if (path.empty()) return Errno::noent;
    if (path.size() > Mounts::longest_path) return Errno::nametoolong;
    if (path.find('\0') != path.npos) return Errno::inval;
    if (!path.starts_with('/')) (left_ = process_.directory) += '/';
    left_ += path;
    if (const auto arrived = go(); !arrived) return arrived.error();
    return arrive();
}

Result<void> Walk::go() {
    for (;;) {
        while (at_ < left_.size() && left_[at_] == '/') ++at_;
        if (at_ == left_.size()) return {};
        const auto end = std::min(left_.find('/', at_), left_.size());
        const auto name = left_.substr(at_, end - at_);  // a copy: a link changes what is left
        at_ = end;
        if (const auto entered = enter(name); !entered) return entered;
    }
}

Result<void> Walk::enter(std::string_view name) {
    if (here().node && !here().node->is_directory()) return Errno::notdir;
    if (name.size() > Mounts::longest_name) return Errno::nametoolong;
    dots_ = name == "." || name == "..";
    if (name == "..") go_up();
    if (dots_) return {};
    if (here().node) return enter_in_memory(name);
    push(here().mount, {}, name);
    return {};
}

Result<void> Walk::enter_in_memory(std::string_view name) {
    auto node = here().node->find(name);
    if (!node) {
        if (!at_end()) return Errno::noent;
        missing_ = true;
        name_ = name;
        return {};
    }
    if (node->type == FileType::link && follows_link()) return follow_link(*node);
    push(here().mount, std::move(node), name);
    return {};
}

bool Walk::at_end() const noexcept { return left_.find_first_not_of('/', at_) == left_.npos; }

bool Walk::follows_link() const noexcept {
    return !at_end() || last_ == Last::follow || (last_ == Last::keep && at_ < left_.size());
}

Result<void> Walk::follow_link(const Node& link) {
    if (++links_ > Mounts::most_links) return Errno::loop;
    const auto target = link.target(process_);
    if (target.empty()) return Errno::noent;
    left_.replace(0, at_, target);
    at_ = 0;
    dots_ = true;
    if (target.starts_with('/')) {
        steps_.resize(1);
        path_.clear();
    }
    return {};
}

void Walk::push(const Mount* mount, Ref<Node> node, std::string_view name) {
    (path_ += '/') += name;
    if (const Mount* covers = mounts_.at(path_)) {
        mount = covers;
        node = covers->system->root();
    }
    steps_.push_back({mount, std::move(node), path_.size()});
}

void Walk::go_up() {
    if (steps_.size() > 1) steps_.pop_back();
    path_.resize(here().length);
}

Place Walk::arrive() const {
    const Mount& mount = *here().mount;
    Place place{.system = mount.system, .path = path_};
    place.read_only = mount.read_only || mount.system->fixed();
    place.root = !missing_ && (path_ == mount.target || path_.empty());
    place.dots = dots_;
    place.slash = slash();
    place.follow = last_ == Last::follow || (last_ == Last::keep && slash());
    if (here().node) arrive_in_memory(place);
    else if (!place.root) place.rest = path_.substr(mount.target == "/" ? 1 : mount.target.size() + 1);
    if (place.path.empty()) place.path = "/";
    return place;
}

void Walk::arrive_in_memory(Place& place) const {
    const auto parent = steps_.size() - (missing_ || dots_ ? 1 : 2);
    if (missing_) {
        (place.path += '/') += name_;
        place.name = name_;
    } else {
        place.node = here().node;
        if (!dots_) place.name = path_.substr(steps_[parent].length + 1);
    }
    if (!dots_) place.parent = steps_[parent].node;
    for (std::size_t i = 0; i <= parent; ++i) place.above.push_back(steps_[i].node.get());
}

}  // namespace fibrix
