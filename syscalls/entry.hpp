// From a request's declaration to its entry in the syscall table: all that the kernel and the tools know of it.
#pragma once

#include "kernel/syscall_table.hpp"
#include "syscalls/call.hpp"
#include "syscalls/codec.hpp"
#include "syscalls/name.hpp"
#include "syscalls/print.hpp"

namespace fibrix {
namespace detail {

template <class R>
constexpr std::size_t field_count =
    boost::mp11::mp_size<boost::describe::describe_members<R, boost::describe::mod_public>>::value;

template <class T>
struct DirectionOf {
    static constexpr std::string_view value = "in";
};
template <class T>
struct DirectionOf<Out<T>> {
    static constexpr std::string_view value = "out";
};
template <class T>
struct DirectionOf<Local<T>> {
    static constexpr std::string_view value = "local";
};

template <class R>
constexpr auto make_fields() {
    std::array<FieldInfo, field_count<R>> fields{};
    std::size_t i = 0;
    boost::mp11::mp_for_each<boost::describe::describe_members<R, boost::describe::mod_public>>([&](auto member) {
        using Field = std::remove_cvref_t<decltype(std::declval<R>().*member.pointer)>;
        fields[i++] = {member.name, type_name<Field>(), DirectionOf<Field>::value};
    });
    return fields;
}

template <class R>
inline constexpr auto fields_of = make_fields<R>();

template <class R>
constexpr bool may_park() {
    if constexpr (requires { R::parks; }) return R::parks;
    else return false;
}
template <class R>
constexpr bool is_release() {
    if constexpr (requires { R::release; }) return R::release;
    else return false;
}
template <class R>
constexpr Effect effect_of() {
    if constexpr (requires { R::effect; }) return R::effect;
    else return Effect::internal;
}
template <class R>
constexpr bool declares(Errno error) {
    for (const auto each : R::errors)
        if (each == error) return true;
    return false;
}

template <class R>
Outcome carry_out(Kernel& kernel, Task& task, Trap& trap) {
    Call<R> call(kernel, task, static_cast<Frame<R>&>(trap));
    return R::carry_out(call);
}

template <class R>
void fail(Trap& trap, Errno error) {
    if constexpr (!R::errors.empty()) ::new (static_cast<void*>(&static_cast<Frame<R>&>(trap).answer)) Answer<R>(error);
}

template <class R>
void print_request(const Trap& trap, std::string& out) {
    out += request_name<R>();
    out += "(";
    print_fields(static_cast<const Frame<R>&>(trap).request, out);
    out += ")";
}

template <class R>
void print_result(const Trap& trap, std::string& out) {
    if constexpr (std::is_void_v<Answer<R>>) out += "0";
    else print_value(static_cast<const Frame<R>&>(trap).answer, out);
}

// What an Out field has received: as much as the result says, if the result is a count or has one.
template <class R, class T>
std::size_t received(const Frame<R>& frame, const Out<T>& field) {
    if constexpr (std::is_same_v<Answer<R>, Result<std::size_t>>)
        return frame.answer.has_value() ? std::min(*frame.answer, field.span.size()) : 0;
    else if constexpr (requires { std::size_t{frame.answer->size}; })
        return frame.answer.has_value() ? std::min(frame.answer->size, field.span.size()) : 0;
    else return field.span.size();
}

template <class R, class Visit>
void for_each_out(R& request, Visit visit) {
    boost::mp11::mp_for_each<boost::describe::describe_members<R, boost::describe::mod_public>>([&](auto member) {
        auto& field = request.*member.pointer;
        if constexpr (requires { field.span; }) visit(field);
    });
}

template <class R>
void encode_request(const Trap& trap, Bytes& out) {
    encode(static_cast<const Frame<R>&>(trap).request, out);
}

template <class R>
void encode_result(const Trap& trap, Bytes& out) {
    auto& frame = const_cast<Frame<R>&>(static_cast<const Frame<R>&>(trap));
    if constexpr (!std::is_void_v<Answer<R>>) encode(frame.answer, out);
    for_each_out(frame.request,
                 [&](auto& field) { encode_bytes(std::as_bytes(field.span.first(received(frame, field))), out); });
}

template <class R>
bool decode_result(Trap& trap, std::span<const std::byte> bytes) {
    auto& frame = static_cast<Frame<R>&>(trap);
    std::deque<Bytes> arena;
    Reader in(bytes, arena);
    if constexpr (!std::is_void_v<Answer<R>>) {
        using Stored = typename Frame<R>::Stored;
        auto* answer = ::new (static_cast<void*>(&frame.answer)) Stored{};
        decode(in, *answer);
    }
    for_each_out(frame.request, [&](auto& field) {
        const auto written = decode_bytes(in);
        if (written.size() <= field.span.size())
            std::copy(written.begin(), written.end(), std::as_writable_bytes(field.span).begin());
    });
    return in.finished();
}

// It answers without waiting, or has a deadline.
template <class R>
bool waits_at_most_so_long([[maybe_unused]] const R& request) {
    if constexpr (requires { request.wait; })
        if (!request.wait) return true;
    if constexpr (requires { request.deadline; }) return request.deadline.is_set();
    else return false;
}

template <class R>
constexpr Syscall make_entry(std::string_view family) {
    static_assert(!may_park<R>() || is_release<R>() || declares<R>(Errno::canceled),
                  "a request that may park can be undone: declare Errno::canceled");
    static_assert(
        !requires(R request) { request.deadline; } || declares<R>(Errno::timedout),
        "a request with a deadline can run into it: declare Errno::timedout");
    Syscall entry{.name = request_name<R>(),
                  .family = family,
                  .help = R::help,
                  .result = type_name<typename R::Result>(),
                  .fields = fields_of<R>,
                  .errors = R::errors};
    entry.number = R::number;
    entry.effect = effect_of<R>();
    entry.parks = may_park<R>();
    entry.release = is_release<R>();
    entry.carry_out = &carry_out<R>;
    entry.fail = &fail<R>;
    entry.print_request = &print_request<R>;
    entry.print_result = &print_result<R>;
    entry.encode_request = &encode_request<R>;
    entry.encode_result = &encode_result<R>;
    entry.decode_result = &decode_result<R>;
    if constexpr (requires(Call<R>& call) { R::ready(call); })
        entry.ready = [](Kernel& kernel, Task& task, const Trap& trap) {
            Call<R> call(kernel, task, const_cast<Frame<R>&>(static_cast<const Frame<R>&>(trap)));
            return waits_at_most_so_long(call.request()) || R::ready(call);
        };
    if constexpr (requires(Call<R>& call, Footprint& footprint) { R::footprint(call, footprint); })
        entry.footprint = [](Kernel& kernel, Task& task, const Trap& trap, Footprint& footprint) {
            Call<R> call(kernel, task, const_cast<Frame<R>&>(static_cast<const Frame<R>&>(trap)));
            R::footprint(call, footprint);
        };
    if constexpr (requires(const R& request) { R::waits_for(request); })
        entry.waits_for = [](const Task&, const Trap& trap) {
            return R::waits_for(static_cast<const Frame<R>&>(trap).request);
        };
    return entry;
}

}  // namespace detail

template <class R>
const Syscall& entry_of(std::string_view family) {
    static const Syscall made = detail::make_entry<R>(family);
    return made;
}

/// Puts a family into `table`; false if a number is taken.
template <class... Requests>
bool add_family(SyscallTable& table, const Family<Requests...>& family) {
    return (table.add(entry_of<Requests>(family.name)) && ...);
}

}  // namespace fibrix
