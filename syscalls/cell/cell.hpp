// The cell family: shared memory that passes the door, and what an explorer needs besides.
//
//     Cell<int> counter(0, "counter");
//     const int seen = counter.load();
//     counter.store(seen + 1);             // another task may have stored in between
//
// Each use of a Cell is a request, in every mode: so who is explored can be interrupted between any two of them, and
// the explorer knows which tasks touch the same memory. Between two requests of a task nothing else runs: a plain
// variable would hide every race.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "kernel/world/world.hpp"
#include "syscalls/request.hpp"

namespace fibrix {

/// What the kernel knows of a cell. It lies in the program's memory.
struct CellCore {
    std::int64_t value = 0;
    std::string_view name;   ///< for people; may be empty. Of text that lives as long as the cell
    std::uint8_t bits = 64;  ///< of the type; a sum wraps round there
    bool is_signed = true;

    /// `number` as the cell's type holds it.
    [[nodiscard]] std::int64_t wrapped(std::uint64_t number) const noexcept {
        const int spare = 64 - bits;
        const auto high = number << spare;
        return is_signed ? static_cast<std::int64_t>(high) >> spare : static_cast<std::int64_t>(high >> spare);
    }
};

/// In a request, a cell is written by its name.
inline void print_value(const Local<CellCore*>& cell, std::string& out) {
    const bool named = cell.value != nullptr && !cell.value->name.empty();
    out += named ? cell.value->name : "<local>";
}

namespace sys {

struct CellLoad {
    using Result = std::int64_t;
    Local<CellCore*> cell;
    static constexpr SyscallNumber number = family_cell + 0;
    static constexpr std::string_view help = "Gives the value of a cell.";
    static constexpr auto errors = no_errors;
    static void footprint(auto& call, auto& footprint) { footprint.reads(call.request().cell.value); }
    static Outcome carry_out(auto& call) { return call.answer(call.request().cell.value->value); }
};
BOOST_DESCRIBE_STRUCT(CellLoad, (), (cell))
/// Never parks.
inline constexpr Syscaller<CellLoad> cell_load;

struct CellStore {
    using Result = void;
    Local<CellCore*> cell;
    std::int64_t value = 0;
    static constexpr SyscallNumber number = family_cell + 1;
    static constexpr std::string_view help = "Gives a cell a new value.";
    static constexpr auto errors = no_errors;
    static void footprint(auto& call, auto& footprint) { footprint.writes(call.request().cell.value); }
    static Outcome carry_out(auto& call) {
        call.request().cell.value->value = call.request().value;
        return call.answer();
    }
};
BOOST_DESCRIBE_STRUCT(CellStore, (), (cell, value))
/// Never parks.
inline constexpr Syscaller<CellStore> cell_store;

struct CellExchange {
    using Result = std::int64_t;
    Local<CellCore*> cell;
    std::int64_t value = 0;
    static constexpr SyscallNumber number = family_cell + 2;
    static constexpr std::string_view help = "Gives a cell a new value, and the caller the old one.";
    static constexpr auto errors = no_errors;
    static void footprint(auto& call, auto& footprint) { footprint.writes(call.request().cell.value); }
    static Outcome carry_out(auto& call) {
        return call.answer(std::exchange(call.request().cell.value->value, call.request().value));
    }
};
BOOST_DESCRIBE_STRUCT(CellExchange, (), (cell, value))
/// Never parks.
inline constexpr Syscaller<CellExchange> cell_exchange;

struct CellCompareExchange {
    using Result = bool;
    Local<CellCore*> cell;
    std::int64_t expected = 0;
    std::int64_t value = 0;
    static constexpr SyscallNumber number = family_cell + 3;
    static constexpr std::string_view help = "Gives a cell a new value if it still has the expected one; says whether.";
    static constexpr auto errors = no_errors;
    /// Would it store, if it were carried out now? Else it only reads.
    static bool stores(const CellCompareExchange& request) noexcept {
        return request.cell.value->value == request.expected;
    }
    static void footprint(auto& call, auto& footprint) {
        if (stores(call.request())) footprint.writes(call.request().cell.value);
        else footprint.reads(call.request().cell.value);
    }
    static Outcome carry_out(auto& call) {
        const bool stored = stores(call.request());
        if (stored) call.request().cell.value->value = call.request().value;
        return call.answer(stored);
    }
};
BOOST_DESCRIBE_STRUCT(CellCompareExchange, (), (cell, expected, value))
/// Never parks.
inline constexpr Syscaller<CellCompareExchange> cell_compare_exchange;

struct CellFetchAdd {
    using Result = std::int64_t;
    Local<CellCore*> cell;
    std::int64_t addend = 0;
    static constexpr SyscallNumber number = family_cell + 4;
    static constexpr std::string_view help =
        "Adds to a cell, wrapping round where its type ends; gives the value from before.";
    static constexpr auto errors = no_errors;
    static void footprint(auto& call, auto& footprint) { footprint.writes(call.request().cell.value); }
    static Outcome carry_out(auto& call) {
        auto& core = *call.request().cell.value;
        const auto sum = static_cast<std::uint64_t>(core.value) + static_cast<std::uint64_t>(call.request().addend);
        return call.answer(std::exchange(core.value, core.wrapped(sum)));
    }
};
BOOST_DESCRIBE_STRUCT(CellFetchAdd, (), (cell, addend))
/// Never parks.
inline constexpr Syscaller<CellFetchAdd> cell_fetch_add;

struct Preempt {
    using Result = void;
    static constexpr SyscallNumber number = family_cell + 5;
    static constexpr std::string_view help = "Does nothing: a place where the explorer may let others run.";
    static constexpr auto errors = no_errors;
    static void footprint(auto&, auto&) {}  // touches nothing that others could
    static Outcome carry_out(auto& call) { return call.answer(); }
};
BOOST_DESCRIBE_STRUCT(Preempt, (), ())
/// Never parks.
inline constexpr Syscaller<Preempt> preempt;

struct Choose {
    using Result = std::size_t;
    std::size_t options = 0;
    static constexpr SyscallNumber number = family_cell + 6;
    static constexpr std::string_view help =
        "Gives one of 0 … options-1: the World's choice, and each of them in turn under the explorer.";
    static constexpr auto errors = no_errors;
    static constexpr Effect effect = Effect::observing;
    static void footprint(auto&, auto&) {}  // touches nothing that others could
    static Outcome carry_out(auto& call) {
        const auto options = call.request().options;
        return call.answer(options < 2 ? std::size_t{0} : call.world().choose(Choice::program, options));
    }
};
BOOST_DESCRIBE_STRUCT(Choose, (), (options))
/// Never parks. 0 if there is nothing to choose from.
inline constexpr Syscaller<Choose> choose;

inline constexpr Family<CellLoad, CellStore, CellExchange, CellCompareExchange, CellFetchAdd, Preempt, Choose>
    cell_family{"cell"};

}  // namespace sys

/// Integers, flags, enumerations and pointers can be in a cell.
template <class T>
concept CellValue = std::integral<T> || std::is_enum_v<T> || std::is_pointer_v<T>;

template <CellValue T>
class Cell {
public:
    Cell() noexcept : Cell(T{}) {}
    /// `name` is for people, and must live as long as the cell.
    explicit Cell(T value, std::string_view name = {}) noexcept
        : core_{.value = number(value), .name = name, .bits = 8 * sizeof(T), .is_signed = !zero_extended} {}
    Cell(const Cell&) = delete;
    Cell& operator=(const Cell&) = delete;

