// What the functions have in common, and those that are not the system's: print, pairs, dofile, os.

#include <optional>

#include "userland/lua/functions.hpp"

namespace fibrix::lua {
namespace {

int print(lua_State* lua) {
    const int count = lua_gettop(lua);
    luaL_Buffer line;
    luaL_buffinit(lua, &line);
    for (int i = 1; i <= count; ++i) {
        if (i > 1) luaL_addchar(&line, '\t');
        luaL_tolstring(lua, i, nullptr);
        luaL_addvalue(&line);
    }
    luaL_addchar(&line, '\n');
    luaL_pushresult(&line);
    std::size_t size = 0;
    const char* text = lua_tolstring(lua, -1, &size);
    const auto written = sys::write_all(sys::standard_output, {text, size});
    if (!written) return luaL_error(lua, "print: %s", describe(written.error()).data());
    return 0;
}

// The keys in an order that is the same each time: numbers, then texts, each in theirs; the rest as they come. Lua's
// own order is drawn anew for each state.
int less(lua_State* lua) {
    const int left = lua_type(lua, 1), right = lua_type(lua, 2);
    const auto rank = [](int type) { return type == LUA_TNUMBER ? 0 : type == LUA_TSTRING ? 1 : 2; };
    const bool comparable = left == right && rank(left) < 2;
    lua_pushboolean(lua, comparable ? lua_compare(lua, 1, 2, LUA_OPLT) : rank(left) < rank(right));
    return 1;
}

// The iterator of `pairs`: upvalues are the table, its keys in order, and how many were given.
int next_pair(lua_State* lua) {
    for (;;) {
        const auto at = lua_tointeger(lua, lua_upvalueindex(3)) + 1;
        lua_pushinteger(lua, at);
        lua_replace(lua, lua_upvalueindex(3));
        lua_settop(lua, 0);
        if (lua_rawgeti(lua, lua_upvalueindex(2), at) == LUA_TNIL) return 1;
        lua_pushvalue(lua, -1);
        if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL) return 2;  // or it was taken out meanwhile
    }
}

int pairs(lua_State* lua) {
    luaL_checkany(lua, 1);
    if (luaL_getmetafield(lua, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(lua, 1);
        lua_call(lua, 1, 3);
        return 3;
    }
    luaL_checktype(lua, 1, LUA_TTABLE);
    lua_settop(lua, 1);
    lua_newtable(lua);
    lua_Integer count = 0;
    for (lua_pushnil(lua); lua_next(lua, 1) != 0; lua_pushvalue(lua, -1), lua_rawseti(lua, 2, ++count)) lua_pop(lua, 1);
    lua_getfield(lua, LUA_REGISTRYINDEX, "fibrix.sort");
    lua_pushvalue(lua, 2);
    lua_pushcfunction(lua, &less);
    lua_call(lua, 2, 0);
    lua_pushvalue(lua, 1);
    lua_pushvalue(lua, 2);
    lua_pushinteger(lua, 0);
    lua_pushcclosure(lua, &next_pair, 3);
    lua_pushvalue(lua, 1);
    return 2;
}

// Lua runs finalizers where it cannot be interrupted: one that does not end could not be killed.
int set_metatable(lua_State* lua) {
    luaL_checktype(lua, 1, LUA_TTABLE);
    luaL_argexpected(lua, lua_isnil(lua, 2) || lua_istable(lua, 2), 2, "nil or table");
    lua_settop(lua, 2);
    if (lua_istable(lua, 2)) {
        lua_pushliteral(lua, "__gc");
        if (lua_rawget(lua, 2) != LUA_TNIL) return luaL_error(lua, "__gc is not to be had here; use __close");
        lua_pop(lua, 1);
    }
    if (luaL_getmetafield(lua, 1, "__metatable") != LUA_TNIL) return luaL_error(lua, "the metatable is protected");
    lua_setmetatable(lua, 1);
    return 1;
}

int load_file(lua_State* lua) {
    const char* path = luaL_checkstring(lua, 1);
    auto& text = Script::of(lua).text;
    std::optional<Errno> error;
    if (auto read = read_file(path)) text = *std::move(read);
    else error = read.error();
    if (error) return fail(lua, *error);
    lua_pushfstring(lua, "@%s", path);
    if (luaL_loadbufferx(lua, text.data(), text.size(), lua_tostring(lua, -1), "t") == LUA_OK) return 1;
    lua_pushnil(lua);
    lua_insert(lua, -2);
    return 2;
}

int do_file(lua_State* lua) {
    lua_settop(lua, 1);
    if (load_file(lua) != 1) return luaL_error(lua, "%s: %s", lua_tostring(lua, 1), lua_tostring(lua, 3));
    lua_call(lua, 0, LUA_MULTRET);
    return lua_gettop(lua) - 1;
}

int time(lua_State* lua) {
    lua_pushinteger(lua, sys::calendar() / 1'000'000'000);
    return 1;
}

int clock(lua_State* lua) {
    lua_pushnumber(lua, std::chrono::duration<double>(sys::now().time_since_epoch()).count());
    return 1;
}

constexpr luaL_Reg os_functions[] = {{"time", time}, {"clock", clock}, {nullptr, nullptr}};

void open_library(lua_State* lua, const char* name, lua_CFunction open) {
    luaL_requiref(lua, name, open, 1);
    lua_pop(lua, 1);
}

// Lua draws the seed of its random numbers from addresses and the host's clock.
void seed_random(lua_State* lua) {
    lua_getglobal(lua, "math");
    lua_getfield(lua, -1, "randomseed");
    lua_pushinteger(lua, 1);
    lua_call(lua, 1, 0);
    lua_pop(lua, 1);
}

}  // namespace

void open_base(lua_State* lua) {
    open_library(lua, LUA_GNAME, &luaopen_base);
    open_library(lua, LUA_COLIBNAME, &luaopen_coroutine);
    open_library(lua, LUA_TABLIBNAME, &luaopen_table);
    open_library(lua, LUA_STRLIBNAME, &luaopen_string);
    open_library(lua, LUA_MATHLIBNAME, &luaopen_math);
    open_library(lua, LUA_UTF8LIBNAME, &luaopen_utf8);
    seed_random(lua);
    lua_getglobal(lua, "table");
    lua_getfield(lua, -1, "sort");
    lua_setfield(lua, LUA_REGISTRYINDEX, "fibrix.sort");
    lua_pop(lua, 1);
    lua_register(lua, "print", &print);
    lua_register(lua, "pairs", &pairs);
    lua_register(lua, "setmetatable", &set_metatable);
    lua_register(lua, "loadfile", &load_file);
    lua_register(lua, "dofile", &do_file);
    add_functions(lua, "os", os_functions);
}

void add_functions(lua_State* lua, const char* name, const luaL_Reg* functions) {
    if (lua_getglobal(lua, name) == LUA_TNIL) {
        lua_pop(lua, 1);
        lua_newtable(lua);
        lua_pushvalue(lua, -1);
        lua_setglobal(lua, name);
    }
    luaL_setfuncs(lua, functions, 0);
    lua_pop(lua, 1);
}

void make_class(lua_State* lua, const char* name, const luaL_Reg* methods, lua_CFunction release) {
    luaL_newmetatable(lua, name);
    lua_newtable(lua);
    luaL_setfuncs(lua, methods, 0);
    lua_setfield(lua, -2, "__index");
    for (const char* event : {"__gc", "__close"}) {
        lua_pushcfunction(lua, release);
        lua_setfield(lua, -2, event);
    }
    lua_pop(lua, 1);
}

int push(lua_State* lua, std::string_view text) {
    lua_pushlstring(lua, text.data(), text.size());
    return 1;
}

int fail(lua_State* lua, Errno error) {
    lua_pushnil(lua);
    push(lua, describe(error));
    push(lua, to_string(error));
    return 3;
}

int done(lua_State* lua, const Result<void>& result) {
    if (!result) return fail(lua, result.error());
    lua_pushboolean(lua, 1);
    return 1;
}

Duration check_seconds(lua_State* lua, int index) {
    constexpr double most = 1e9;
    const double seconds = luaL_checknumber(lua, index);
    luaL_argcheck(lua, seconds >= 0 && seconds <= most, index, "seconds from 0 to 1e9 are needed");
    return Duration(static_cast<Duration::rep>(seconds * 1e9));
}

Deadline optional_deadline(lua_State* lua, int index) {
    return lua_isnoneornil(lua, index) ? Deadline{} : Deadline::after(check_seconds(lua, index));
}

TaskId check_task(lua_State* lua, int index) {
    const auto id = parse_task_id(luaL_checkstring(lua, index));
    luaL_argcheck(lua, id && id->valid(), index, "the id of a task is needed, as sys.spawn gives it");
    return id.value_or(TaskId{});
}

}  // namespace fibrix::lua
