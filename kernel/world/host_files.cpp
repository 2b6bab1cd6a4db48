#include "kernel/world/host_files.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace fibrix {

// How many descriptors are about to be closed: whoever is refused one waits for them for a while.
class HostFiles::Closing {
public:
    void begin() {
        const std::lock_guard lock(mutex_);
        ++count_;
    }
    void end() {
        const std::lock_guard lock(mutex_);
        --count_;
        ended_.notify_all();
    }
    /// False if none was to be closed.
    bool await() {
        constexpr std::chrono::milliseconds patience{100};
        std::unique_lock lock(mutex_);
        if (count_ == 0) return false;
        ended_.wait_for(lock, patience, [&] { return count_ == 0; });
        return true;
    }

private:
    std::mutex mutex_;
    std::condition_variable ended_;
    int count_ = 0;
};

std::shared_ptr<HostFiles::Closing> HostFiles::make_closing() { return std::make_shared<Closing>(); }

HostFiles::Held HostFiles::find(Outside descriptor) const {
    const auto index = static_cast<std::size_t>(descriptor);
    return descriptor >= 0 && index < files_.size() ? files_[index] : Held();
}

void HostFiles::submit(Operation& operation) {
    auto held = find(operation.descriptor);
    if (!held && operation.code != Operation::Code::directory) return operation.fail(Errno::badf);
    if (!held || !host::carry_out_at_once(*held, operation)) send(operation, std::move(held));
}

void HostFiles::send(Operation& operation, Held descriptor) {
    auto owner = std::make_shared<Operation*>(&operation);
    operation.world = owner.get();
    auto job = std::make_shared<host::FileJob>();
    job->code = operation.code;
    job->descriptor = std::move(descriptor);
    job->argument = operation.argument;
    job->value = operation.value;
    job->offset = operation.offset;
    job->in.assign(reinterpret_cast<const char*>(operation.in.data()), operation.in.size());
    job->out.resize(operation.out.size());
    ++pending_;
    helpers_.run([this, owner, job, closing = closing_]() -> std::function<void()> {
        host::carry_out(*job);
        if (!job->result && job->result.error() == Errno::mfile && closing->await()) host::carry_out(*job);
        job->descriptor.reset();
        return [this, owner, job] { finish(*owner, *job); };
    });
}

void HostFiles::finish(Operation* operation, host::FileJob& job) {
    --pending_;
    if (operation == nullptr) return;
    std::copy_n(reinterpret_cast<const std::byte*>(job.out.data()), job.filled, operation->out.begin());
    operation->offset = job.offset;
    if (job.opened) {
        const auto index = static_cast<std::size_t>(job.opened->number());
        if (index >= files_.size()) files_.resize(index + 1);
        files_[index] = std::move(job.opened);
    }
    job.result ? operation->succeed(*job.result) : operation->fail(job.result.error());
    finished_.push_back(*operation);
}

void HostFiles::abandon(Operation& operation) { *static_cast<Operation**>(operation.world) = nullptr; }

// To close a file may wait for a disk too.
bool HostFiles::close(Outside descriptor) {
    auto held = find(descriptor);
    if (!held) return false;
    files_[static_cast<std::size_t>(descriptor)].reset();
    closing_->begin();
    helpers_.run([held = std::move(held), closing = closing_]() mutable -> std::function<void()> {
        held.reset();
        closing->end();
        return [] {};
    });
    return true;
}

}  // namespace fibrix
