#pragma once
#include <functional>
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
    std::string id;            ///< Idempotency-Key, or a fresh UUIDv7
    std::string name;          ///< "record.change"
    std::string actor;         ///< account id; "system" for the program itself
    std::string on_behalf_of;  ///< "" or an account id
    Value payload;             ///< what was asked; its digest decides "same payload"
};

/// One entry of the append-only event log, written in the transaction of its command.
struct Event {
    std::string subject_type;  ///< "worker", "account", "payroll", "pack"
    std::string subject_id;
    std::string region;        ///< code of the region it belongs to; "" above all
    std::string activity;      ///< "create", "change", "correct", "reveal", "export", "approve"…
    std::string lifecycle = "complete";  ///< XES lifecycle: create, assign, start, complete…
    Value delta;               ///< what changed, no sensitive value in clear
};

/// What a command sees while it runs. Only inside the writer; all or nothing of it is committed.
class Tx {
public:
    virtual ~Tx() = default;
    [[nodiscard]] virtual Connection& sql() = 0;
    [[nodiscard]] virtual Command const& command() const = 0;
    [[nodiscard]] virtual Micros now() const = 0;  ///< one time for the whole command
    [[nodiscard]] virtual std::string new_id() = 0;  ///< UUIDv7
    virtual void append(Event event) = 0;
    /// Runs after the commit that holds this command, on the writer's thread; must be quick.
    virtual void after_commit(std::function<void()> then) = 0;
};

using Change = std::function<Result<Value>(Tx&)>;

/// Takes what is queued now, at most 100 commands or 2 ms of work, one savepoint a command, one
/// durable commit for all, then replies. An Error returned by the change rolls back its savepoint
/// and is the answer. Thread-safe.
class Writer {
public:
    virtual ~Writer() = default;
    /// Blocks until the command is durable (or refused).
    virtual Result<Value> run(Command const& command, Change const& change) = 0;
};

}  // namespace jizhi::store
