#include "tools/captured_input.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace fibrix {

std::string read_input() {
    std::string text;
    if (::isatty(STDIN_FILENO) == 1) return text;
    constexpr std::size_t piece_size = 65536;
    std::array<char, piece_size> piece{};
    for (ssize_t got = 0; (got = ::read(STDIN_FILENO, piece.data(), piece.size())) > 0;)
        text.append(piece.data(), static_cast<std::size_t>(got));
    return text;
}

int input_with(const std::string& text) {
    const int file = ::memfd_create("fibrix-input", MFD_CLOEXEC);
    std::string_view left = text;
    for (ssize_t put = 0; !left.empty() && (put = ::write(file, left.data(), left.size())) > 0;)
        left.remove_prefix(static_cast<std::size_t>(put));
    ::lseek(file, 0, SEEK_SET);
    return file;
}

}  // namespace fibrix
