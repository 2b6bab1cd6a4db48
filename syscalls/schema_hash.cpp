#include "syscalls/schema_hash.hpp"

#include "kernel/observers/running_hash.hpp"
#include "kernel/world/operation.hpp"
#include "syscalls/table.hpp"

namespace fibrix {
namespace {

void add(RunningHash& hash, std::string_view text) { hash.add(std::as_bytes(std::span(text))); }

}  // namespace

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

}  // namespace fibrix
