// The head of a recording: what was run, by what, and what its requests looked like.

#include <boost/describe.hpp>
#include <stdexcept>

#include "syscalls/codec.hpp"
#include "syscalls/schema_hash.hpp"
#include "tools/record.hpp"

namespace fibrix {
namespace {

struct HeadFile {
    std::uint32_t handle = 0;
    std::int32_t descriptor = 0;
};
BOOST_DESCRIBE_STRUCT(HeadFile, (), (handle, descriptor))

struct HeadText {
    std::string name, text;
};
BOOST_DESCRIBE_STRUCT(HeadText, (), (name, text))

struct Head {
    std::uint64_t schema = 0;
    std::string version, world, policy, watchdog;
    std::int64_t patience = 0;  // milliseconds
    std::uint64_t seed = 0;
    std::vector<std::string> mounts, load;
    std::string program;
    std::vector<std::string> arguments;
    std::vector<HeadFile> files;
    std::vector<HeadText> brought;
    std::string schedule;
    std::uint64_t most_steps = 0;
    bool free_time = false, plain_memory = false;
    std::vector<std::string> servers;
    std::string client;
};
BOOST_DESCRIBE_STRUCT(Head, (),
                      (schema, version, world, policy, watchdog, patience, seed, mounts, load, program, arguments,
                       files, brought, schedule, most_steps, free_time, plain_memory, servers, client))

constexpr double milliseconds = 1000.0;

}  // namespace

std::vector<std::byte> encode_launch(const Launch& launch) {
    const auto& options = launch.options;
    Head head{.schema = schema_hash(),
              .version = FIBRIX_VERSION,
              .world = options.world,
              .policy = options.policy,
              .watchdog = options.watchdog,
              .patience = static_cast<std::int64_t>(options.watchdog_patience * milliseconds),
              .seed = options.seed,
              .mounts = options.mounts,
              .load = options.load,
              .program = launch.program,
              .arguments = launch.arguments,
              .files = {},
              .brought = {},
              .schedule = options.scheduled.schedule,
              .most_steps = options.scheduled.max_steps,
              .free_time = options.scheduled.free_time,
              .plain_memory = options.scheduled.plain_memory,
              .servers = options.servers,
              .client = options.client};
    for (const auto& [handle, descriptor] : launch.files)
        head.files.push_back({static_cast<std::uint32_t>(handle), descriptor});
    for (const auto& file : launch.brought) head.brought.push_back({file.name, file.text});
    Bytes bytes;
    encode(head, bytes);
    return bytes;
}

RecordedLaunch decode_launch(std::span<const std::byte> bytes) {
    std::deque<Bytes> arena;
    Reader in(bytes, arena);
    Head head;
    decode(in, head);
    if (head.schema != schema_hash())
        throw std::runtime_error("it was recorded by a Fibrix (" + head.version +
                                 ") whose system calls are not the same as here");
    if (!in.finished()) throw std::runtime_error("its head is damaged");
    RecordedLaunch recorded;
    auto& launch = recorded.launch;
    recorded.world = head.world;
    launch.options.policy = head.policy;
    launch.options.watchdog = head.watchdog;
    launch.options.watchdog_patience = static_cast<double>(head.patience) / milliseconds;
    launch.options.seed = head.seed;
    launch.options.mounts = head.mounts;
    launch.options.load = head.load;
    launch.options.scheduled = {head.schedule, head.most_steps, head.free_time, head.plain_memory};
    launch.options.servers = head.servers;
    launch.options.client = head.client;
    launch.program = head.program;
    launch.arguments = head.arguments;
    for (const auto& file : head.files) launch.files.emplace_back(file.handle, file.descriptor);
    for (const auto& file : head.brought) launch.brought.push_back({file.name, file.text});
    return recorded;
}

}  // namespace fibrix
