// Finds a command by its name, whatever the letters: every request does.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace fibrix::kv {

struct Command;

class CommandTable {
public:
    CommandTable();
    /// Null if there is none of that name.
    [[nodiscard]] const Command* find(std::string_view name) const noexcept;
    /// By name.
    [[nodiscard]] const std::vector<const Command*>& all() const noexcept { return all_; }

private:
    // A name in small letters, as two words.
    struct Folded {
        std::uint64_t low = 0, high = 0;
        friend bool operator==(const Folded&, const Folded&) = default;
    };
    struct Slot {
        Folded name;
        const Command* command = nullptr;
    };
    static constexpr std::size_t longest_name = sizeof(Folded), slots = 256;

    static Folded fold(std::string_view name) noexcept;
    static std::size_t home(const Folded& name) noexcept;
    void add(const Command& command);

    std::array<Slot, slots> slots_{};
    std::vector<const Command*> all_;
};

}  // namespace fibrix::kv