    // None of these parks or fails.
    [[nodiscard]] T load() const { return value(sys::cell_load(&core_)); }
    void store(T desired) { sys::cell_store(&core_, number(desired)); }
    /// Gives the value from before.
    T exchange(T desired) { return value(sys::cell_exchange(&core_, number(desired))); }
    /// True if the value was `expected`, and is `desired` now. Never fails spuriously.
    bool compare_exchange(T expected, T desired) {
        return sys::cell_compare_exchange(&core_, number(expected), number(desired));
    }
    /// Gives the value from before.
    T fetch_add(T addend)
        requires(std::integral<T> && !std::same_as<T, bool>)
    {
        return value(sys::cell_fetch_add(&core_, number(addend)));
    }
    /// Without a request: for checks when nobody else runs.
    [[nodiscard]] T peek() const noexcept { return value(core_.value); }
    [[nodiscard]] CellCore& core() noexcept { return core_; }

private:
    static constexpr bool zero_extended = [] {
        if constexpr (std::is_enum_v<T>) return std::is_unsigned_v<std::underlying_type_t<T>>;
        else return !std::is_signed_v<T>;
    }();
    static std::int64_t number(T value) noexcept {
        if constexpr (std::is_pointer_v<T>) return std::bit_cast<std::int64_t>(value);
        else return static_cast<std::int64_t>(value);
    }
    static T value(std::int64_t number) noexcept {
        if constexpr (std::is_pointer_v<T>) return std::bit_cast<T>(number);
        else return static_cast<T>(number);
    }

    mutable CellCore core_;  // a load leaves it as it is, though the request could write
};

}  // namespace fibrix
