// Faults of programs are the programs' own.
#pragma once

namespace fibrix {

/// From now on a fault in the text of a program of this binary ends its process; one elsewhere ends the system in one
/// line.
void contain_faults();

}  // namespace fibrix
