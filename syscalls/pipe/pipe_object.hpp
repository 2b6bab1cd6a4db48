// In the kernel: a pipe, a bounded buffer of bytes between its two ends.
//
// Whoever waits at an end is served first come first served. A write of up to `atomic` bytes goes in as a whole; a
// longer one as room comes. When nobody can write any more reading gives the end; when nobody can read, writing fails.
#pragma once

#include <memory>

#include "kernel/limits.hpp"
#include "kernel/wait_queue.hpp"
#include "syscalls/file/open_file.hpp"

namespace fibrix {

struct Process;

class Pipe {
public:
    static constexpr std::size_t capacity = 64 * 1024, atomic = 4096;

    /// `payer` has been charged for `capacity`.
    Pipe(Kernel& kernel, std::shared_ptr<Account> payer)
        : kernel_(kernel), payer_(std::move(payer)), buffer_(std::make_unique<std::byte[]>(capacity)) {}
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() { payer_->give_back(capacity); }

    Outcome read(Io& io);
    Outcome write(Io& io);
    [[nodiscard]] bool readable() const noexcept { return filled_ > 0 || !has_writer_ || !has_reader_; }
    [[nodiscard]] bool writable() const noexcept {
        return capacity - filled_ >= atomic || !has_reader_ || !has_writer_;
    }
    /// One end is closed for good: its own waits are cancelled, those at the other look again.
    void close_reading();
    void close_writing();
    /// The same while its end stays open: who waits there looks again, and finds the end of the stream, or EPIPE.
    void end_reading();
    void end_writing();
    [[nodiscard]] WaitQueue& readers() noexcept { return readers_; }
    [[nodiscard]] WaitQueue& writers() noexcept { return writers_; }

private:
    std::size_t take(std::span<std::byte> into) noexcept;
    std::size_t put(std::span<const std::byte> from) noexcept;

    Kernel& kernel_;
    std::shared_ptr<Account> payer_;
    std::unique_ptr<std::byte[]> buffer_;
    std::size_t begin_ = 0, filled_ = 0;
    bool has_reader_ = true, has_writer_ = true;
    WaitQueue readers_, writers_;
};

/// What a handle of an end stands for: it reads from one pipe, or writes to one, or (a stream socket of a pair) both.
class PipeEnd final : public OpenFile {
public:
    static inline const ObjectKind kind{"pipe", &OpenFile::kind};
    PipeEnd(std::shared_ptr<Pipe> reads, std::shared_ptr<Pipe> writes)
        : OpenFile(reads && writes ? FileType::socket : FileType::pipe, kind),
          reads_(std::move(reads)),
          writes_(std::move(writes)) {}
    ~PipeEnd() override;

    Outcome read(Io& io) override { return reads_ ? reads_->read(io) : io.fail(Errno::badf); }
    Outcome write(Io& io) override { return writes_ ? writes_->write(io) : io.fail(Errno::badf); }
    [[nodiscard]] const void* changed_by(Readiness direction) const override {
        return (direction == Readiness::reading ? reads_ : writes_).get();
    }
    [[nodiscard]] bool ready(Readiness what) const override;
    [[nodiscard]] WaitQueue* queue(Readiness what) override;
    /// Of a pair: when sending ends, the other side reads what is there, then the end.
    Result<void> shutdown(bool receiving, bool sending) override;
    [[nodiscard]] std::string describe() const override;

private:
    std::shared_ptr<Pipe> reads_, writes_;
};

/// The handles of the two ends.
struct HandlePair {
    int first = -1;
    int second = -1;
};
BOOST_DESCRIBE_STRUCT(HandlePair, (), (first, second))

/// A new pipe: `first` reads what is written to `second`. Errors: EMFILE, ENOMEM.
Result<HandlePair> make_pipe(Kernel& kernel, Process& process);
/// Two ends that each read what is written to the other. Errors: EMFILE, ENOMEM.
Result<HandlePair> make_socket_pair(Kernel& kernel, Process& process);

}  // namespace fibrix
