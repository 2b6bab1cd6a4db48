// The cache of a processor: a job that has run there for a while is warm, and then does more in the same time.
//
// As in OSTEP's multi.py: a job becomes warm after `warmup` ticks run on that processor, also with pauses; it is then
// the newest, and the oldest go until the working sets fit. Whoever goes has to warm up anew. A job that is larger than
// the cache empties it and then goes itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>

namespace fibrix::lab {

struct CacheModel {
    int size = 100, warmup = 10, warm_rate = 2;
};

class Cache {
public:
    explicit Cache(const CacheModel& model) : model_(model) {}

    /// Job `job` has run for one tick; gives how much it has done in it.
    int ran(std::size_t job, int working_set) {
        ++ticks_;
        const auto is = [&](const Entry& each) { return each.job == job; };
        if (std::any_of(warm_.begin(), warm_.end(), is)) {
            ++warm_ticks_;
            return model_.warm_rate;
        }
        if (++run_[job] >= model_.warmup) {
            warm_.push_front({job, working_set});
            used_ += working_set;
            evict();
        }
        return 1;
    }
    [[nodiscard]] std::uint64_t ticks() const noexcept { return ticks_; }
    [[nodiscard]] std::uint64_t warm_ticks() const noexcept { return warm_ticks_; }

private:
    struct Entry {
        std::size_t job;
        int working_set;
    };
    void evict() {
        while (used_ > model_.size) {
            used_ -= warm_.back().working_set;
            run_[warm_.back().job] = 0;
            warm_.pop_back();
        }
    }

    CacheModel model_;
    std::deque<Entry> warm_;          // the newest first
    std::map<std::size_t, int> run_;  // ticks of each job since it was last evicted
    int used_ = 0;
    std::uint64_t ticks_ = 0, warm_ticks_ = 0;
};

}  // namespace fibrix::lab
