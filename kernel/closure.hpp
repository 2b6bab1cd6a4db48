// What a task runs: a callable of its own, moved along, called once, on the task's stack.
//
// Up to 32 bytes of captures are kept in place, so that spawning allocates nothing; larger ones go to the heap.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace fibrix {

class Closure {
public:
    Closure() noexcept = default;
    /// `callable` is called without arguments and returns an exit code, or nothing for success.
    template <class F>
        requires(!std::is_same_v<std::decay_t<F>, Closure> && std::is_invocable_v<std::decay_t<F>&>)
    Closure(F&& callable) {  // NOLINT(*-explicit-*, bugprone-forwarding-reference-overload)
        using Callable = std::decay_t<F>;
        if constexpr (fits<Callable>) {
            if constexpr (plain<Callable>) room_ = {};  // it is moved as a whole
            ::new (static_cast<void*>(room_.data())) Callable(std::forward<F>(callable));
            kind_ = &in_place<Callable>;
        } else {
            ::new (static_cast<void*>(room_.data())) Callable*(new Callable(std::forward<F>(callable)));
            kind_ = &on_heap<Callable>;
        }
    }
    Closure(Closure&& other) noexcept { take(other); }
    Closure& operator=(Closure&& other) noexcept {
        if (this != &other) {
            clear();
            take(other);
        }
        return *this;
    }
    ~Closure() { clear(); }

    explicit operator bool() const noexcept { return kind_ != nullptr; }
    int operator()() { return kind_->call(room_.data()); }
    void clear() noexcept {
        if (kind_ != nullptr && kind_->destroy != nullptr) kind_->destroy(room_.data());
        kind_ = nullptr;
    }

    /// Lets go without destroying: for what was left in the middle.
    void forget() noexcept { kind_ = nullptr; }

private:
    static constexpr std::size_t capacity = 32;
    struct Kind {
        int (*call)(void*);
        void (*move)(void* from, void* to) noexcept;  // null: copy the bytes
        void (*destroy)(void*) noexcept;              // null: nothing to do
    };
    template <class F>
    static constexpr bool fits =
        sizeof(F) <= capacity && alignof(F) <= alignof(std::max_align_t) && std::is_nothrow_move_constructible_v<F>;
    template <class F>
    static constexpr bool plain = std::is_trivially_copyable_v<F>;

    template <class F>
    static int invoke(F& callable) {
        if constexpr (std::is_convertible_v<std::invoke_result_t<F&>, int>) return callable();
        else return callable(), 0;
    }
    template <class F>
    static constexpr Kind in_place{
        [](void* room) { return invoke(*static_cast<F*>(room)); },
        plain<F> ? nullptr
                 : +[](void* from, void* to) noexcept {
                       ::new (to) F(std::move(*static_cast<F*>(from)));
                       static_cast<F*>(from)->~F();
                   },
        plain<F> ? nullptr : +[](void* room) noexcept { static_cast<F*>(room)->~F(); }};
    template <class F>
    static constexpr Kind on_heap{[](void* room) { return invoke(**static_cast<F**>(room)); }, nullptr,
                                  [](void* room) noexcept { delete *static_cast<F**>(room); }};

    void take(Closure& other) noexcept {
        kind_ = std::exchange(other.kind_, nullptr);
        if (kind_ == nullptr) return;
        if (kind_->move != nullptr) kind_->move(other.room_.data(), room_.data());
        else room_ = other.room_;
    }

    const Kind* kind_ = nullptr;
    alignas(std::max_align_t) std::array<std::byte, capacity> room_{};  // whole, because moving copies all of it
};

}  // namespace fibrix
