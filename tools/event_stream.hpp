// Writes each event as a line, with the chain hash up to it: what one run of a canary tells the other.
#pragma once

#include <cstdio>
#include <memory>
#include <string_view>

#include "kernel/observers/chain_hash.hpp"

namespace fibrix {

class EventStream final : public ChainHash {
public:
    /// A line is the hash in 16 digits, a space, and the event in words.
    explicit EventStream(int descriptor) : file_(::fdopen(descriptor, "w")) {}

    void transition(const Task& task, State from, State to) override;
    void taken(const Task& task, const Syscall& syscall, const Trap& trap) override;
    void answered(const Task& task, const Syscall& syscall, const Trap& trap) override;
    void decided(const Decision& decision) override;

private:
    struct Close {
        void operator()(FILE* file) const noexcept { std::fclose(file); }
    };
    void line(const Task& task, std::string_view what);

    std::unique_ptr<FILE, Close> file_;
};

}  // namespace fibrix
