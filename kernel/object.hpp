// An object: what a handle stands for. The kernel knows only how many refer to it and how to let go.
//
// Sockets, pipes and consoles are objects of the families in syscalls/. A Ref keeps one alive; when the last is gone
// the object is closed. Kernels share nothing between threads, so the count is a plain number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace fibrix {

/// Which class of objects one is. A kind has one address in the binary and one in each shared object that uses it. It
/// may be a special case of another.
struct ObjectKind {
    std::string_view name;
    const ObjectKind* general = nullptr;
    bool operator==(const ObjectKind& other) const noexcept { return this == &other || name == other.name; }
};

class Object {
public:
    explicit Object(const ObjectKind& kind) noexcept : kind_(&kind) {}
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
    virtual ~Object() = default;

    /// For `ps` and the log, such as "socket 127.0.0.1:7007".
    [[nodiscard]] virtual std::string describe() const = 0;
    /// It is about the tasks of its process, so no other process can have a handle of it.
    [[nodiscard]] virtual bool bound_to_process() const { return false; }
    /// Whether it is of `kind`, or of a special case of it.
    [[nodiscard]] bool is(const ObjectKind& kind) const noexcept {
        for (const auto* each = kind_; each != nullptr; each = each->general)
            if (*each == kind) return true;
        return false;
    }
    [[nodiscard]] const ObjectKind& kind_of() const noexcept { return *kind_; }

private:
    template <class T>
    friend class Ref;

    const ObjectKind* kind_;
    std::uint32_t references_ = 0;
};

/// `object` as a T, which names its kind as `T::kind`; null if it is none.
template <class T>
T* object_cast(Object* object) noexcept {
    return object != nullptr && object->is(T::kind) ? static_cast<T*>(object) : nullptr;
}

template <class T>
class Ref {
public:
    Ref() = default;
    explicit Ref(T* object) noexcept : object_(object) { acquire(); }
    Ref(const Ref& other) noexcept : object_(other.object_) { acquire(); }
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    template <class U>
    Ref(const Ref<U>& other) noexcept : object_(other.get()) {  // NOLINT(*-explicit-*): a pointer to a base
        acquire();
    }
    template <class U>
    Ref(Ref<U>&& other) noexcept : object_(other.release()) {}  // NOLINT(*-explicit-*)
    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }
    ~Ref() {
        if (object_ != nullptr && --static_cast<Object*>(object_)->references_ == 0) delete object_;
    }

    [[nodiscard]] T* get() const noexcept { return object_; }
    /// Lets go without counting down: for whoever takes the reference over.
    [[nodiscard]] T* release() noexcept { return std::exchange(object_, nullptr); }
    T* operator->() const noexcept { return object_; }
    T& operator*() const noexcept { return *object_; }
    explicit operator bool() const noexcept { return object_ != nullptr; }

private:
    void acquire() noexcept {
        if (object_ != nullptr) ++static_cast<Object*>(object_)->references_;
    }
    T* object_ = nullptr;
};

template <class T, class... Arguments>
Ref<T> make_object(Arguments&&... arguments) {
    return Ref<T>(new T(std::forward<Arguments>(arguments)...));
}

}  // namespace fibrix
