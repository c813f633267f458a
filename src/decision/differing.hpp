#pragma once
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "decision/desk.hpp"
#include "decision/reliance.hpp"
#include "record/change.hpp"

namespace jizhi::decision {

/// Marks records whose stored results are not what the rules give today ("grade.level"); stores no
/// result by itself. A record is looked at again right after something was written that its decided
/// fields rest on, in it or in a child of it; all of them after a deployment and every night.
/// Thread-safe.
class Differing {
public:
    Differing(Desk const& desk, record::Records const& records, store::Store& store,
              store::Writer& writer, Clock const& clock)
        : desk_(desk), records_(records), store_(store), writer_(writer), clock_(clock) {}
    ~Differing();
    Differing(Differing const&) = delete;
    Differing& operator=(Differing const&) = delete;

    /// Before the first write: be told of every write.
    void watch(record::Records& records);
    /// Looks at what was written on a thread of its own from now on.
    void start();
    /// Looks at everything that waits, on this thread. How many marks changed.
    Result<std::int64_t> flush();
    /// All records of all types that have decided fields, now.
    Result<std::int64_t> scan();
    /// The same by and by, on the thread that was started, once the server has had time to answer.
    void scan_later();
    /// The same where other rules are in force than at the last scan.
    void scan_after_deployment();

private:
    using Waiting = std::map<std::string, std::set<std::string>>;  ///< type -> ids
    void add(std::string const& type, std::string const& id);
    [[nodiscard]] std::shared_ptr<Reliance const> reliance();
    void work(std::stop_token const& stop);
    void look_while_waiting(std::stop_token const& stop);
    [[nodiscard]] Result<std::int64_t> scan(std::stop_token const& stop);
    [[nodiscard]] Result<std::int64_t> scan(record::RecordType const& type,
                                            std::stop_token const& stop);
    [[nodiscard]] Result<std::int64_t> look(std::string const& type,
                                            std::vector<std::string> const& ids);

    Desk const& desk_;
    record::Records const& records_;
    store::Store& store_;
    store::Writer& writer_;
    Clock const& clock_;
    std::mutex mutex_;
    std::condition_variable_any some_;
    Waiting waiting_;
    bool scan_waits_ = false;
    std::shared_ptr<Reliance const> reliance_;
    std::shared_ptr<Book const> scanned_;  ///< the rules of the last scan
    std::jthread thread_;
};

}  // namespace jizhi::decision
