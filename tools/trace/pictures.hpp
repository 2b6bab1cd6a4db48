// What a trace is turned into for people: lines, a drawing, a page.
#pragma once

#include <cstdio>
#include <string>

#include "tools/trace/trace.hpp"

namespace fibrix::trace {

/// What a picture goes along: time, or, where much happens at one instant of virtual time, the number of the event.
enum class Axis : std::uint8_t { time, steps };

/// Time, unless most of what runs takes none.
Axis fitting_axis(const Trace& trace);

/// An event a line.
std::string to_text(const Trace& trace);
/// A Gantt chart: a row for each task, coloured by its state.
std::string to_svg(const Trace& trace, Axis axis);
/// One page that needs nothing else: the kernel's queues, a Gantt chart, the requests, a slider, and why each task ran.
std::string to_html(const Trace& trace, Axis axis, const std::string& title);

}  // namespace fibrix::trace
