// What a family keeps for each kernel, such as the names of its objects: one value of each type, made at first use.
//
//     struct PortNames { std::map<std::string, Port*> ports; };
//     kernel.state<PortNames>().ports …
//
// A type is made by `T(Kernel&)` if it has that constructor, else by `T()`. The values go in the reverse order of
// their making, at `Kernel::reset` and at the kernel's end, when every task has ended and every handle is closed; so
// an object that stands for a handle may use the state it was made with in its destructor.
#pragma once

#include <memory>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

namespace fibrix {

class Kernel;

class KernelState {
public:
    KernelState() = default;
    KernelState(const KernelState&) = delete;
    KernelState& operator=(const KernelState&) = delete;
    ~KernelState() { clear(); }

    /// The value of type T, made now if this is the first time; it stays where it is until `clear`.
    template <class T>
    T& get(Kernel& kernel) {
        for (const auto& slot : slots_)
            if (*slot.type == typeid(T)) return static_cast<Kept<T>&>(*slot.kept).value;
        auto made = std::make_unique<Kept<T>>(kernel);  // which may make others, that go after it
        T& value = made->value;
        slots_.push_back({&typeid(T), std::move(made)});
        return value;
    }
    void clear() noexcept {
        while (!slots_.empty()) {
            const auto last = std::move(slots_.back().kept);
            slots_.pop_back();
        }
    }

private:
    struct Base {
        Base() = default;
        Base(const Base&) = delete;
        Base& operator=(const Base&) = delete;
        virtual ~Base() = default;
    };
    template <class T>
    struct Kept final : Base {
        explicit Kept(Kernel& kernel)
            requires std::is_constructible_v<T, Kernel&>
            : value(kernel) {}
        explicit Kept(Kernel&) : value() {}
        T value;
    };
    struct Slot {
        const std::type_info* type;  // the same in the binary and in shared objects
        std::unique_ptr<Base> kept;
    };

    std::vector<Slot> slots_;  // few: a search is a handful of comparisons
};

}  // namespace fibrix
