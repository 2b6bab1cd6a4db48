// sys.channel: any values from task to task of a script, in order.

#include "userland/lua/functions.hpp"

namespace fibrix::lua {
namespace {

constexpr const char* class_name = "fibrix.channel";

Values& check_channel(lua_State* lua) {
    auto* channel = *static_cast<Values**>(luaL_checkudata(lua, 1, class_name));
    luaL_argcheck(lua, channel != nullptr, 1, "the channel is gone");
    return *channel;
}

int make(lua_State* lua) {
    constexpr lua_Integer most = 1'000'000;
    const auto capacity = luaL_optinteger(lua, 1, 0);
    luaL_argcheck(lua, capacity >= 0 && capacity <= most, 1, "a capacity from 0 to a million is needed");
    auto** place = static_cast<Values**>(lua_newuserdatauv(lua, sizeof(Values*), 0));
    *place = nullptr;
    luaL_setmetatable(lua, class_name);
    *place = Script::of(lua).add_channel(static_cast<std::size_t>(capacity));
    return 1;
}

int send(lua_State* lua) {
    auto& channel = check_channel(lua);
    const auto deadline = optional_deadline(lua, 3);
    luaL_checkany(lua, 2);
    lua_settop(lua, 2);
    const int place = luaL_ref(lua, LUA_REGISTRYINDEX);
    const auto sent = channel.send(place, deadline);
    if (!sent) luaL_unref(lua, LUA_REGISTRYINDEX, place);
    return done(lua, sent);
}

// The value, or nil: at the end of a closed channel without a reason.
int receive(lua_State* lua) {
    auto& channel = check_channel(lua);
    const auto place = channel.receive(optional_deadline(lua, 2));
    if (place) {
        lua_rawgeti(lua, LUA_REGISTRYINDEX, *place);
        luaL_unref(lua, LUA_REGISTRYINDEX, *place);
        return 1;
    }
    if (place.error() != Errno::pipe) return fail(lua, place.error());
    lua_pushnil(lua);
    return 1;
}

int receive_next(lua_State* lua) {
    lua_settop(lua, 1);
    return receive(lua);
}

// for value in channel:values() do … end
int values(lua_State* lua) {
    check_channel(lua);
    lua_pushcfunction(lua, &receive_next);
    lua_pushvalue(lua, 1);
    return 2;
}

int close(lua_State* lua) {
    check_channel(lua).close();
    return 0;
}

int size(lua_State* lua) {
    lua_pushinteger(lua, static_cast<lua_Integer>(check_channel(lua).size()));
    return 1;
}

int release(lua_State* lua) {
    auto*& channel = *static_cast<Values**>(luaL_checkudata(lua, 1, class_name));
    if (channel != nullptr) Script::of(lua).remove_channel(std::exchange(channel, nullptr));
    return 0;
}

constexpr luaL_Reg methods[] = {{"send", send},   {"receive", receive}, {"values", values},
                                {"close", close}, {"size", size},       {nullptr, nullptr}};
constexpr luaL_Reg functions[] = {{"channel", make}, {nullptr, nullptr}};

}  // namespace

void open_channels(lua_State* lua) {
    make_class(lua, class_name, methods, &release);
    add_functions(lua, "sys", functions);
}

}  // namespace fibrix::lua
