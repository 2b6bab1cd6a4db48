#include "userland/sh/fields.hpp"

namespace fibrix::sh {
namespace {

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n'; }

}  // namespace

Field& Fields::open() {
    if (!open_) fields_.emplace_back();
    open_ = true;
    after_blank_ = false;
    return fields_.back();
}

void Fields::literal(std::string_view text) {
    if (text.empty()) return;
    Field& field = open();
    field.text += text;
    field.pattern += text;
}

void Fields::quoted(std::string_view text) {
    constexpr std::string_view special = "*?[]\\-!^";
    Field& field = open();
    field.text += text;
    for (const char c : text) {
        if (special.find(c) != special.npos) field.pattern += '\\';
        field.pattern += c;
    }
}

void Fields::split(std::string_view text) {
    for (const char c : text) {
        if (separators_.find(c) == separators_.npos) {
            Field& field = open();
            field.text += c;
            if (c == '\\') field.pattern += '\\';
            field.pattern += c;
        } else if (is_blank(c)) {
            after_blank_ = after_blank_ || open_;
            open_ = false;
        } else {
            if (!open_ && !after_blank_) fields_.emplace_back();
            open_ = after_blank_ = false;
        }
    }
}

}  // namespace fibrix::sh
