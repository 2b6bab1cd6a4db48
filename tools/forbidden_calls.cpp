// These functions stand before the C library's own: what the binary defines is found first, by shared objects too.
//
// Who calls is told from the return address: the kernel may, and runs its helpers; a program may not, nor a library on
// its behalf, such as <chrono> in libstdc++. Only the environment is left to libraries, which look there for terminals.
// Under a sanitizer, which does the same for its own ends, nothing is forbidden.

#include "tools/forbidden_calls.hpp"

#include "kernel/switch.hpp"

#if !FIBRIX_ASAN && !FIBRIX_TSAN

#include <dlfcn.h>
#include <pthread.h>
#include <sys/random.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include "kernel/fault.hpp"
#include "kernel/line.hpp"
#include "kernel/panic.hpp"
#include "kernel/task.hpp"

extern "C" {
extern const char __executable_start[], etext[];  // NOLINT(bugprone-reserved-identifier): the linker's own
}

namespace fibrix {
namespace {

std::atomic<bool> forbidden = false;

enum class Libraries : bool { may_not, may };

bool is_kernels_own(const char* caller) noexcept {
    return caller >= __executable_start && caller < etext && !is_program_text(caller);
}

// Lua hashes its texts with a seed that it takes from the time and from addresses, and libtinfo, which knows terminals,
// looks at the clock when one is asked for: neither shows in what a program does.
bool is_harmless(const void* caller) noexcept {
    Dl_info info{};
    if (dladdr(caller, &info) == 0) return false;
    const std::string_view library = info.dli_fname;
    return library.find("/liblua") != std::string_view::npos || library.find("/libtinfo") != std::string_view::npos;
}

[[noreturn]] void refuse(std::string_view name) noexcept {
    Line line;
    line << "fibrix: " << *current.task << " calls " << name
         << ", which no run can repeat: a program that is simulated or recorded asks the system (fibrix syscalls)";
    line.print();
    end_by_panic();
}

// A function of the C library, and who may call it.
template <class Signature>
struct Real;
template <class Result, class... Arguments>
struct Real<Result(Arguments...)> {
    const char* name;
    Libraries libraries = Libraries::may_not;
    std::atomic<Result (*)(Arguments...)> found = nullptr;

    Result operator()(const void* caller, Arguments... arguments) {
        if (forbidden.load(std::memory_order_relaxed) && current.context != nullptr) [[unlikely]]
            look_at(static_cast<const char*>(caller));
        auto* function = found.load(std::memory_order_relaxed);
        if (function == nullptr) {
            function = reinterpret_cast<Result (*)(Arguments...)>(dlsym(RTLD_NEXT, name));
            found.store(function, std::memory_order_relaxed);
        }
        return function(arguments...);
    }
    void look_at(const char* caller) const noexcept {
        if (is_kernels_own(caller)) return;
        if (!is_program_text(caller) && (libraries == Libraries::may || is_harmless(caller))) return;
        refuse(name);
    }
};

constinit Real<int(clockid_t, timespec*)> real_clock_gettime{"clock_gettime"};
constinit Real<time_t(time_t*)> real_time{"time"};
constinit Real<int(timeval*, void*)> real_gettimeofday{"gettimeofday"};
constinit Real<clock_t()> real_clock{"clock"};
constinit Real<int()> real_rand{"rand"};
constinit Real<long()> real_random{"random"};
constinit Real<void(unsigned)> real_srand{"srand"}, real_srandom{"srandom"};
constinit Real<double()> real_drand48{"drand48"};
constinit Real<long()> real_lrand48{"lrand48"};
constinit Real<ssize_t(void*, size_t, unsigned)> real_getrandom{"getrandom"};
constinit Real<int(void*, size_t)> real_getentropy{"getentropy"};
constinit Real<char*(const char*)> real_getenv{"getenv", Libraries::may};
constinit Real<char*(const char*)> real_secure_getenv{"secure_getenv", Libraries::may};
constinit Real<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)> real_pthread_create{"pthread_create"};
constinit Real<int(const timespec*, timespec*)> real_nanosleep{"nanosleep"};
constinit Real<int(clockid_t, int, const timespec*, timespec*)> real_clock_nanosleep{"clock_nanosleep"};
constinit Real<unsigned(unsigned)> real_sleep{"sleep"};
constinit Real<int(useconds_t)> real_usleep{"usleep"};

}  // namespace

void forbid_calls_past_the_world() noexcept { forbidden.store(true, std::memory_order_relaxed); }

}  // namespace fibrix

extern "C" {

using namespace fibrix;

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the library's own names are reserved

int clock_gettime(clockid_t clock, timespec* time) noexcept {
    return real_clock_gettime(__builtin_return_address(0), clock, time);
}
time_t time(time_t* place) noexcept { return real_time(__builtin_return_address(0), place); }
int gettimeofday(timeval* time, void* zone) noexcept {
    return real_gettimeofday(__builtin_return_address(0), time, zone);
}
clock_t clock() noexcept { return real_clock(__builtin_return_address(0)); }
int rand() noexcept { return real_rand(__builtin_return_address(0)); }
long random() noexcept { return real_random(__builtin_return_address(0)); }
void srand(unsigned seed) noexcept { real_srand(__builtin_return_address(0), seed); }
void srandom(unsigned seed) noexcept { real_srandom(__builtin_return_address(0), seed); }
double drand48() noexcept { return real_drand48(__builtin_return_address(0)); }
long lrand48() noexcept { return real_lrand48(__builtin_return_address(0)); }
ssize_t getrandom(void* buffer, size_t size, unsigned flags) {
    return real_getrandom(__builtin_return_address(0), buffer, size, flags);
}
int getentropy(void* buffer, size_t size) { return real_getentropy(__builtin_return_address(0), buffer, size); }
char* getenv(const char* name) noexcept { return real_getenv(__builtin_return_address(0), name); }
char* secure_getenv(const char* name) noexcept { return real_secure_getenv(__builtin_return_address(0), name); }
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*body)(void*), void* argument) noexcept {
    return real_pthread_create(__builtin_return_address(0), thread, attributes, body, argument);
}
int nanosleep(const timespec* span, timespec* left) { return real_nanosleep(__builtin_return_address(0), span, left); }
int clock_nanosleep(clockid_t clock, int flags, const timespec* span, timespec* left) {
    return real_clock_nanosleep(__builtin_return_address(0), clock, flags, span, left);
}
unsigned sleep(unsigned seconds) { return real_sleep(__builtin_return_address(0), seconds); }
int usleep(useconds_t microseconds) { return real_usleep(__builtin_return_address(0), microseconds); }

// NOLINTEND(readability-inconsistent-declaration-parameter-name)

}  // extern "C"

#else

namespace fibrix {
void forbid_calls_past_the_world() noexcept {}
}  // namespace fibrix

#endif
