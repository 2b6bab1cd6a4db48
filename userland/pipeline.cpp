// The sieve of Eratosthenes as a pipeline: a task per prime, which lets pass what its prime does not divide.
//
//     2, 3, 4, 5, … → [2] → 3, 5, 7, … → [3] → 5, 7, 11, … → [5] → …
//
// What comes out at the end is the next prime, and becomes the next task. Closing the last channel ends the whole
// chain, from the end to its source: who cannot send any more closes the channel that feeds it.

#include <deque>

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

using Numbers = Channel<std::uint32_t>;

void count_from_two(Numbers& out) {
    for (std::uint32_t number = 2; out.send(number); ++number) {
    }
}

void sieve(std::uint32_t prime, Numbers& in, Numbers& out) {
    while (const auto number = in.receive())
        if (*number % prime != 0 && !out.send(*number)) break;
    in.close();
}

int pipeline(Arguments& arguments) {
    std::uint16_t primes = 10, capacity = 16;
    arguments.option("--primes", primes, "how many");
    arguments.option("--capacity", capacity, "of each channel between two tasks; 0: a rendezvous");
    if (const auto done = arguments.parse()) return *done;

    std::deque<Numbers> channels;
    Nursery nursery;
    nursery.spawn([&first = channels.emplace_back(capacity)] { count_from_two(first); }).value();
    for (int found = 0; found < primes; ++found) {
        auto& in = channels.back();
        const auto prime = in.receive().value();
        sys::print("{}\n", prime);
        auto& out = channels.emplace_back(capacity);
        nursery.spawn([&in, &out, prime] { sieve(prime, in, out); }).value();
    }
    channels.back().close();
    return nursery.join().code;
}

const Program program{"pipeline", "Finds primes with a chain of tasks and channels.", pipeline, StackSize::k16};

}  // namespace
