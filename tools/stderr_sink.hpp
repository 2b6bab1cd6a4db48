// Where the log goes: standard error, in order with everything else, and never waiting.
//
// A standard error that nobody reads (a full pipe) must not stop the system: lines that find no room are dropped, and
// the next that does says how many there were.
#pragma once

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

namespace fibrix {

class StderrSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}

private:
    std::size_t dropped_ = 0;
};

}  // namespace fibrix
