#pragma once
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kit/clock.hpp"
#include "kit/result.hpp"
#include "store/connection.hpp"
#include "value/value.hpp"

namespace jizhi::store {

/// One idempotent change. The same id from the same actor with the same payload returns the stored
/// answer; with another payload or actor it is refused ("command.reused", 422) and nothing is told.
struct Command {
    std::string id;                 ///< Idempotency-Key, or a fresh UUIDv7; "" is not remembered
    std::string name;               ///< "record.change"
    std::string actor;              ///< account id; "system" for the program itself
    std::string on_behalf_of = {};  ///< "" or an account id
    Value payload = {};             ///< what was asked; its digest decides "same payload"
};

/// One entry of the append-only event log, written in the transaction of its command.
struct Event {
    std::string subject_type = {};  ///< a record type, "account", "pack"…
    std::string subject_id = {};
    std::string region = {};    ///< code of the region it belongs to; "" above all
    std::string activity = {};  ///< "create", "change", "correct", "reveal", "export", "approve"…
    std::string lifecycle = "complete";  ///< XES lifecycle: create, assign, start, complete…
    Value delta = {};                    ///< what changed, no sensitive value in clear
};

/// What a command sees while it runs. Only inside the writer; all or nothing of it is committed.
class Tx {
public:
    virtual ~Tx() = default;
    [[nodiscard]] virtual Connection& sql() = 0;
    [[nodiscard]] virtual Command const& command() const = 0;
    /// One time for the whole command, later than that of every command before it.
    [[nodiscard]] virtual Micros now() const = 0;
    [[nodiscard]] virtual std::string new_id() = 0;  ///< UUIDv7
    virtual void append(Event event) = 0;
    /// Runs after the commit that holds this command, on the writer's thread; must be quick.
    virtual void after_commit(std::function<void()> then) = 0;
};

using Change = std::function<Result<Value>(Tx&)>;

/// What a command came to.
struct Outcome {
    Result<Value> answer = Value();
    std::exception_ptr thrown;  ///< where set, the answer says nothing
    [[nodiscard]] bool went_well() const { return !thrown && answer.has_value(); }
    /// The answer; throws what was thrown.
    [[nodiscard]] Result<Value> take() {
        if (thrown) std::rethrow_exception(thrown);
        return std::move(answer);
    }
};
using Then = std::function<void(Outcome)>;

/// An event as it stands in the log.
struct StoredEvent {
    std::string id, subject_type, subject_id, region, activity, lifecycle, actor, on_behalf_of,
        command_id, delta;  ///< delta as JSON
    Micros at = 0;
};

/// Stands beside the writer and sees what each batch appended: the sealer of the log.
class EventWatcher {
public:
    virtual ~EventWatcher() = default;
    /// In the transaction of the batch, on the writer's connection; throwing fails the batch.
    virtual void before_commit(Connection& sql, std::span<StoredEvent const> events) = 0;
    /// After the commit, on the writer's thread; must be quick.
    virtual void after_commit(std::span<StoredEvent const> events) = 0;
};

/// Takes what is queued now, at most 100 commands or 2 ms of work, one savepoint a command, one
/// durable commit for all, then replies. An Error returned by the change rolls back its savepoint
/// and is the answer; what the change throws is rolled back as well and thrown from `run`.
/// On PostgreSQL batches of all servers queue for one lock, so that a command sees on both stores
/// what every command before it left. Thread-safe.
class Writer {
public:
    virtual ~Writer() = default;
    /// Blocks until the command is durable (or refused). Not to be called from within a change.
    virtual Result<Value> run(Command const& command, Change const& change) = 0;
    /// As `run`, without a thread that waits: `then` gets the outcome, on the writer's thread or,
    /// where the queue is full, on the caller's. It must be quick and must not throw.
    virtual void submit(Command command, Change change, Then then) = 0;
    /// Before the first command; the watcher must outlive the writer's last one.
    virtual void watch(std::shared_ptr<EventWatcher> watcher) = 0;
};

}  // namespace jizhi::store
