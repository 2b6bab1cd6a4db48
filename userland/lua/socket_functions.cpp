// sys: connections, which are file objects, and those who listen for them.

#include "userland/lua/functions.hpp"

namespace fibrix::lua {
namespace {

constexpr const char* class_name = "fibrix.listener";

struct OpenedListener {
    Handle handle;
    bool open;
};

OpenedListener& check_listener(lua_State* lua) {
    auto& listener = *static_cast<OpenedListener*>(luaL_checkudata(lua, 1, class_name));
    luaL_argcheck(lua, listener.open, 1, "the listener is closed");
    return listener;
}

std::uint16_t check_port(lua_State* lua, int index) {
    const auto port = luaL_checkinteger(lua, index);
    luaL_argcheck(lua, port >= 0 && port <= 65535, index, "a port from 0 to 65535 is needed");
    return static_cast<std::uint16_t>(port);
}

// For Lua, which closes it: nothing of the result may wait for a destructor, which errors of Lua's pass by.
template <class Owner>
Result<Handle> handle_of(Result<Owner> owner) {
    if (!owner) return owner.error();
    return owner->release();
}

int connect(lua_State* lua) {
    const char* host = luaL_checkstring(lua, 1);
    const auto port = check_port(lua, 2);
    const auto deadline = optional_deadline(lua, 3);
    return push_file(lua, handle_of(Stream::connect(host, port, deadline)));
}

int listen(lua_State* lua) {
    const char* host = luaL_checkstring(lua, 1);
    const auto port = check_port(lua, 2);
    const auto handle = handle_of(Listener::at(host, port));
    if (!handle) return fail(lua, handle.error());
    auto* listener = static_cast<OpenedListener*>(lua_newuserdatauv(lua, sizeof(OpenedListener), 0));
    *listener = {*handle, true};
    luaL_setmetatable(lua, class_name);
    return 1;
}

int accept(lua_State* lua) {
    auto& listener = check_listener(lua);
    return push_file(lua, sys::accept(listener.handle, optional_deadline(lua, 2)));
}

int port(lua_State* lua) {
    const auto address = sys::local_name(check_listener(lua).handle);
    if (!address) return fail(lua, address.error());
    lua_pushinteger(lua, address->port);
    return 1;
}

int release(lua_State* lua) {
    auto& listener = *static_cast<OpenedListener*>(luaL_checkudata(lua, 1, class_name));
    if (listener.open) sys::close(listener.handle);
    listener.open = false;
    return 0;
}

constexpr luaL_Reg methods[] = {{"accept", accept}, {"port", port}, {"close", release}, {nullptr, nullptr}};
constexpr luaL_Reg functions[] = {{"connect", connect}, {"listen", listen}, {nullptr, nullptr}};

}  // namespace

void open_sockets(lua_State* lua) {
    make_class(lua, class_name, methods, &release);
    add_functions(lua, "sys", functions);
}

}  // namespace fibrix::lua
