// The words of a command, as views: into the receive buffer they came in, or into what an inline command was split to.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace fibrix::kv {

/// Where a word lies, from the base of its command.
struct Piece {
    std::size_t offset, length;
};

/// Valid until the command has been carried out.
class Words {
public:
    Words() noexcept = default;
    Words(const char* base, const std::vector<Piece>& pieces) noexcept
        : base_(base), pieces_(pieces.data()), count_(pieces.size()) {}

    std::string_view operator[](std::size_t i) const noexcept { return {base_ + pieces_[i].offset, pieces_[i].length}; }
    [[nodiscard]] std::size_t size() const noexcept { return count_; }

private:
    const char* base_ = nullptr;
    const Piece* pieces_ = nullptr;
    std::size_t count_ = 0;
};

/// Whether `word` is `lower`, which is written in small letters, whatever the letters of `word`.
inline bool same_word(std::string_view word, std::string_view lower) noexcept {
    if (word.size() != lower.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char small = word[i] >= 'A' && word[i] <= 'Z' ? static_cast<char>(word[i] | 0x20) : word[i];
        if (small != lower[i]) return false;
    }
    return true;
}

}  // namespace fibrix::kv
