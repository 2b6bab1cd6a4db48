// Text in HTML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace fibrix {

/// `text`, so that it stands for itself where markup is read.
inline std::string markup(std::string_view text) {
    std::string safe;
    for (const char each : text) {
        if (each == '<') safe += "&lt;";
        else if (each == '>') safe += "&gt;";
        else if (each == '&') safe += "&amp;";
        else if (each == '"') safe += "&quot;";
        else safe += each;
    }
    return safe;
}

}  // namespace fibrix
