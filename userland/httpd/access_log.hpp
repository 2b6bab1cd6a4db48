// The access log, a line for each answer in the common log format.
//
// A line is only put down by the task that has answered; another task writes what has come together. If nobody reads,
// lines are lost, and how many is said, but no client waits.
#pragma once

#include <string>

#include "syscalls/sys.hpp"
#include "userland/httpd/request.hpp"
#include "userland/httpd/status.hpp"

namespace fibrix::httpd {

class AccessLog {
public:
    /// Never parks. `seconds`: of the calendar; `bytes`: of the body.
    void add(std::string_view peer, const Request& request, Status status, std::int64_t bytes, std::int64_t seconds);
    /// Writes all that there is to standard output. Parks.
    void write();
    /// Writes until it is cancelled.
    void keep_writing();

private:
    static constexpr std::size_t most_waiting = 1024 * 1024;

    std::string waiting_;
    std::size_t lost_ = 0;
    Event some_;
};

}  // namespace fibrix::httpd
