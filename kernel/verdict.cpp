#include "kernel/verdict.hpp"

namespace fibrix {

std::string_view to_string(Verdict::Kind kind) noexcept {
    switch (kind) {
        case Verdict::Kind::done: return "done";
        case Verdict::Kind::deadlock: return "deadlock";
        case Verdict::Kind::interrupted: return "interrupted";
    }
    return "?";
}

}  // namespace fibrix
