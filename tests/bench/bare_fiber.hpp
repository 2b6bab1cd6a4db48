// The limit of everything that switches: Boost.Context's fibers, on recycled stacks, without a kernel around them.
#pragma once

#include <sys/mman.h>

#include <boost/context/fiber.hpp>
#include <new>
#include <vector>

namespace fibrix::bench {

/// Stacks without guards from one mapping, used again last in first out.
class BareStacks {
public:
    static constexpr std::size_t stack_bytes = 16384, most = std::size_t{1} << 20;

    BareStacks() : base_(mmap(nullptr, most * stack_bytes, PROT_READ | PROT_WRITE, flags, -1, 0)) {
        if (base_ == MAP_FAILED) throw std::bad_alloc();
        madvise(base_, most * stack_bytes, MADV_NOHUGEPAGE);
    }
    BareStacks(const BareStacks&) = delete;
    BareStacks& operator=(const BareStacks&) = delete;
    ~BareStacks() { munmap(base_, most * stack_bytes); }

    boost::context::stack_context take() {
        if (free_.empty()) free_.push_back(static_cast<std::byte*>(base_) + ++used_ * stack_bytes);
        boost::context::stack_context stack;
        stack.sp = free_.back();
        stack.size = stack_bytes;
        free_.pop_back();
        return stack;
    }
    void give_back(const boost::context::stack_context& stack) { free_.push_back(static_cast<std::byte*>(stack.sp)); }

private:
    static constexpr int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void* base_;
    std::size_t used_ = 0;
    std::vector<std::byte*> free_;
};

/// In the form that Boost wants it.
struct BareStackAllocator {
    BareStacks* stacks;
    boost::context::stack_context allocate() { return stacks->take(); }  // NOLINT(*-use-nodiscard): Boost's name
    void deallocate(boost::context::stack_context& stack) { stacks->give_back(stack); }
};

template <class Body>
boost::context::fiber make_bare_fiber(BareStacks& stacks, Body&& body) {
    return {std::allocator_arg, BareStackAllocator{&stacks}, std::forward<Body>(body)};
}

}  // namespace fibrix::bench
