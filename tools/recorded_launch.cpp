// The head of a recording: what was run, by what, and what its requests looked like.

#include <boost/describe.hpp>
#include <stdexcept>

#include "kernel/observers/running_hash.hpp"
#include "syscalls/codec.hpp"
#include "syscalls/table.hpp"
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
    std::vector<std::string> servers;
    std::string client;
};
BOOST_DESCRIBE_STRUCT(Head, (),
                      (schema, version, world, policy, watchdog, patience, seed, mounts, load, program, arguments,
                       files, brought, servers, client))

constexpr double milliseconds = 1000.0;

void add(RunningHash& hash, std::string_view text) { hash.add(std::as_bytes(std::span(text))); }

// Of all that a recording refers to: requests by number, and operations of the World by code.
std::uint64_t schema_hash() {
    RunningHash hash;
    for (const Syscall* each : syscall_table().list()) {
        hash.add(each->number);
        for (const auto text : {each->name, each->result}) add(hash, text);
        for (const auto& field : each->fields)
            for (const auto text : {field.name, field.type, field.direction}) add(hash, text);
    }
    constexpr unsigned codes = 256;
    for (unsigned code = 0; code < codes; ++code) add(hash, to_string(static_cast<Operation::Code>(code)));
    return hash.value();
}

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
    launch.options.servers = head.servers;
    launch.options.client = head.client;
    launch.program = head.program;
    launch.arguments = head.arguments;
    for (const auto& file : head.files) launch.files.emplace_back(file.handle, file.descriptor);
    for (const auto& file : head.brought) launch.brought.push_back({file.name, file.text});
    return recorded;
}

}  // namespace fibrix
