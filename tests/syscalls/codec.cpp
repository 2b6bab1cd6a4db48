// The codec: every request and result of every family survives the way through bytes, and damaged bytes are refused.

#include "syscalls/codec.hpp"

#include <boost/test/unit_test.hpp>

#include "syscalls/entry.hpp"
#include "syscalls/families.hpp"
#include "syscalls/path/carry_out.hpp"
#include "syscalls/process/nursery_object.hpp"
#include "syscalls/program/start.hpp"
#include "tests/syscalls/random_request.hpp"

namespace fibrix::testing {
namespace {

constexpr int rounds = 200;

template <class R>
Bytes bytes_of_request(const R& request) {
    Bytes out;
    encode(request, out);
    return out;
}

// A frame whose request and answer are random; the answer is destroyed with it.
template <class R>
struct RandomFrame {
    using Stored = typename Frame<R>::Stored;
    Frame<R> frame{R{}};
    explicit RandomFrame(Generator& generator) {
        generator.fill(frame.request);
        auto* answer = ::new (static_cast<void*>(&frame.answer)) Stored{};
        if constexpr (!std::is_void_v<Answer<R>>) generator.fill(*answer);
        // A result that counts what an Out field has received counts no more than there is room.
        if constexpr (requires { frame.request.buffer.span; }) {
            const auto count = generator.below(frame.request.buffer.span.size() + 1);
            if constexpr (requires { (*answer)->size = count; }) {
                if (*answer) (*answer)->size = count;
            } else if (*answer) {
                *answer = count;
            }
        }
    }
    RandomFrame(const RandomFrame&) = delete;
    RandomFrame& operator=(const RandomFrame&) = delete;
    ~RandomFrame() { forget_answer(); }
    /// Before another is made in its place.
    void forget_answer() { frame.answer.~Stored(); }
};

template <class R>
void check_request(Generator& generator) {
    R request{};
    generator.fill(request);
    const auto bytes = bytes_of_request(request);
    std::deque<Bytes> arena;
    Reader in(bytes, arena);
    R back{};
    decode(in, back);
    BOOST_TEST(in.finished(), request_name<R>());
    BOOST_TEST((bytes_of_request(back) == bytes), request_name<R>());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        Reader cut{std::span(bytes).first(size), arena};
        R damaged{};
        decode(cut, damaged);
        if (cut.finished()) BOOST_ERROR("cut off at " << size << " and not refused: " << request_name<R>());
    }
}

template <class R>
void check_result(Generator& generator) {
    const Syscall& entry = entry_of<R>("test");
    RandomFrame<R> original(generator);
    Bytes bytes, again, room;
    entry.encode_result(original.frame, bytes);
    RandomFrame<R> back(generator);
    if constexpr (requires { back.frame.request.buffer.span; }) {
        room.resize(original.frame.request.buffer.span.size());
        back.frame.request.buffer.span = room;
    }
    back.forget_answer();
    BOOST_TEST(entry.decode_result(back.frame, bytes), entry.name);
    entry.encode_result(back.frame, again);
    BOOST_TEST((again == bytes), entry.name);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        RandomFrame<R> damaged(generator);
        damaged.forget_answer();
        if (entry.decode_result(damaged.frame, std::span(bytes).first(size)))
            BOOST_ERROR("a result cut off at " << size << " is not refused: " << entry.name);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(codec)

BOOST_AUTO_TEST_CASE(every_request_survives_and_truncated_bytes_are_refused) {
    Generator generator(1);
    for_each_request(families, [&]<class R>(std::type_identity<R>) {
        for (int i = 0; i < rounds; ++i) check_request<R>(generator);
    });
}

BOOST_AUTO_TEST_CASE(every_result_survives_and_truncated_bytes_are_refused) {
    Generator generator(2);
    for_each_request(families, [&]<class R>(std::type_identity<R>) {
        for (int i = 0; i < rounds; ++i) check_result<R>(generator);
    });
}

BOOST_AUTO_TEST_CASE(bytes_that_are_left_over_are_refused) {
    Generator generator(3);
    RandomFrame<sys::Now> frame(generator);
    const Syscall& entry = entry_of<sys::Now>("test");
    Bytes bytes;
    entry.encode_result(frame.frame, bytes);
    bytes.push_back(std::byte{});
    BOOST_TEST(!entry.decode_result(frame.frame, bytes));
}

BOOST_AUTO_TEST_CASE(values_that_no_encoder_writes_are_refused) {
    std::deque<Bytes> arena;
    const Bytes two{std::byte{2}}, beyond{std::byte{0}, static_cast<std::byte>(errno_count)};
    bool flag = false;
    Reader flags(two, arena);
    decode(flags, flag);
    BOOST_TEST(!flags.ok());
    Result<void> result;
    Reader results(beyond, arena);
    decode(results, result);
    BOOST_TEST(!results.ok());
}

BOOST_AUTO_TEST_CASE(random_bytes_are_refused_or_decoded_but_never_crash) {
    Generator generator(4);
    for_each_request(families, [&]<class R>(std::type_identity<R>) {
        for (int i = 0; i < rounds; ++i) {
            std::string noise;
            generator.fill(noise);
            std::deque<Bytes> arena;
            Reader in(std::as_bytes(std::span(noise)), arena);
            R request{};
            decode(in, request);
            std::string printed;
            print_fields(request, printed);
        }
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fibrix::testing
