// An open file of the host, to be looked at as bytes.
#pragma once

#include <sys/mman.h>
#include <sys/stat.h>

#include <cstddef>
#include <span>

namespace fibrix {

class MappedFile {
public:
    /// Empty if the descriptor cannot be mapped. The file must not shrink meanwhile.
    explicit MappedFile(int descriptor) noexcept {
        struct stat about {};
        if (::fstat(descriptor, &about) != 0 || about.st_size <= 0) return;
        const auto size = static_cast<std::size_t>(about.st_size);
        void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (memory != MAP_FAILED) bytes_ = {static_cast<const std::byte*>(memory), size};
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile() {
        if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
    }

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }

private:
    std::span<const std::byte> bytes_;
};

}  // namespace fibrix
