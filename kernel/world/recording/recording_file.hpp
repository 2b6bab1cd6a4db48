// The file of a recording: a mark with the version, then chunks, each with its length, its checksum, and one of these
// two.
//
// The first chunk is the head, which says what was run and is none of the kernel's business; all others are entries
// (see entry.hpp), each whole. The last entry of a recording that is whole is `end`. One that ends in the middle, or
// without that entry, is cut: what is there is good.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fibrix {

inline constexpr std::array<char, 8> recording_mark{'F', 'I', 'B', 'R', 'I', 'X', 'R', 2};  // the last is the version

/// Writes a recording chunk by chunk. When the host takes no more, it says so once and drops the rest.
class RecordingWriter {
public:
    /// `descriptor` is an open file at its beginning, and closed when this goes; `path` is for messages.
    RecordingWriter(int descriptor, std::string path, std::span<const std::byte> head);
    RecordingWriter(const RecordingWriter&) = delete;
    RecordingWriter& operator=(const RecordingWriter&) = delete;
    ~RecordingWriter();

    /// Where the next entry is put, whole; then `written` is called.
    [[nodiscard]] std::vector<std::byte>& room() noexcept { return chunk_; }
    void written() {
        if (chunk_.size() >= chunk_size) flush();
    }
    /// Hands to the host what there is. Async-signal-safe if nothing is being written.
    void flush() noexcept;
    /// The `end` entry was written: all is said.
    void close() noexcept;
    [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
    [[nodiscard]] std::int64_t size() const noexcept { return size_; }  ///< bytes that are in the file

private:
    static constexpr std::size_t chunk_size = 64 * 1024;

    bool put(std::span<const std::byte> bytes) const noexcept;
    void give_up(int error) noexcept;

    int descriptor_;
    std::string path_;
    std::int64_t size_ = 0;  // of the chunks that are whole
    std::vector<std::byte> chunk_;
};

/// A recording that is read: mapped into memory and checked from one end to the other.
class RecordingFile {
public:
    /// Throws std::runtime_error, with one line of text, if it cannot be read, is none, or is damaged.
    explicit RecordingFile(const std::string& path);
    RecordingFile(const RecordingFile&) = delete;
    RecordingFile& operator=(const RecordingFile&) = delete;
    ~RecordingFile();

    [[nodiscard]] std::span<const std::byte> head() const noexcept { return head_; }
    /// The chunks with entries, in order.
    [[nodiscard]] const std::vector<std::span<const std::byte>>& chunks() const noexcept { return chunks_; }

private:
    void find_chunks(const std::string& path);

    std::span<const std::byte> file_;
    std::span<const std::byte> head_;
    std::vector<std::span<const std::byte>> chunks_;
};

}  // namespace fibrix
