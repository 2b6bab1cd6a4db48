#include "syscalls/vfs/devfs.hpp"

#include <algorithm>

#include "kernel/kernel.hpp"
#include "syscalls/vfs/boot.hpp"
#include "syscalls/vfs/fixed_system.hpp"

namespace fibrix {
namespace {

class Device : public Node {
public:
    Device() noexcept : Node(FileType::character, 0666) { links = 1; }
};

/// At its end, and takes everything.
class NullDevice : public Device {
public:
    Outcome read(Io& io, std::int64_t) override { return io.done(0); }
    Outcome write(Io& io, std::int64_t) override { return io.done(io.from.size()); }
    Result<void> truncate(std::int64_t) override { return {}; }
};

class ZeroDevice : public NullDevice {
public:
    Outcome read(Io& io, std::int64_t) override {
        std::fill(io.into.begin(), io.into.end(), std::byte{});
        return io.done(io.into.size());
    }
};

class FullDevice final : public ZeroDevice {
public:
    Outcome write(Io& io, std::int64_t) override { return io.fail(Errno::nospc); }
};

class RandomDevice final : public NullDevice {
public:
    Outcome read(Io& io, std::int64_t) override {
        constexpr std::uint64_t stream = 0xdeface;          // of the World's, ours alone
        constexpr std::size_t most = std::size_t{1} << 20;  // at once, so that others have a turn
        const auto piece = io.into.first(std::min(io.into.size(), most));
        io.kernel().world().entropy(stream, piece);
        return io.done(piece.size());
    }
};

/// One of the process's own handles, once more.
class OwnHandle final : public Device {
public:
    explicit OwnHandle(Handle handle) noexcept : handle_(handle) {}
    Result<Ref<OpenFile>> open(const Opening& opening) override {
        auto* file = object_cast<OpenFile>(opening.process.handles.find(handle_));
        if (file == nullptr) return Errno::noent;
        return Ref(file);
    }

private:
    Handle handle_;
};

class Terminal final : public Device {
public:
    Result<Ref<OpenFile>> open(const Opening& opening) override {
        auto* file = terminal_of(opening.kernel, opening.process);
        if (file == nullptr) return Errno::nodev;
        return Ref(file);
    }
};

}  // namespace

Ref<FileSystem> make_devfs(Kernel& kernel) {
    auto root = make_object<FixedDirectory>();
    root->put("null", make_object<NullDevice>());
    root->put("zero", make_object<ZeroDevice>());
    root->put("full", make_object<FullDevice>());
    root->put("random", make_object<RandomDevice>());
    root->put("tty", make_object<Terminal>());
    root->put("stdin", make_object<OwnHandle>(0));
    root->put("stdout", make_object<OwnHandle>(1));
    root->put("stderr", make_object<OwnHandle>(2));
    return make_object<FixedSystem>("devfs", kernel, std::move(root));
}

}  // namespace fibrix
