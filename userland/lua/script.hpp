// Script: a Lua state of its own for one process, with limits on its memory and its instructions.
//
// Its tasks are fibers as any others, each with a Lua thread of the same state. They change over in requests, where Lua
// is between two instructions; a script that makes none makes one now and then, so it is no hog and can be killed.
//
// A kill is an exception that passes through Lua's own frames, and so through `pcall`. Lua's errors are jumps: a
// function that is called by Lua has no object with a destructor alive where it calls what may raise an error.
#pragma once

#include <cstdint>
#include <lua.hpp>
#include <memory>
#include <string>
#include <vector>

#include "syscalls/sys.hpp"
#include "userland/lua/metered_heap.hpp"

namespace fibrix::lua {

struct Limits {
    std::size_t memory = 64u << 20;  ///< bytes
    std::uint64_t instructions = 0;  ///< of all tasks together, counted in thousands; 0: as many as it likes
};

/// Values from task to task: each is a place in the registry.
using Values = Channel<int>;

/// One for a process: `sys::local<Script>()`, because its tasks may outlive the first.
class Script {
public:
    Script() = default;
    Script(const Script&) = delete;
    Script& operator=(const Script&) = delete;

    /// Makes the state, with all functions. False if there is no memory even for that.
    bool begin(Limits limits);
    /// Runs a text; `name` is shown in errors. Parks. Gives the process's exit status.
    int run(const std::string& name, const std::string& source, const std::vector<std::string>& arguments);

    [[nodiscard]] lua_State* state() const noexcept { return state_; }
    static Script& of(lua_State* lua) noexcept { return **static_cast<Script**>(lua_getextraspace(lua)); }
    /// Calls the function below its `arguments` on the stack. What goes wrong is told in one line. An exit status.
    int call(lua_State* lua, int arguments);
    /// Channels are kept here, because a state that is left as it stands destroys nothing.
    Values* add_channel(std::size_t capacity);
    void remove_channel(Values* channel) noexcept;

    /// Where results wait while Lua makes room for them.
    std::string text{};
    std::vector<std::string> texts{};

private:
    static void on_count(lua_State* lua, lua_Debug*);
    void give_up(lua_State* lua);
    int report(lua_State* lua);

    Limits limits_{};
    std::unique_ptr<MeteredHeap> heap_{};
    lua_State* state_ = nullptr;
    std::uint64_t instructions_ = 0;
    std::vector<std::unique_ptr<Values>> channels_{};
};

}  // namespace fibrix::lua
