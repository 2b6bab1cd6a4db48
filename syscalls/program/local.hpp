// What a program has instead of mutable statics: one value of a type per process.
//
//     struct Statistics { int requests = 0; };
//     …
//     ++sys::local<Statistics>().requests;   // the same object in every task of the process, and in no other
//
// A thousand instances of a program share its image, so a static would be one for all of them.
#pragma once

#include <memory>
#include <typeinfo>

namespace fibrix {
namespace detail {

/// Null if the process has none yet.
void* find_local(const std::type_info& type);
void add_local(const std::type_info& type, void* value, void (*destroy)(void*));

}  // namespace detail

namespace sys {

/// The calling process's T, made by its default constructor at first use. No request of its own. It is destroyed, the
/// newest first, on the stack of the process's last task; not if the process is abandoned.
/// Should the constructor park, and another task make the T meanwhile, then that one is kept and the late one dropped.
template <class T>
T& local() {
    if (void* found = fibrix::detail::find_local(typeid(T))) return *static_cast<T*>(found);
    auto made = std::make_unique<T>();
    if (void* found = fibrix::detail::find_local(typeid(T))) return *static_cast<T*>(found);
    fibrix::detail::add_local(typeid(T), made.get(), [](void* value) { delete static_cast<T*>(value); });
    return *made.release();
}

}  // namespace sys
}  // namespace fibrix
