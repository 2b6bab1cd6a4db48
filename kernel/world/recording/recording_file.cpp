#include "kernel/world/recording/recording_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "kernel/line.hpp"
#include "kernel/world/recording/crc32c.hpp"

namespace fibrix {
namespace {

// Its own checksum tells a wrong size, behind which nothing could be found, from a chunk that is cut.
struct ChunkHead {
    std::uint32_t size = 0, checksum = 0, own = 0;

    [[nodiscard]] std::uint32_t right_own() const noexcept {
        return crc32c(std::as_bytes(std::span(this, 1)).first(offsetof(ChunkHead, own)));
    }
};

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw std::runtime_error("replay: '" + path + "': " + why);
}

[[noreturn]] void refuse_damaged(const std::string& path, std::size_t where) {
    refuse(path, "it is damaged: the checksum of the chunk at byte " + std::to_string(where) + " is wrong");
}

}  // namespace

RecordingWriter::RecordingWriter(int descriptor, std::string path, std::span<const std::byte> head)
    : descriptor_(descriptor), path_(std::move(path)) {
    chunk_.reserve(2 * chunk_size);
    if (!put(std::as_bytes(std::span(recording_mark)))) give_up(errno);
    size_ = recording_mark.size();
    chunk_.assign(head.begin(), head.end());
    flush();
}

RecordingWriter::~RecordingWriter() {
    flush();
    close();
}

bool RecordingWriter::put(std::span<const std::byte> bytes) const noexcept {
    while (!bytes.empty()) {
        const auto count = ::write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

void RecordingWriter::flush() noexcept {
    if (is_open() && !chunk_.empty()) {
        ChunkHead head{static_cast<std::uint32_t>(chunk_.size()), crc32c(chunk_)};
        head.own = head.right_own();
        if (put(std::as_bytes(std::span(&head, 1))) && put(chunk_))
            size_ += static_cast<std::int64_t>(sizeof head + chunk_.size());
        else give_up(errno);
    }
    chunk_.clear();
}

// What is whole stays, and can be replayed.
void RecordingWriter::give_up(int error) noexcept {
    Line line;
    line << "fibrix: the recording '" << path_ << "' is cut here, and the run goes on: " << strerrordesc_np(error);
    line.print();
    [[maybe_unused]] const int done = ::ftruncate(descriptor_, size_);
    close();
}

void RecordingWriter::close() noexcept {
    if (is_open()) ::close(std::exchange(descriptor_, -1));
}

RecordingFile::RecordingFile(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0)
        refuse(path, std::string("it cannot be read: ") + std::strerror(errno));
    const auto size = static_cast<std::size_t>(std::max<off_t>(0, status.st_size));
    if (!S_ISREG(status.st_mode) || size < recording_mark.size()) {
        ::close(descriptor);
        refuse(path, S_ISDIR(status.st_mode) ? "it is a directory" : "it is no recording");
    }
    void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    ::close(descriptor);
    if (memory == MAP_FAILED) refuse(path, std::string("it cannot be read: ") + std::strerror(errno));
    file_ = {static_cast<const std::byte*>(memory), size};
    try {
        find_chunks(path);
    } catch (...) {
        ::munmap(memory, size);
        throw;
    }
}

RecordingFile::~RecordingFile() { ::munmap(const_cast<std::byte*>(file_.data()), file_.size()); }

void RecordingFile::find_chunks(const std::string& path) {
    constexpr std::size_t without_version = recording_mark.size() - 1;
    if (std::memcmp(file_.data(), recording_mark.data(), without_version) != 0) refuse(path, "it is no recording");
    if (static_cast<char>(file_[without_version]) != recording_mark.back())
        refuse(path, "it is of another version of Fibrix");
    auto rest = file_.subspan(recording_mark.size());
    ChunkHead head{};
    while (rest.size() >= sizeof head) {
        std::memcpy(&head, rest.data(), sizeof head);
        if (head.own != head.right_own()) refuse_damaged(path, file_.size() - rest.size());
        if (head.size > rest.size() - sizeof head) break;  // cut
        const auto chunk = rest.subspan(sizeof head, head.size);
        if (crc32c(chunk) != head.checksum) refuse_damaged(path, file_.size() - rest.size());
        chunks_.push_back(chunk);
        rest = rest.subspan(sizeof head + head.size);
    }
    if (chunks_.empty()) refuse(path, "it was cut before anything was recorded");
    head_ = chunks_.front();
    chunks_.erase(chunks_.begin());
}

}  // namespace fibrix
