// In the kernel: what a nursery's handle stands for.
#pragma once

#include <vector>

#include "kernel/group.hpp"
#include "kernel/kernel.hpp"

namespace fibrix {

class NurseryObject final : public Group {
public:
    static inline const ObjectKind kind{"nursery"};
    NurseryObject(Kernel& kernel, Process& process) noexcept : Group(kind), kernel_(kernel), process_(process) {}
    ~NurseryObject() override;

    [[nodiscard]] std::string describe() const override { return "nursery of " + std::to_string(members_); }
    void ended(Kernel& kernel, Task& member) override;
    void cancel();
    void add() noexcept { ++members_; }
    [[nodiscard]] bool cancelled() const noexcept { return cancelled_; }
    [[nodiscard]] bool empty() const noexcept { return members_ == 0; }
    [[nodiscard]] ExitStatus first_failure() const noexcept { return failure_; }
    WaitQueue joiners;

private:
    [[nodiscard]] std::vector<Task*> find_members() const;

    Kernel& kernel_;
    Process& process_;
    std::size_t members_ = 0;
    ExitStatus failure_;
    bool cancelled_ = false;
};

namespace sys {

template <class C>
Outcome open_nursery(C& call) {
    auto handle = call.process().handles.add(make_object<NurseryObject>(call.kernel(), call.process()));
    return call.answer(handle);
}

template <class C>
Outcome spawn_in_nursery(C& call) {
    auto* nursery = call.template object<NurseryObject>(call.request().nursery);
    if (nursery == nullptr) return call.fail(Errno::badf);
    if (nursery->cancelled()) return call.fail(Errno::canceled);
    auto member = call.kernel().spawn(call.process(), std::move(call.request().body.value), true, nursery);
    if (member) nursery->add();
    return call.answer(member);
}

template <class C>
void footprint_of_nursery_spawn(C& call, Footprint& footprint) {
    footprint.reads(&call.process().handles);
    footprint.writes(&call.kernel().tasks());
    footprint.writes(call.process().handles.find(call.request().nursery));
}

template <class C>
Outcome cancel_nursery(C& call) {
    auto* nursery = call.template object<NurseryObject>(call.request().nursery);
    if (nursery == nullptr) return call.fail(Errno::badf);
    nursery->cancel();
    return call.answer();
}

template <class C>
Outcome join_nursery(C& call) {
    auto* nursery = call.template object<NurseryObject>(call.request().nursery);
    if (nursery == nullptr) return call.fail(Errno::badf);
    if (call.dying() && !nursery->cancelled()) nursery->cancel();
    if (nursery->empty()) return call.answer(nursery->first_failure());
    return call.park(nursery->joiners);
}

template <class C>
bool nursery_is_empty(C& call) {
    auto* nursery = call.template object<NurseryObject>(call.request().nursery);
    return nursery == nullptr || nursery->empty();
}

template <class C>
void footprint_of_nursery_join(C& call, Footprint& footprint) {
    footprint.reads(&call.process().handles);
    footprint.reads(call.process().handles.find(call.request().nursery));
}

}  // namespace sys
}  // namespace fibrix
