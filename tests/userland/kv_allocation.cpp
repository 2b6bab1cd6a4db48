// In the steady state a request allocates nothing: seen by counting what this binary takes from the heap.

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <new>

#include "kernel/switch.hpp"
#include "tests/userland/kv_fixture.hpp"
#include "userland/kv/receive_buffer.hpp"

namespace {

std::size_t allocations = 0;

}  // namespace

// The sanitizers have a heap of their own, in which nothing is counted: then this only runs what it runs.
#if !FIBRIX_ASAN && !FIBRIX_TSAN
void* operator new(std::size_t size) {
    ++allocations;
    if (void* const memory = std::malloc(size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
#endif

using namespace fibrix::kv;
using fibrix::testing::KvSystem;

BOOST_AUTO_TEST_SUITE(kv_allocation)

namespace {

// What a connection does with the bytes it has received.
struct Batch {
    KvSystem& system;
    ReceiveBuffer in;
    RequestParser parser;

    void carry_out(std::string_view bytes) {
        const auto room = in.room();
        std::memcpy(room.data(), bytes.data(), bytes.size());
        in.received(bytes.size());
        while (parser.next(in.unread()) == RequestParser::Found::command) {
            execute(system.client, parser.words());
            in.drop(parser.consumed());
        }
        system.client.out.clear();
    }
};

std::string command(std::initializer_list<std::string_view> words) {
    std::string bytes = "*" + std::to_string(words.size()) + "\r\n";
    for (const auto word : words) bytes += "$" + std::to_string(word.size()) + "\r\n" + std::string(word) + "\r\n";
    return bytes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_usual_request_allocates_nothing) {
    KvSystem system;
    Batch batch{system, {}, {}};
    std::string fill = "RPUSH list";
    for (int i = 0; i < 500; ++i) fill += " element";
    system.give(fill);
    const std::string long_value(100, 'x');
    for (const auto& bytes :
         {command({"SET", "key:000000000001", "xxx"}), command({"SET", "key:000000000002", long_value}),
          command({"GET", "key:000000000002"}), command({"GET", "none"}), command({"INCR", "counter"}),
          command({"LRANGE", "list", "0", "99"}), command({"LINDEX", "list", "250"}),
          command({"HSET", "hash", "field", "value"}), command({"HGET", "hash", "field"}),
          command({"MSET", "a", "1", "b", "2"}), command({"EXPIRE", "key:000000000001", "100"}),
          command({"PUBLISH", "channel", "message"}), command({"PING"}), std::string("PING\r\n")}) {
        batch.carry_out(bytes);
        batch.carry_out(bytes);
        const auto before = allocations;
        for (int i = 0; i < 100; ++i) batch.carry_out(bytes);
        BOOST_TEST(allocations == before, bytes);
    }
}

BOOST_AUTO_TEST_CASE(a_queue_allocates_once_for_many_elements) {
    KvSystem system;
    Batch batch{system, {}, {}};
    const auto push = command({"LPUSH", "queue", "xxx"}), pop = command({"RPOP", "queue"});
    for (int i = 0; i < 1000; ++i) batch.carry_out(push);
    const auto before = allocations;
    for (int i = 0; i < 1000; ++i) batch.carry_out(push), batch.carry_out(pop);
    BOOST_TEST(allocations - before < 10u);
}

BOOST_AUTO_TEST_SUITE_END()
