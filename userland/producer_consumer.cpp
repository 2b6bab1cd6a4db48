// Producers put numbers into a bounded channel, consumers take them out: none is lost, none comes twice.
//
// A producer that is faster waits while the channel is full, a consumer while it is empty. When all producers are done
// the channel is closed; the consumers take what is left, and end.

#include "syscalls/sys.hpp"

namespace {

using namespace fibrix;

struct Count {
    std::uint64_t items = 0, sum = 0;
    void add(std::uint64_t number) { ++items, sum += number; }
    friend bool operator==(const Count&, const Count&) = default;
};

void produce(Channel<std::uint64_t>& channel, std::uint64_t first, std::uint64_t items, Count& all) {
    for (std::uint64_t number = first; number < first + items; ++number) {
        channel.send(number).value();
        all.add(number);
    }
}

void consume(Channel<std::uint64_t>& channel, int consumer, Count& all) {
    std::uint64_t taken = 0;
    while (const auto number = channel.receive()) {
        all.add(*number);
        ++taken;
        sys::yield();  // works on it
    }
    sys::print("consumer {} took {}\n", consumer, taken);
}

int producer_consumer(Arguments& arguments) {
    std::uint16_t producers = 3, consumers = 2, items = 1000, capacity = 16;
    arguments.option("--producers", producers, "how many");
    arguments.option("--consumers", consumers, "how many, 1 at least");
    arguments.option("--items", items, "of each producer");
    arguments.option("--capacity", capacity, "of the channel; 0: each is handed over in person");
    if (const auto done = arguments.parse()) return *done;
    if (consumers == 0) {
        sys::print_error("producer_consumer: without a consumer nobody can produce: --consumers must be 1 at least\n");
        return Arguments::usage_error;
    }

    Channel<std::uint64_t> channel(capacity);
    Count produced, consumed;
    Nursery producing, consuming;
    for (std::uint64_t each = 0; each < producers; ++each)
        producing.spawn([&, each] { produce(channel, each * items, items, produced); }).value();
    for (int each = 1; each <= consumers; ++each)
        consuming.spawn([&, each] { consume(channel, each, consumed); }).value();
    producing.join();
    channel.close();
    consuming.join();
    sys::print("{} produced, {} consumed: the sums are {}\n", produced.items, consumed.items,
               produced == consumed ? "the same" : "NOT the same");
    return produced == consumed ? 0 : 1;
}

const Program program{"producer_consumer", "Producers and consumers share a bounded channel.", producer_consumer};

}  // namespace
