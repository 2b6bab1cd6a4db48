// How observers are told: each in turn, and one that throws is detached.
#pragma once

#include "kernel/kernel.hpp"

namespace fibrix {

template <class Event>
void Kernel::observe(std::vector<Observer*>& whom, Event event) {
    for (std::size_t i = 0; i < whom.size();) {
        Observer* each = whom[i];
        try {
            event(*each);
        } catch (...) {
            detach_broken(*each);
        }
        if (i < whom.size() && whom[i] == each) ++i;
    }
}

}  // namespace fibrix
