// Takes filesystems out of the tree.

#include "userland/tool.hpp"

namespace {

using namespace fibrix;

int umount(Arguments& arguments) {
    std::vector<std::string> targets;
    arguments.words("targets", targets, "where they are mounted", true);
    if (const auto done = arguments.parse()) return *done;
    Tool tool("umount");
    for (const auto& target : targets) {
        const auto done = sys::unmount(target);
        if (!done && done.error() == Errno::inval) tool.complain(target + ": nothing is mounted there");
        else tool.check(done, target);
    }
    return tool.finish();
}

const Program program{"umount", "Takes filesystems out of the tree.", umount};

}  // namespace
