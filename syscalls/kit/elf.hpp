// What an ELF file says of itself, read without running any of it. The file may be anything: whatever lies outside of
// it, or makes no sense, is not there.
#pragma once

#include <elf.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace fibrix {

class Elf {
public:
    struct Symbol {
        std::string_view name;
        std::uint64_t address, size;
        std::string_view section;
        bool local;  ///< known in its own source file alone
    };

    /// Reads `file`, which must stay. Nothing if it is no 64-bit ELF file for this processor.
    static std::optional<Elf> read(std::span<const std::byte> file);

    [[nodiscard]] bool shared_object() const noexcept { return header_.e_type == ET_DYN; }
    /// The description of the first note of `owner`; empty if there is none.
    [[nodiscard]] std::span<const std::byte> note(std::string_view owner) const;
    /// All variables that can still be written when the file has been loaded and relocated, those of threads included.
    [[nodiscard]] std::vector<Symbol> writable() const;

private:
    explicit Elf(std::span<const std::byte> file) noexcept : file_(file) {}

    [[nodiscard]] std::span<const std::byte> piece(std::uint64_t offset, std::uint64_t size) const noexcept;
    template <class T>
    [[nodiscard]] std::optional<T> at(std::uint64_t offset) const noexcept;
    [[nodiscard]] std::string_view text(const Elf64_Shdr& strings, std::uint64_t offset) const noexcept;
    [[nodiscard]] std::string_view name_of(const Elf64_Shdr& section) const noexcept;
    [[nodiscard]] bool stays_writable(const Elf64_Shdr& section) const noexcept;

    std::span<const std::byte> file_;
    Elf64_Ehdr header_{};
    std::vector<Elf64_Shdr> sections_;
};

}  // namespace fibrix
