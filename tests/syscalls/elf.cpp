// ELF files are read as they come: damaged ones too.

#include "syscalls/kit/elf.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <string>

#include "syscalls/kit/mapped_file.hpp"

namespace fibrix::testing {
namespace {

using Bytes = std::vector<std::byte>;

constexpr std::size_t sections_at = 64, note_at = 512, strings_at = 640, size = 1024;
constexpr std::string_view strings("\0.note.x\0", 9), owner("Fibrix\0\0", 8), words = "what it says";

template <class T>
void put(Bytes& file, std::size_t at, const T& value) {
    std::memcpy(file.data() + at, &value, sizeof value);
}
void put(Bytes& file, std::size_t at, std::string_view text) {
    std::memcpy(file.data() + at, text.data(), text.size());
}

// A shared object of two sections: a note and its name.
Bytes small_file() {
    Bytes file(size);
    Elf64_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS64;
    header.e_type = ET_DYN;
    header.e_machine = EM_X86_64;
    header.e_shoff = sections_at;
    header.e_shnum = 3;
    header.e_shstrndx = 2;
    put(file, 0, header);
    Elf64_Shdr note{};
    note.sh_name = 1;
    note.sh_type = SHT_NOTE;
    note.sh_offset = note_at;
    note.sh_size = sizeof(Elf64_Nhdr) + owner.size() + words.size();
    put(file, sections_at + sizeof(Elf64_Shdr), note);
    Elf64_Shdr names{};
    names.sh_type = SHT_STRTAB;
    names.sh_offset = strings_at;
    names.sh_size = strings.size();
    put(file, sections_at + 2 * sizeof(Elf64_Shdr), names);
    put(file, note_at, Elf64_Nhdr{.n_namesz = 7, .n_descsz = words.size(), .n_type = 1});
    put(file, note_at + sizeof(Elf64_Nhdr), owner);
    put(file, note_at + sizeof(Elf64_Nhdr) + owner.size(), words);
    put(file, strings_at, strings);
    return file;
}

std::string note_of(const Bytes& file) {
    const auto elf = Elf::read(file);
    if (!elf) return "no ELF file";
    const auto note = elf->note("Fibrix");
    static_cast<void>(elf->writable());
    return {reinterpret_cast<const char*>(note.data()), note.size()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(elf)

BOOST_AUTO_TEST_CASE(a_note_is_found_by_its_owner) {
    const auto file = small_file();
    BOOST_TEST(note_of(file) == words);
    BOOST_TEST(Elf::read(file)->shared_object());
    BOOST_TEST(Elf::read(file)->note("Fibrum").empty());
    BOOST_TEST(Elf::read(file)->note("Fibrix and more").empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_elf_file_of_this_kind_is_none) {
    BOOST_TEST(note_of({}) == "no ELF file");
    BOOST_TEST(note_of(Bytes(10'000)) == "no ELF file");
    auto file = small_file();
    file[EI_CLASS] = std::byte{ELFCLASS32};
    BOOST_TEST(note_of(file) == "no ELF file");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_cut_short_or_damaged_anywhere_is_read_within_its_bounds) {
    const auto file = small_file();
    for (std::size_t length = 0; length < file.size(); ++length) {
        const Bytes piece(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
        const auto note = note_of(piece);
        BOOST_TEST((note == "no ELF file" || note.empty() || note == words), length);
    }
    for (std::size_t at = 0; at < note_at + 32; ++at)
        for (const int value : {0, 1, 0x7f, 0x80, 0xff}) {
            auto damaged = file;
            damaged[at] = static_cast<std::byte>(value);
            BOOST_TEST(note_of(damaged).size() <= size);
        }
}

BOOST_AUTO_TEST_CASE(this_very_program_has_symbols_that_stay_writable) {
    const MappedFile file(std::string("/proc/self/exe"));
    const auto elf = Elf::read(file.bytes());
    BOOST_REQUIRE(elf.has_value());
    const auto all = elf->writable();
    const auto current =
        std::find_if(all.begin(), all.end(), [](const auto& each) { return each.name == "_ZN6fibrix7currentE"; });
    BOOST_REQUIRE((current != all.end()));
    BOOST_TEST((current->section == ".tbss" || current->section == ".tdata"));
    BOOST_TEST(!current->local);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
