// What the requests of this binary look like, as a number: what refers to them by number fits only where it is the
// same.
#pragma once

#include <cstdint>

namespace fibrix {

/// Over all requests of the table, their fields and results, and the operations of the World.
std::uint64_t schema_hash();

}  // namespace fibrix
