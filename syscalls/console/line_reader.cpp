#include "syscalls/console/line_reader.hpp"

#include <array>

namespace fibrix {

// Byte by byte, because what follows the line may be meant for somebody else who has the same console.
Result<bool> LineReader::next(std::string& line) {
    line.clear();
    for (;;) {
        std::array<std::byte, 1> byte{};
        const auto got = sys::read(console_, byte);
        if (!got) return got.error();
        if (*got == 0) return !line.empty();
        if (byte.front() == std::byte{'\n'}) return true;
        if (line.size() == longest) return Errno::msgsize;
        line += static_cast<char>(byte.front());
    }
}

}  // namespace fibrix
