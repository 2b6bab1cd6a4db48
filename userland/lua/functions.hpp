// What a script can call. Each file adds its part to the tables `sys`, `io` and `os`; all of it is requests.
//
// What fails gives nil, the reason in words, and its POSIX name; a wrong argument is an error.
#pragma once

#include "userland/lua/script.hpp"

namespace fibrix::lua {

/// Lua's own libraries as far as they touch nothing outside; `print`, `pairs`, `dofile`, `os`.
void open_base(lua_State* lua);
void open_files(lua_State* lua);
void open_processes(lua_State* lua);
void open_sockets(lua_State* lua);
void open_channels(lua_State* lua);

/// Adds functions to the global table `name`, which is made if there is none.
void add_functions(lua_State* lua, const char* name, const luaL_Reg* functions);
/// Makes the class `name`, whose objects have these methods; `release` is called for one that nobody has any more.
void make_class(lua_State* lua, const char* name, const luaL_Reg* methods, lua_CFunction release);

/// Pushes a text.
int push(lua_State* lua, std::string_view text);
/// Pushes nil, the reason and its name.
int fail(lua_State* lua, Errno error);
/// Pushes true, or why not.
int done(lua_State* lua, const Result<void>& result);
/// Pushes a file object with that handle, or why there is none.
int push_file(lua_State* lua, const Result<Handle>& handle);

/// Argument `index`: a time in seconds from 0 to a billion; `otherwise` if it is left out.
Duration check_seconds(lua_State* lua, int index);
/// The same as a deadline from now; none if it is left out.
Deadline optional_deadline(lua_State* lua, int index);
/// The id of a task, as `sys.spawn` or `sys.start` gave it.
TaskId check_task(lua_State* lua, int index);

}  // namespace fibrix::lua
