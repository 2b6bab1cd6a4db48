// The time a server goes by: read once for each batch of requests, the date composed once a second.
#pragma once

#include <string>

#include "syscalls/sys.hpp"
#include "userland/httpd/http_date.hpp"

namespace fibrix::httpd {

class Clock {
public:
    Clock() { read(); }

    void read() {
        constexpr std::int64_t second = 1'000'000'000;
        now_ = sys::now();
        if (now_ < next_second_) return;
        const auto calendar = sys::calendar();
        seconds_ = calendar / second;
        next_second_ = now_ + Duration(second - calendar % second);
        fields_ = "Server: fibrix\r\nDate: " + http_date(seconds_) + "\r\n";
    }
    [[nodiscard]] Time now() const noexcept { return now_; }
    /// Of the calendar, since 1970.
    [[nodiscard]] std::int64_t seconds() const noexcept { return seconds_; }
    /// The fields that each response begins with.
    [[nodiscard]] const std::string& fields() const noexcept { return fields_; }

private:
    Time now_{}, next_second_{};
    std::int64_t seconds_ = 0;
    std::string fields_;
};

}  // namespace fibrix::httpd
