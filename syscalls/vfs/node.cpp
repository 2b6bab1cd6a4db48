#include "syscalls/vfs/node.hpp"

#include "syscalls/vfs/node_file.hpp"

namespace fibrix {

FileStatus Node::status() const {
    return {.type = type, .number = number, .mode = mode, .links = links, .size = size(), .modified = modified};
}

Result<Ref<OpenFile>> Node::open(const Opening& opening) {
    return Ref<OpenFile>(make_object<NodeFile>(Ref(this), opening));
}

std::string Node::describe() const { return std::string(to_string(type)) + " " + std::to_string(number); }

}  // namespace fibrix
