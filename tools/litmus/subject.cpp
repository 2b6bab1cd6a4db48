#include "tools/litmus/subject.hpp"

namespace fibrix::litmus {

explore::Subject subject_of(Machine& machine) {
    explore::Subject subject;
    subject.name = machine.program().name;
    subject.begin = [&machine] { machine.begin(); };
    subject.check = [&machine] { return machine.check(); };
    for (std::size_t task = 0; task < machine.program().tasks.size(); ++task)
        subject.tasks.push_back({machine.program().tasks[task].name, [&machine, task] { machine.run(task); }});
    return subject;
}

}  // namespace fibrix::litmus
