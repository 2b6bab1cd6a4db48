// In the kernel: a node, in POSIX's words an inode: a file, directory, link or device of a filesystem in memory.
//
// Names refer to nodes, open files refer to nodes; a node goes when nobody does. Everything here answers at once, but
// `read` and `write`, which may be those of a device. What a node does not override it refuses.
#pragma once

#include <string>
#include <vector>

#include "kernel/object.hpp"
#include "syscalls/file/io.hpp"
#include "syscalls/file/status.hpp"
#include "syscalls/path/open_flags.hpp"

namespace fibrix {

class FileSystem;
class OpenFile;
struct Process;

/// Who opens a node, and how.
struct Opening {
    Kernel& kernel;
    Process& process;
    FileSystem& system;
    const std::string& path;
    OpenFlags flags;
};

class Node : public Object {
public:
    static inline const ObjectKind kind{"node"};
    static constexpr std::int64_t largest = std::int64_t{1} << 40;  ///< file, in bytes

    Node(FileType its_type, std::uint32_t its_mode) noexcept : Object(kind), type(its_type), mode(its_mode) {}

    const FileType type;
    std::uint32_t mode;
    std::uint32_t links = 0;    ///< names that refer to it
    std::uint64_t number = 0;   ///< in its filesystem
    std::int64_t modified = 0;  ///< nanoseconds of the calendar

    [[nodiscard]] bool is_directory() const noexcept { return type == FileType::directory; }
    [[nodiscard]] FileStatus status() const;
    [[nodiscard]] virtual std::int64_t size() const { return 0; }
    /// An open file for `opening`, whose flags suit the node's type.
    virtual Result<Ref<OpenFile>> open(const Opening& opening);

    // -- Of a directory ---------------------------------------------------------------------------------------------

    /// Null if there is none of that name.
    virtual Ref<Node> find([[maybe_unused]] std::string_view name) { return {}; }
    /// Appends up to `most` entries: those after the entry `after` in the directory's order; all if it is empty.
    virtual void list([[maybe_unused]] const std::string& after, [[maybe_unused]] std::size_t most,
                      [[maybe_unused]] std::vector<DirectoryEntry>& entries) {}
    [[nodiscard]] virtual bool empty() const { return true; }
    /// Gives `node` a name that is free.
    virtual Result<void> insert(std::string_view, const Ref<Node>&) { return Errno::rofs; }
    /// Takes a name away.
    virtual void erase(std::string_view) {}

    // -- Of a symbolic link -----------------------------------------------------------------------------------------

    /// To where, for whom.
    [[nodiscard]] virtual std::string target(const Process&) const { return {}; }

    // -- Of everything else -----------------------------------------------------------------------------------------

    virtual Outcome read(Io& io, [[maybe_unused]] std::int64_t at) { return io.fail(Errno::inval); }
    virtual Outcome write(Io& io, [[maybe_unused]] std::int64_t at) { return io.fail(Errno::inval); }
    virtual Result<void> truncate([[maybe_unused]] std::int64_t size) { return Errno::inval; }

    [[nodiscard]] std::string describe() const override;
};

}  // namespace fibrix
