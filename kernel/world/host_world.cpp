#include "kernel/world/host_world.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>

#include "kernel/panic.hpp"
#include "kernel/world/host_line.hpp"
#include "kernel/world/host_socket.hpp"

namespace fibrix {
namespace {

// Deadlines are rounded up to this, so that timers that are close together share a wake-up.
constexpr std::int64_t timer_grain = 65536;
constexpr std::int64_t billion = 1'000'000'000;
constexpr int most_resolvers = 2;  // threads that look names up

std::int64_t read_clock(clockid_t clock) noexcept {
    timespec time{};
    clock_gettime(clock, &time);
    return time.tv_sec * billion + time.tv_nsec;
}

int checked(int descriptor, std::string_view what) {
    if (descriptor < 0) panic(std::string("the host refuses ") + std::string(what));
    return descriptor;
}

}  // namespace

HostWorld::HostWorld()
    : epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "an epoll descriptor")),
      wake_(checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "an event descriptor")),
      start_(read_clock(CLOCK_MONOTONIC)),
      helpers_(wake_, most_resolvers),
      files_(wake_, finished_) {
    prctl(PR_SET_TIMERSLACK, 1);  // the host's default would add 50 us to each wait
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;
    event.data.ptr = nullptr;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
}

HostWorld::~HostWorld() {
    ::close(epoll_);
    ::close(wake_);
}

Time HostWorld::now() { return Time(Duration(read_clock(CLOCK_MONOTONIC) - start_)); }

std::int64_t HostWorld::calendar() { return read_clock(CLOCK_REALTIME); }

void HostWorld::entropy(std::uint64_t, std::span<std::byte> bytes) {
    while (!bytes.empty()) {
        const auto got = getrandom(bytes.data(), bytes.size(), 0);
        if (got > 0) bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

HostWorld::Line& HostWorld::line(Outside descriptor) {
    const auto index = static_cast<std::size_t>(descriptor);
    if (index >= lines_.size()) lines_.resize(index + 1);
    if (!lines_[index]) lines_[index] = std::make_unique<Line>(descriptor);
    return *lines_[index];
}

bool HostWorld::submit(Operation& operation) {
    operation.state = Operation::State::pending;
    switch (operation.code) {
        case Operation::Code::receive:
        case Operation::Code::receive_from:
        case Operation::Code::accept:
        case Operation::Code::read: begin(line(operation.descriptor), operation, true); break;
        case Operation::Code::send:
        case Operation::Code::send_to:
        case Operation::Code::write:
        case Operation::Code::connect: begin(line(operation.descriptor), operation, false); break;
        case Operation::Code::poll: begin(line(operation.descriptor), operation, operation.argument == 1); break;
        case Operation::Code::socket: host::make_socket(operation); break;
        case Operation::Code::bind: host::bind(operation); break;
        case Operation::Code::listen: host::listen(operation); break;
        case Operation::Code::shutdown: host::shutdown(operation); break;
        case Operation::Code::option: host::set_option(operation); break;
        case Operation::Code::local_name: host::local_name(operation); break;
        case Operation::Code::peer_name: host::peer_name(operation); break;
        case Operation::Code::resolve: resolve(operation); break;
        case Operation::Code::terminal: operation.succeed(::isatty(operation.descriptor)); break;
        case Operation::Code::close:
            close(operation.descriptor);
            operation.succeed(0);
            break;
        case Operation::Code::none: operation.fail(Errno::inval); break;
        default: files_.submit(operation); break;
    }
    return operation.state == Operation::State::done;
}

// Carries the operation out, or queues it behind those that wait already.
void HostWorld::begin(Line& line, Operation& operation, bool reading) {
    auto& queue = reading ? line.readers : line.writers;
    if (line.shared && !line.watched && line.watchable) watch(line);
    if (queue.empty() && line.ready(queue) && attempt(line, operation)) return;
    operation.world = &queue;
    queue.push_back(operation);
    if (!line.watched && !watch(line)) {
        queue.remove(operation);
        operation.fail(Errno::nospc);
    }
}

// True if the operation is done. Keeps the sticky bits.
bool HostWorld::attempt(Line& line, Operation& operation) {
    bool done = false;
    switch (operation.code) {
        case Operation::Code::receive:
            done = host::receive(operation);
            line.readable = done && (line.hung_up || operation.failed ||
                                     operation.result == static_cast<std::int64_t>(operation.out.size()));
            return done;
        case Operation::Code::accept:
            done = host::accept(operation);
            line.readable = done;
            return done;
        case Operation::Code::receive_from:  // behind one datagram, however short, there may be others
            done = host::receive_from(operation);
            line.readable = done;
            return done;
        case Operation::Code::send_to:
            done = host::send_to(operation);
            line.writable = done;
            return done;
        case Operation::Code::send:
            done = host::send(operation);
            line.writable =
                done && (operation.failed || operation.result == static_cast<std::int64_t>(operation.in.size()));
            return done;
        case Operation::Code::connect:
            done = host::connect(operation);
            line.writable = done;
            return done;
        case Operation::Code::poll: {
            const bool reading = operation.argument == 1;
            done = !line.watchable || host::looks_ready(line.descriptor, reading ? POLLIN | POLLRDHUP : POLLOUT);
            if (done) operation.succeed(operation.argument);
            return done;
        }
        case Operation::Code::read: return line.read(operation);
        case Operation::Code::write: return line.write(operation);
        default: return false;
    }
}

bool HostWorld::watch(Line& line) {
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &line;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, line.descriptor, &event) == 0) {
        line.watched = true;
        ++watched_;
    } else if (errno == EPERM || errno == EBADF) {
        line.watchable = false;  // a file is always ready; that nothing is open, the attempt will find
    } else {
        return false;
    }
    return true;
}

