// What signal handlers tell the host World: that a person asks for the end, and what was typed. Async-signal-safe.

#include <unistd.h>

#include <cerrno>

#include "kernel/world/host_world.hpp"

namespace fibrix {

void HostWorld::interrupt() noexcept {
    World::interrupt();
    wake();
}

void HostWorld::wake() const noexcept {
    const int before = errno;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
    errno = before;
}

bool HostWorld::press(bool suspend) noexcept {
    if (!keyboard_is_routed_.load(std::memory_order_relaxed)) return false;
    auto& pressed = suspend ? pressed_suspend_ : pressed_interrupt_;
    if (pressed.exchange(true, std::memory_order_relaxed)) return false;
    wake();
    return true;
}

World::Keyboard HostWorld::take_keyboard() {
    const auto taken = [](std::atomic<bool>& pressed) {
        return pressed.load(std::memory_order_relaxed) && pressed.exchange(false, std::memory_order_relaxed);
    };
    return {taken(pressed_interrupt_), taken(pressed_suspend_)};
}

}  // namespace fibrix
