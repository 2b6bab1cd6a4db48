// What the instances of a program keep apart although they share its image: a value per process and type, made at
// first use and destroyed, newest first, on the stack of the process's last task (see fiber.cpp). An abandoned process
// leaks them with its stacks.
#pragma once

#include <typeinfo>
#include <vector>

namespace fibrix {

class LocalStates {
public:
    struct State {
        const std::type_info* type;
        void* value;
        void (*destroy)(void* value);
    };

    [[nodiscard]] bool empty() const noexcept { return states_.empty(); }
    /// Null if there is none yet.
    [[nodiscard]] void* find(const std::type_info& type) const noexcept {
        for (const auto& state : states_)
            if (*state.type == type) return state.value;
        return nullptr;
    }
    void add(State state) { states_.push_back(state); }
    /// Also those that the destructors make.
    void destroy_all() {
        while (!states_.empty()) {
            const State newest = states_.back();
            states_.pop_back();
            newest.destroy(newest.value);
        }
    }

private:
    std::vector<State> states_;
};

}  // namespace fibrix
