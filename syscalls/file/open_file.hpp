// In the kernel: an open file, in POSIX's words an open file description: whatever bytes are read from or written to.
//
// Consoles, sockets, pipes and the files of a filesystem are special cases. A handle stands for one, several handles
// may stand for the same. A file is either outside, then the World knows when it is ready; or it has wait queues.
// When the last handle goes the file is destroyed; what still waits for it ends with ECANCELED.
#pragma once

#include "kernel/object.hpp"
#include "syscalls/file/io.hpp"
#include "syscalls/file/status.hpp"

namespace fibrix {

class OpenFile : public Object {
public:
    static inline const ObjectKind kind{"file"};

    /// Transfers at least one byte; 0 at the end. Answers, or parks and is called again.
    virtual Outcome read(Io& io) { return io.fail(Errno::badf); }
    virtual Outcome write(Io& io) { return io.fail(Errno::badf); }
    /// Moves the place from which is read or written next; gives the new one.
    virtual Result<std::int64_t> seek(std::int64_t, Whence) { return Errno::spipe; }
    /// What it is. Like a transfer, this and the next two answer or park and are called again.
    virtual Outcome status(Io& io, FileStatus& status) {
        status = {.type = type_};
        return io.done(0);
    }
    /// Cuts or extends it to `size` bytes.
    virtual Outcome truncate(Io& io, [[maybe_unused]] std::int64_t size) { return io.fail(Errno::inval); }
    /// Returns when what was written is on the disk.
    virtual Outcome sync(Io& io) { return io.fail(Errno::inval); }
    /// The next entries of a directory; none at its end.
    virtual Outcome list(Io& io, [[maybe_unused]] DirectoryListing& listing) { return io.fail(Errno::notdir); }
    /// Ends one direction of a connection, or both. Never waits.
    virtual Result<void> shutdown([[maybe_unused]] bool receiving, [[maybe_unused]] bool sending) {
        return Errno::notsock;
    }

    /// Whether reading or writing would not wait now; for files that are not outside.
    [[nodiscard]] virtual bool ready([[maybe_unused]] Readiness what) const { return true; }
    /// What calls when `ready(what)` may have changed; null: it never does.
    [[nodiscard]] virtual WaitQueue* queue([[maybe_unused]] Readiness what) { return nullptr; }
    /// What a transfer changes, as an object of footprints (pure); null: nobody knows, it may be the world.
    [[nodiscard]] virtual const void* changed_by([[maybe_unused]] Readiness direction) const { return nullptr; }
    /// The World's descriptor of a file that is outside, else `no_outside`.
    static constexpr Outside no_outside = -1;
    [[nodiscard]] virtual Outside outside() const noexcept { return no_outside; }

protected:
    explicit OpenFile(FileType type, const ObjectKind& special = kind) noexcept : Object(special), type_(type) {}

private:
    FileType type_;
};

}  // namespace fibrix
