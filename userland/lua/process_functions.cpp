// sys: tasks, processes, time, the environment.

#include <utility>

#include "userland/lua/functions.hpp"

namespace fibrix::lua {
namespace {

int push_id(lua_State* lua, TaskId id) {
    auto& text = Script::of(lua).text;
    text = to_string(id);
    return push(lua, text);
}

int id_or_why(lua_State* lua, const Result<TaskId>& id) { return id ? push_id(lua, *id) : fail(lua, id.error()); }

// True if it went well; then how it ended in words, and what a shell calls $?.
int push_status(lua_State* lua, const ExitStatus& status) {
    auto& text = Script::of(lua).text;
    text = to_string(status);
    lua_pushboolean(lua, status.ok());
    push(lua, text);
    lua_pushinteger(lua, status.shell_code());
    return 3;
}

int tid(lua_State* lua) { return push_id(lua, sys::get_tid()); }
int pid(lua_State* lua) { return push_id(lua, sys::get_pid()); }
int parent(lua_State* lua) { return push_id(lua, sys::get_parent()); }

int now(lua_State* lua) {
    lua_pushnumber(lua, std::chrono::duration<double>(sys::now().time_since_epoch()).count());
    return 1;
}

int sleep(lua_State* lua) { return done(lua, sys::sleep(check_seconds(lua, 1))); }

int yield(lua_State*) {
    sys::yield();
    return 0;
}

int exit(lua_State* lua) {
    const auto code = lua_isboolean(lua, 1) ? (lua_toboolean(lua, 1) ? 0 : 1) : luaL_optinteger(lua, 1, 0);
    luaL_argcheck(lua, code >= 0 && code <= 119, 1, "a status from 0 to 119 is needed");
    sys::exit(static_cast<int>(code));
}

// The new thread is kept in the registry until its task ends.
int spawn(lua_State* lua) {
    luaL_checktype(lua, 1, LUA_TFUNCTION);
    const int arguments = lua_gettop(lua) - 1;
    lua_State* thread = lua_newthread(lua);
    const int place = luaL_ref(lua, LUA_REGISTRYINDEX);
    luaL_argcheck(lua, lua_checkstack(thread, arguments + 1), 1, "too many arguments");
    lua_xmove(lua, thread, arguments + 1);
    const auto id = sys::spawn([thread, arguments, place] {
        const int status = Script::of(thread).call(thread, arguments);
        luaL_unref(thread, LUA_REGISTRYINDEX, place);
        return status;
    });
    if (!id) luaL_unref(lua, LUA_REGISTRYINDEX, place);
    return id_or_why(lua, id);
}

// The words of the table at `index`; all are looked at before any is taken.
void check_words(lua_State* lua, int index) {
    auto& words = Script::of(lua).texts;
    words.clear();
    if (lua_isnoneornil(lua, index)) return;
    luaL_checktype(lua, index, LUA_TTABLE);
    const auto count = luaL_len(lua, index);
    for (lua_Integer i = 1; i <= count; ++i) {
        lua_geti(lua, index, i);
        std::size_t size = 0;
        const char* text = lua_tolstring(lua, -1, &size);
        if (text == nullptr) luaL_error(lua, "argument %d of the program is no text", static_cast<int>(i));
        words.emplace_back(text, size);
        lua_pop(lua, 1);
    }
}

int start(lua_State* lua) {
    const char* program = luaL_checkstring(lua, 1);
    check_words(lua, 2);
    return id_or_why(lua, sys::start(program, std::exchange(Script::of(lua).texts, {})));
}

int wait(lua_State* lua) {
    const auto id = check_task(lua, 1);
    const auto deadline = optional_deadline(lua, 2);
    const auto status = sys::wait(id, deadline);
    return status ? push_status(lua, *status) : fail(lua, status.error());
}

int wait_any(lua_State* lua) {
    const auto ended = sys::wait_any(optional_deadline(lua, 1));
    if (!ended) return fail(lua, ended.error());
    push_id(lua, ended->id);
    return 1 + push_status(lua, ended->status);
}

int kill(lua_State* lua) {
    const auto id = check_task(lua, 1);
    const auto signal = parse_signal(luaL_optstring(lua, 2, "KILL"));
    luaL_argcheck(lua, signal.has_value(), 2, "the name of a signal is needed");
    return done(lua, sys::kill(id, signal.value_or(Signal::none)));
}

int detach(lua_State* lua) { return done(lua, sys::detach(check_task(lua, 1))); }

int get_variable(lua_State* lua) {
    const char* name = luaL_checkstring(lua, 1);
    auto& text = Script::of(lua).text;
    bool found = false;
    if (auto value = sys::get_variable(name)) {
        text = *std::move(value);
        found = true;
    }
    if (found) return push(lua, text);
    lua_pushnil(lua);
    return 1;
}

int set_variable(lua_State* lua) {
    const char* name = luaL_checkstring(lua, 1);
    const char* value = luaL_optstring(lua, 2, nullptr);
    if (value != nullptr) return done(lua, sys::set_variable(name, value));
    sys::unset_variable(name);
    return done(lua, {});
}

constexpr luaL_Reg functions[] = {{"tid", tid},       {"pid", pid},
                                  {"parent", parent}, {"now", now},
                                  {"sleep", sleep},   {"yield", yield},
                                  {"exit", exit},     {"spawn", spawn},
                                  {"start", start},   {"wait", wait},
                                  {"kill", kill},     {"wait_any", wait_any},
                                  {"detach", detach}, {"setenv", set_variable},
                                  {nullptr, nullptr}};
// As in Lua's own library.
constexpr luaL_Reg as_os[] = {{"exit", exit}, {"getenv", get_variable}, {nullptr, nullptr}};

}  // namespace

void open_processes(lua_State* lua) {
    add_functions(lua, "sys", functions);
    add_functions(lua, "sys", as_os);
    add_functions(lua, "os", as_os);
}

}  // namespace fibrix::lua
