// io and sys: files, directories, pipes. A file object reads through a buffer of its own and writes at once.

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "userland/lua/functions.hpp"

namespace fibrix::lua {
namespace {

constexpr const char* class_name = "fibrix.file";

// As plain memory of Lua's: it may go without a word.
struct OpenedFile {
    Handle handle;
    bool open;
    std::uint32_t begin, end;  // what is in the buffer and not given
    std::array<char, 4096> buffer;
};

OpenedFile& check_file(lua_State* lua, int index = 1) {
    auto& file = *static_cast<OpenedFile*>(luaL_checkudata(lua, index, class_name));
    luaL_argcheck(lua, file.open, index, "the file is closed");
    return file;
}

// False at the end, or after an error.
bool fill(OpenedFile& file, std::optional<Errno>& error) {
    if (file.begin < file.end) return true;
    const auto got = sys::read(file.handle, std::as_writable_bytes(std::span<char>(file.buffer)));
    file.begin = 0;
    file.end = got ? static_cast<std::uint32_t>(*got) : 0;
    if (!got) error = got.error();
    return got && *got > 0;
}

// Moves at most `most` bytes to the result, up to the end of a line if `line`; true if that came.
bool take(OpenedFile& file, luaL_Buffer& result, std::size_t most, bool line, bool keep_end) {
    const char* first = file.buffer.data() + file.begin;
    const auto there = std::min<std::size_t>(file.end - file.begin, most);
    const char* end = line ? std::find(first, first + there, '\n') : first + there;
    const bool found = line && end != first + there;
    luaL_addlstring(&result, first, static_cast<std::size_t>(end - first) + (found && keep_end ? 1 : 0));
    file.begin += static_cast<std::uint32_t>(end - first) + (found ? 1 : 0);
    return found;
}

// Pushes what was read, or nil at the end. False after an error.
bool read_one(lua_State* lua, OpenedFile& file, std::size_t most, bool line, bool keep_end,
              std::optional<Errno>& error) {
    luaL_Buffer result;
    luaL_buffinit(lua, &result);
    std::size_t taken = 0;
    bool found = false, any = false;
    while (!found && taken < most && fill(file, error)) {
        const auto before = file.begin;
        found = take(file, result, most - taken, line, keep_end);
        taken += file.begin - before;
        any = true;
    }
    luaL_pushresult(&result);
    if (error) return false;
    const bool whole = !line && most == static_cast<std::size_t>(-1);
    if (!any && !whole && most > 0) lua_pushnil(lua);
    return true;
}

int read_format(lua_State* lua, OpenedFile& file, int index) {
    constexpr auto all = static_cast<std::size_t>(-1);
    std::optional<Errno> error;
    bool good = false;
    if (lua_type(lua, index) == LUA_TNUMBER) {
        const auto count = luaL_checkinteger(lua, index);
        luaL_argcheck(lua, count >= 0, index, "a number of bytes is needed");
        good = read_one(lua, file, static_cast<std::size_t>(count), false, false, error);
    } else {
        const char* format = luaL_optstring(lua, index, "l");
        if (*format == '*') ++format;  // as it was in older Lua
        luaL_argcheck(lua, std::strchr("lLa", *format) != nullptr && *format != '\0', index,
                      "'l', 'L' or 'a' is needed");
        good = read_one(lua, file, all, *format != 'a', *format == 'L', error);
    }
    return good ? 1 : fail(lua, error.value_or(Errno::io));
}

int read(lua_State* lua) {
    auto& file = check_file(lua);
    lua_settop(lua, 2);
    return read_format(lua, file, 2);
}

int next_line(lua_State* lua) {
    lua_settop(lua, 1);
    auto& file = check_file(lua);
    std::optional<Errno> error;
    if (!read_one(lua, file, static_cast<std::size_t>(-1), true, false, error)) {
        fail(lua, error.value_or(Errno::io));
        return luaL_error(lua, "%s", lua_tostring(lua, -2));
    }
    return 1;
}

// for line in file:lines() do … end
int lines(lua_State* lua) {
    check_file(lua);
    lua_pushcfunction(lua, &next_line);
    lua_pushvalue(lua, 1);
    return 2;
}

int write_from(lua_State* lua, OpenedFile& file, int index) {
    const int last = lua_gettop(lua);
    for (; index <= last; ++index) {
        std::size_t size = 0;
        const char* text = luaL_checklstring(lua, index, &size);
        const auto written = sys::write_all(file.handle, {text, size});
        if (!written) return fail(lua, written.error());
    }
    return 0;
}

int write(lua_State* lua) {
    if (const int failed = write_from(lua, check_file(lua), 2)) return failed;
    lua_pushvalue(lua, 1);
    return 1;
}

int seek(lua_State* lua) {
    auto& file = check_file(lua);
    constexpr const char* names[] = {"set", "cur", "end", nullptr};
    const auto whence = static_cast<Whence>(luaL_checkoption(lua, 2, "cur", names));
    auto offset = luaL_optinteger(lua, 3, 0);
    if (whence == Whence::here) offset -= file.end - file.begin;
    file.begin = file.end = 0;
    const auto place = sys::seek(file.handle, offset, whence);
    if (!place) return fail(lua, place.error());
    lua_pushinteger(lua, *place);
    return 1;
}

int close(lua_State* lua) {
    auto& file = check_file(lua);
    file.open = false;
    sys::close(file.handle);
    lua_pushboolean(lua, 1);
    return 1;
}

// Never parks and never fails, so it may be called wherever Lua collects. The standard files stay.
int release(lua_State* lua) {
    auto& file = *static_cast<OpenedFile*>(luaL_checkudata(lua, 1, class_name));
    if (file.open && file.handle > sys::standard_error) sys::close(file.handle);
    file.open = false;
    return 0;
}

int open(lua_State* lua) {
    const char* path = luaL_checkstring(lua, 1);
    const std::string_view mode = luaL_optstring(lua, 2, "r");
    const bool known = !mode.empty() && mode.find_first_not_of("+b", 1) == mode.npos;
    luaL_argcheck(lua, known && std::string_view("rwa").find(mode.front()) != mode.npos, 2,
                  "r, w or a is needed, or with +");
    auto flags = mode.front() == 'r' ? to_read : mode.front() == 'w' ? to_replace : to_append;
    if (mode.find('+') != mode.npos) flags = flags | OpenFlags::read | OpenFlags::write;
    return push_file(lua, sys::open(path, flags));
}

int input_lines(lua_State* lua) {
    if (lua_isnoneornil(lua, 1)) {
        lua_settop(lua, 0);
        lua_getglobal(lua, "io");
        lua_getfield(lua, -1, "stdin");
        lua_replace(lua, 1);
    } else {
        lua_settop(lua, 1);
        if (open(lua) != 1) return luaL_error(lua, "%s: %s", lua_tostring(lua, 1), lua_tostring(lua, 3));
        lua_replace(lua, 1);
    }
    lua_settop(lua, 1);
    return lines(lua);
}

OpenedFile& standard_file(lua_State* lua, const char* name) {
    lua_getglobal(lua, "io");
    lua_getfield(lua, -1, name);
    lua_remove(lua, -2);
    return check_file(lua, -1);
}

int read_input(lua_State* lua) {
    lua_settop(lua, 1);
    return read_format(lua, standard_file(lua, "stdin"), 1);
}

int write_output(lua_State* lua) {
    const int last = lua_gettop(lua);
    auto& file = standard_file(lua, "stdout");
    lua_insert(lua, 1);
    for (int index = 2; index <= last + 1; ++index) luaL_checkstring(lua, index);
    if (const int failed = write_from(lua, file, 2)) return failed;
    lua_pushvalue(lua, 1);
    return 1;
}

int make_pipe(lua_State* lua) {
    const auto pair = sys::make_pipe();
    if (!pair) return fail(lua, pair.error());
    push_file(lua, pair->first);
    push_file(lua, pair->second);
    return 2;
}

int mkdir(lua_State* lua) { return done(lua, sys::mkdir(luaL_checkstring(lua, 1))); }
int rename(lua_State* lua) { return done(lua, sys::rename(luaL_checkstring(lua, 1), luaL_checkstring(lua, 2))); }

int remove(lua_State* lua) {
    const char* path = luaL_checkstring(lua, 1);
    const auto removed = sys::unlink(path);
    return done(lua, removed || removed.error() != Errno::isdir ? removed : sys::rmdir(path));
}

int list(lua_State* lua) {
    const char* path = luaL_checkstring(lua, 1);
    auto& names = Script::of(lua).texts;
    std::optional<Errno> error;
    bool good = false;
    if (const auto entries = list_directory(path)) {
        good = true;
        names.clear();
        for (const auto& entry : *entries) names.push_back(entry.name);
    } else {
        error = entries.error();
    }
    if (!good) return fail(lua, error.value_or(Errno::io));
    lua_createtable(lua, static_cast<int>(names.size()), 0);
    for (std::size_t i = 0; i < names.size(); ++i) {
        push(lua, names[i]);
        lua_rawseti(lua, -2, static_cast<lua_Integer>(i + 1));
    }
    return 1;
}

int stat(lua_State* lua) {
    const auto status = sys::stat(luaL_checkstring(lua, 1));
    if (!status) return fail(lua, status.error());
    lua_createtable(lua, 0, 3);
    push(lua, to_string(status->type));
    lua_setfield(lua, -2, "type");
    lua_pushinteger(lua, status->size);
    lua_setfield(lua, -2, "size");
    lua_pushinteger(lua, status->modified / 1'000'000'000);
    lua_setfield(lua, -2, "modified");
    return 1;
}

constexpr luaL_Reg methods[] = {{"read", read}, {"lines", lines}, {"write", write},
                                {"seek", seek}, {"close", close}, {nullptr, nullptr}};
constexpr luaL_Reg as_io[] = {
    {"open", open}, {"lines", input_lines}, {"read", read_input}, {"write", write_output}, {nullptr, nullptr}};
constexpr luaL_Reg as_os[] = {{"remove", remove}, {"rename", rename}, {nullptr, nullptr}};
constexpr luaL_Reg functions[] = {{"open", open},     {"pipe", make_pipe}, {"mkdir", mkdir}, {"rename", rename},
                                  {"remove", remove}, {"list", list},      {"stat", stat},   {nullptr, nullptr}};

void add_standard_file(lua_State* lua, const char* name, Handle handle) {
    push_file(lua, handle);
    lua_setfield(lua, -2, name);
}

}  // namespace

int push_file(lua_State* lua, const Result<Handle>& handle) {
    if (!handle) return fail(lua, handle.error());
    auto* file = static_cast<OpenedFile*>(lua_newuserdatauv(lua, sizeof(OpenedFile), 0));
    file->handle = *handle;
    file->open = true;
    file->begin = file->end = 0;
    luaL_setmetatable(lua, class_name);
    return 1;
}

void open_files(lua_State* lua) {
    make_class(lua, class_name, methods, &release);
    add_functions(lua, "io", as_io);
    add_functions(lua, "os", as_os);
    add_functions(lua, "sys", functions);
    lua_getglobal(lua, "io");
    add_standard_file(lua, "stdin", sys::standard_input);
    add_standard_file(lua, "stdout", sys::standard_output);
    add_standard_file(lua, "stderr", sys::standard_error);
    lua_pop(lua, 1);
}

}  // namespace fibrix::lua
