#include "tools/contained_faults.hpp"

#include <array>

#include "kernel/fault.hpp"
#include "kernel/panic.hpp"

extern "C" {
extern const char fibrix_programs_begin[], fibrix_programs_end[];  // tools/program_text.ld
}

namespace fibrix {

void contain_faults() {
    static const std::array ranges{TextRange{fibrix_programs_begin, fibrix_programs_end}};
    install_fault_handlers(ranges);
    install_terminate_handler();
    install_exit_handlers();
}

}  // namespace fibrix
