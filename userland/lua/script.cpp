#include "userland/lua/script.hpp"

#include <algorithm>

#include "userland/lua/functions.hpp"

namespace fibrix::lua {
namespace {

// So often a script that makes no requests makes one: some tenths of a millisecond.
constexpr int instructions_in_a_row = 10'000;

// Runs protected, because already this may run out of memory.
int prepare(lua_State* lua) {
    open_base(lua);
    open_files(lua);
    open_processes(lua);
    open_sockets(lua);
    open_channels(lua);
    return 0;
}

// Sets `arg`, and gives the same as results.
int set_arguments(lua_State* lua) {
    const auto& words = *static_cast<const std::vector<std::string>*>(lua_touserdata(lua, 1));
    lua_createtable(lua, static_cast<int>(words.size()), 0);
    for (std::size_t i = 0; i < words.size(); ++i) {
        lua_pushlstring(lua, words[i].data(), words[i].size());
        lua_rawseti(lua, -2, static_cast<lua_Integer>(i));
    }
    lua_setglobal(lua, "arg");
    lua_pop(lua, 1);
    luaL_checkstack(lua, static_cast<int>(words.size()), "too many arguments");
    for (std::size_t i = 1; i < words.size(); ++i) lua_pushlstring(lua, words[i].data(), words[i].size());
    return static_cast<int>(words.size()) - 1;
}

}  // namespace

bool Script::begin(Limits limits) {
    limits_ = limits;
    heap_ = std::make_unique<MeteredHeap>(limits.memory);
    state_ = lua_newstate(&MeteredHeap::allocate, heap_.get());
    if (state_ == nullptr) return false;
    *static_cast<Script**>(lua_getextraspace(state_)) = this;
    lua_pushcfunction(state_, &prepare);
    return lua_pcall(state_, 0, 0, 0) == LUA_OK;
}

int Script::run(const std::string& name, const std::string& source, const std::vector<std::string>& arguments) {
    std::vector<std::string> words{name};
    words.insert(words.end(), arguments.begin(), arguments.end());
    lua_pushcfunction(state_, &set_arguments);
    lua_pushlightuserdata(state_, &words);
    if (lua_pcall(state_, 1, LUA_MULTRET, 0) != LUA_OK) return report(state_);
    // A first line for the host's shell is left out; its end stays, so that lines are counted right.
    std::string_view rest = source;
    if (rest.starts_with('#')) rest.remove_prefix(std::min(rest.find('\n'), rest.size()));
    const auto chunk = (name == "-e" ? "=(command line)" : name == "-" ? "=stdin" : "@" + name);
    if (luaL_loadbufferx(state_, rest.data(), rest.size(), chunk.c_str(), "t") != LUA_OK) return report(state_);
    lua_insert(state_, 1);  // below its arguments
    lua_sethook(state_, &on_count, LUA_MASKCOUNT, instructions_in_a_row);
    return call(state_, lua_gettop(state_) - 1);
}

int Script::call(lua_State* lua, int arguments) { return lua_pcall(lua, arguments, 0, 0) == LUA_OK ? 0 : report(lua); }

int Script::report(lua_State* lua) {
    const char* what = lua_tostring(lua, -1);
    sys::print_error("lua: {}\n", what != nullptr ? what : "an error that is no text");
    lua_pop(lua, 1);
    return 1;
}

void Script::on_count(lua_State* lua, lua_Debug*) {
    Script& self = of(lua);
    self.instructions_ += instructions_in_a_row;
    if (self.limits_.instructions > 0 && self.instructions_ > self.limits_.instructions) self.give_up(lua);
    sys::yield();
}

// No error of Lua, because a script could go on after that.
void Script::give_up(lua_State* lua) {
    luaL_where(lua, 0);
    sys::print_error("lua: {}the limit of {} instructions is reached (see: lua --help)\n", lua_tostring(lua, -1),
                     limits_.instructions);
    const auto task = sys::get_tid();
    const auto process = sys::get_pid();
    if (task != process) sys::kill(process);
    sys::exit(1);
}

Values* Script::add_channel(std::size_t capacity) {
    return channels_.emplace_back(std::make_unique<Values>(capacity)).get();
}

void Script::remove_channel(Values* channel) noexcept {
    std::erase_if(channels_, [&](const auto& each) { return each.get() == channel; });
}

}  // namespace fibrix::lua
