#include "syscalls/kit/elf.hpp"

#include <algorithm>
#include <cstring>

namespace fibrix {

std::span<const std::byte> Elf::piece(std::uint64_t offset, std::uint64_t size) const noexcept {
    if (offset > file_.size() || size > file_.size() - offset) return {};
    return file_.subspan(offset, size);
}

template <class T>
std::optional<T> Elf::at(std::uint64_t offset) const noexcept {
    const auto bytes = piece(offset, sizeof(T));
    if (bytes.empty()) return std::nullopt;
    T value;
    std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
}

std::string_view Elf::text(const Elf64_Shdr& strings, std::uint64_t offset) const noexcept {
    const auto table = piece(strings.sh_offset, strings.sh_size);
    if (offset >= table.size()) return {};
    const std::string_view rest(reinterpret_cast<const char*>(table.data()) + offset, table.size() - offset);
    return rest.substr(0, rest.find('\0'));
}

std::string_view Elf::name_of(const Elf64_Shdr& section) const noexcept {
    return header_.e_shstrndx < sections_.size() ? text(sections_[header_.e_shstrndx], section.sh_name)
                                                 : std::string_view();
}

std::optional<Elf> Elf::read(std::span<const std::byte> file) {
    Elf made(file);
    const auto header = made.at<Elf64_Ehdr>(0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return std::nullopt;
    if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_machine != EM_X86_64) return std::nullopt;
    made.header_ = *header;
    for (std::uint64_t i = 0; i < header->e_shnum; ++i) {
        const auto section = made.at<Elf64_Shdr>(header->e_shoff + i * sizeof(Elf64_Shdr));
        if (!section) return std::nullopt;  // cut short
        made.sections_.push_back(*section);
    }
    return made;
}

std::span<const std::byte> Elf::note(std::string_view owner) const {
    const auto padded = [](std::uint64_t size) { return (size + 3) & ~std::uint64_t{3}; };
    for (const auto& section : sections_) {
        if (section.sh_type != SHT_NOTE) continue;
        const auto header = at<Elf64_Nhdr>(section.sh_offset);
        if (!header || header->n_namesz != owner.size() + 1) continue;
        const auto name = piece(section.sh_offset + sizeof(Elf64_Nhdr), owner.size());
        if (name.empty() || std::memcmp(name.data(), owner.data(), owner.size()) != 0) continue;
        return piece(section.sh_offset + sizeof(Elf64_Nhdr) + padded(header->n_namesz), header->n_descsz);
    }
    return {};
}

bool Elf::stays_writable(const Elf64_Shdr& section) const noexcept {
    if ((section.sh_flags & SHF_WRITE) == 0 || (section.sh_flags & SHF_ALLOC) == 0) return false;
    if (section.sh_type != SHT_PROGBITS && section.sh_type != SHT_NOBITS) return false;
    const auto name = name_of(section);
    return !name.starts_with(".data.rel.ro") && !name.starts_with(".got");
}

std::vector<Elf::Symbol> Elf::writable() const {
    std::vector<Symbol> all;
    for (const auto& table : sections_) {
        if (table.sh_type != SHT_SYMTAB || table.sh_link >= sections_.size()) continue;
        for (std::uint64_t i = 0; i < table.sh_size / sizeof(Elf64_Sym); ++i) {
            const auto symbol = at<Elf64_Sym>(table.sh_offset + i * sizeof(Elf64_Sym));
            if (!symbol) break;
            const auto type = ELF64_ST_TYPE(symbol->st_info);
            const bool variable = type == STT_OBJECT || type == STT_TLS || type == STT_COMMON || type == STT_GNU_IFUNC;
            const bool common = symbol->st_shndx == SHN_COMMON;
            const bool here = symbol->st_shndx < sections_.size() && symbol->st_shndx != SHN_UNDEF;
            if (!variable || symbol->st_size == 0) continue;
            if (!common && !(here && stays_writable(sections_[symbol->st_shndx]))) continue;
            all.push_back({text(sections_[table.sh_link], symbol->st_name), symbol->st_value, symbol->st_size,
                           common ? "COMMON" : name_of(sections_[symbol->st_shndx]),
                           ELF64_ST_BIND(symbol->st_info) == STB_LOCAL});
        }
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
}

}  // namespace fibrix
