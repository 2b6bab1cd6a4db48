// The listings: programs, syscalls and policies, as tables or JSON.
#pragma once

namespace fibrix {

int list_programs(bool json);
int list_syscalls(bool json);
int list_policies(bool json);

}  // namespace fibrix