bool HostWorld::cancel(Operation& operation) {
    if (is_about_files(operation.code)) HostFiles::abandon(operation);
    else if (operation.code != Operation::Code::resolve) static_cast<Operations*>(operation.world)->remove(operation);
    else *static_cast<Operation**>(operation.world) = nullptr;  // the job goes on alone
    operation.fail(Errno::canceled);
    return true;
}

void HostWorld::close(Outside descriptor) {
    if (files_.close(descriptor)) return;
    const auto index = static_cast<std::size_t>(descriptor);
    if (index < lines_.size() && lines_[index]) {
        Line& line = *lines_[index];
        for (auto* queue : {&line.readers, &line.writers})
            while (Operation* operation = queue->pop_front()) {
                operation->fail(Errno::canceled);
                operation->world = &finished_;
                finished_.push_back(*operation);
            }
        if (line.watched) --watched_;
        lines_[index].reset();
    }
    ::close(descriptor);
}

void HostWorld::resolve(Operation& operation) {
    auto owner = std::make_shared<Operation*>(&operation);
    operation.world = owner.get();
    std::string name(reinterpret_cast<const char*>(operation.in.data()), operation.in.size());
    const auto most = operation.addresses.size();
    helpers_.run([this, owner, name = std::move(name), most]() -> std::function<void()> {
        auto found = host::look_up(name, most);
        return [this, owner, found = std::move(found)] {
            --watched_;
            Operation* waiting = *owner;
            if (waiting == nullptr) return;
            std::copy(found.begin(), found.end(), waiting->addresses.begin());
            found.empty() ? waiting->fail(Errno::hostunreach)
                          : waiting->succeed(static_cast<std::int64_t>(found.size()));
            finished_.push_back(*waiting);
        };
    });
    ++watched_;  // so that wait looks; the finished job takes it back
}

void HostWorld::retry(Line& line, Operations& queue, Operations& completed) {
    for (Operation *operation = queue.front(), *next = nullptr; operation != nullptr; operation = next) {
        next = Operations::next(*operation);
        if (operation->code != Operation::Code::poll && !line.ready(queue)) continue;
        if (!attempt(line, *operation)) continue;
        queue.remove(*operation);
        completed.push_back(*operation);
    }
}

void HostWorld::handle_event(std::uint32_t events, Line& line, Operations& completed) {
    if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) line.hung_up = true;
    if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) {
        line.readable = true;
        retry(line, line.readers, completed);
    }
    if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) {
        line.writable = true;
        retry(line, line.writers, completed);
    }
}

// How many events there are, waiting for some until `limit` has passed; null: for ever.
int HostWorld::look(Events& events, const timespec* limit) noexcept {
    const int count = epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), limit, nullptr);
    nap_.arrived(count);
    return count;
}

int HostWorld::sleep(Events& events, Time deadline) {
    timespec limit{};
    if (nap_.is_worth_it() && deadline - now() > Nap::length) {
        const int count = look(events, &limit);
        if (count != 0) return count;
        Nap::take();
    }
    nap_.waits();
    if (deadline != never) {
        const auto until = (deadline.time_since_epoch().count() + timer_grain - 1) / timer_grain * timer_grain;
        const auto left = std::max<std::int64_t>(0, until - now().time_since_epoch().count());
        limit = {left / billion, left % billion};
    }
    return look(events, deadline == never ? nullptr : &limit);
}

void HostWorld::wait(Time deadline, Operations& completed) {
    while (Operation* operation = finished_.pop_front()) completed.push_back(*operation);
    const bool look_only = deadline == Time{} || !completed.empty();
    if (look_only && watched_ + files_.pending() == 0) return;

    Events events;  // filled by the call
    const timespec at_once{};
    const int count = look_only ? look(events, &at_once) : sleep(events, deadline);
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        if (event.data.ptr != nullptr) {
            handle_event(event.events, *static_cast<Line*>(event.data.ptr), completed);
        } else {
            std::uint64_t ignored = 0;
            [[maybe_unused]] const auto got = ::read(wake_, &ignored, sizeof ignored);
            helpers_.reap();
            files_.reap();
        }
    }
    while (Operation* operation = finished_.pop_front()) completed.push_back(*operation);
}

}  // namespace fibrix
