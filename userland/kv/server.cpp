#include "userland/kv/server.hpp"

#include <new>

#include "userland/kv/connection.hpp"

namespace fibrix::kv {
namespace {

constexpr std::size_t erased_at_once = 256;
constexpr auto patience_in_shortage = std::chrono::milliseconds(10);

/// Says that a save is under way while it lives.
struct Running {
    explicit Running(Saving& its_saving) noexcept : saving(its_saving) { saving.running = true; }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { saving.running = false; }
    Saving& saving;
};

bool is_shortage(Errno error) { return error == Errno::mfile || error == Errno::nfile || error == Errno::nomem; }

}  // namespace

Server::Server(std::size_t max_clients, std::size_t max_memory) : max_clients_(max_clients) {
    state_.max_memory = max_memory;
    read_clock();
    state_.statistics.started = state_.store.now();
}

std::string Server::keep_in(std::string path, Duration interval) {
    file_.emplace(std::move(path));
    save_interval_ = interval;
    state_.saving.possible = true;
    return file_->load(state_.store);
}

std::string Server::save() {
    if (!file_) return "there is no file to save to";
    const Mutex::Guard guard(saver_);
    auto& saving = state_.saving;
    const Running running(saving);
    read_clock();
    const auto changes = saving.changes;
    auto wrong = file_->save(state_.store);
    if (wrong.empty()) {
        saving.saved = changes;
        saving.last = state_.store.now();
    } else {
        sys::print_error("kv: {}\n", wrong);
    }
    return wrong;
}

std::string Server::save_changes() {
    if (!file_ || state_.saving.changes == state_.saving.saved) return {};
    return save();
}

Errno Server::serve(Listener& listener, const bool& ending) {
    if (const auto address = listener.address()) state_.statistics.port = address->port;
    Nursery connections;  // no task outlives the state
    connections.spawn([this] { erase_expired(); });
    if (file_) connections.spawn([this] { save_when_due(); });
    bool told = false;
    for (;;) {
        auto client = listener.accept();
        if (ending) {
            connections.cancel();
            return Errno::intr;
        }
        if (client) {
            welcome(connections, std::move(*client));
        } else if (is_shortage(client.error())) {
            if (!std::exchange(told, true))
                sys::print_error("kv: {}; new clients wait for those that go\n", fibrix::describe(client.error()));
            sys::sleep(patience_in_shortage);
        } else if (client.error() != Errno::intr) {
            connections.cancel();
            return client.error();
        }
    }
}

void Server::welcome(Nursery& connections, Stream client) {
    sys::set_option(client.handle(), SocketOption::keep_alive, 1);
    connections.spawn([this, stream = std::move(client)]() mutable {
        try {
            Connection(*this, stream).serve();
        } catch (const std::bad_alloc&) {
            return;  // what this client wants does not fit into memory; it is closed, and the others go on
        }
    });
}

void Server::tell_others() {
    while (Subscriber* const ready = state_.broker.take_ready()) ready->tell();
    if (state_.store.next_expiry() < looks_at_) [[unlikely]]
        sooner_.set();
    if (state_.saving.wanted) [[unlikely]]
        save_wanted_.set();
}

// A task of its own, which saves when a client asks for it without waiting, and at intervals.
void Server::save_when_due() {
    for (;;) {
        save_wanted_.wait(save_interval_ == Duration::zero() ? Deadline{} : Deadline::after(save_interval_));
        save_wanted_.reset();
        if (std::exchange(state_.saving.wanted, false)) save();
        else save_changes();
    }
}

// A task of its own, which sleeps until the next key goes.
void Server::erase_expired() {
    for (;;) {
        read_clock();
        while (state_.store.expire(erased_at_once)) {
            sys::yield();
            read_clock();
        }
        looks_at_ = state_.store.next_expiry();
        if (looks_at_ == Expiry::never) {
            sooner_.wait();
        } else {
            const auto left = std::min<std::int64_t>(looks_at_ - state_.store.now(), 24LL * 3600 * 1000);
            sooner_.wait(Deadline::after(std::chrono::milliseconds(left)));
        }
        sooner_.reset();
    }
}

}  // namespace fibrix::kv
