// An intrusive doubly linked list: no allocation, O(1) at both ends and at any element, in a known order.
//
// An element carries a Link for each list it can be on, and is on a list at most once by each link. The list owns
// nothing, and does not know whether an element is on it: whoever uses it does.
#pragma once

#include <cstddef>

namespace fibrix {

template <class T>
struct Link {
    T* prev = nullptr;
    T* next = nullptr;
};

template <class T, Link<T> T::*link>
class List {
public:
    List() = default;
    List(const List&) = delete;
    List& operator=(const List&) = delete;

    [[nodiscard]] bool empty() const noexcept { return head_ == nullptr; }
    [[nodiscard]] T* front() const noexcept { return head_; }
    [[nodiscard]] T* back() const noexcept { return tail_; }
    [[nodiscard]] static T* next(const T& element) noexcept { return (element.*link).next; }
    [[nodiscard]] static T* prev(const T& element) noexcept { return (element.*link).prev; }

    void push_back(T& element) noexcept {
        element.*link = {tail_, nullptr};
        (tail_ ? (tail_->*link).next : head_) = &element;
        tail_ = &element;
    }
    void push_front(T& element) noexcept { insert_before(head_, element); }

    /// Puts `element` before `place`, or at the end if there is no place.
    void insert_before(T* place, T& element) noexcept {
        auto& self = element.*link;
        self.next = place;
        self.prev = place ? (place->*link).prev : tail_;
        (self.prev ? (self.prev->*link).next : head_) = &element;
        (place ? (place->*link).prev : tail_) = &element;
    }

    void remove(T& element) noexcept {
        auto& self = element.*link;
        (self.prev ? (self.prev->*link).next : head_) = self.next;
        (self.next ? (self.next->*link).prev : tail_) = self.prev;
    }

    T* pop_front() noexcept {
        T* first = head_;
        if (first == nullptr) return nullptr;
        head_ = (first->*link).next;
        (head_ ? (head_->*link).prev : tail_) = nullptr;
        return first;
    }

    [[nodiscard]] std::size_t count() const noexcept {
        std::size_t n = 0;
        for (T* each = head_; each; each = next(*each)) ++n;
        return n;
    }

private:
    T* head_ = nullptr;
    T* tail_ = nullptr;
};

}  // namespace fibrix
