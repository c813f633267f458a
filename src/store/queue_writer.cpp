#include "store/queue_writer.hpp"

#include <algorithm>
#include <chrono>

#include "kit/crypto.hpp"
#include "kit/limits.hpp"
#include "value/json.hpp"

namespace jizhi::store {
namespace {

std::string digest_of(Command const& command) {
    if (command.id.empty()) return {};
    return crypto::sm3(command.name + '\n' + command.on_behalf_of + '\n' +
                       to_json(command.payload));
}

std::unexpected<Error> reused(Command const& command) {
    return fail("command.reused", command.id,
                "这个操作编号已经用于另一项操作，请换一个新的编号（Idempotency-Key）再提交",
                "this command id was used for something else; send it again under a new "
                "Idempotency-Key");
}

std::unexpected<Error> overloaded() {
    return fail("store.unavailable", {}, "系统繁忙，请稍后再试",
                "the system is busy; try again soon");
}

}  // namespace

QueueWriter::Waiting::Waiting(Command const& c, Change const& f)
    : command(c), change(f), digest(digest_of(c)) {}

/// What one command sees. Its events go into the table at once and into the batch's list.
class QueueWriter::CommandTx : public Tx {
public:
    CommandTx(QueueWriter& writer, Waiting& waiting, Micros now)
        : writer_(writer), waiting_(waiting), now_(now) {}

    Connection& sql() override { return *writer_.sql_; }
    Command const& command() const override { return waiting_.command; }
    Micros now() const override { return now_; }
    std::string new_id() override { return writer_.parts_.ids.next(); }
    void append(Event event) override;
    void after_commit(std::function<void()> then) override {
        waiting_.after.push_back(std::move(then));
    }

private:
    QueueWriter& writer_;
    Waiting& waiting_;
    Micros now_;
};

void QueueWriter::CommandTx::append(Event event) {
    auto const& command = waiting_.command;
    writer_.events_.push_back({.id = new_id(),
                               .subject_type = std::move(event.subject_type),
                               .subject_id = std::move(event.subject_id),
                               .region = std::move(event.region),
                               .activity = std::move(event.activity),
                               .lifecycle = std::move(event.lifecycle),
                               .actor = command.actor,
                               .on_behalf_of = command.on_behalf_of,
                               .command_id = command.id,
                               .delta = to_json(event.delta),
                               .at = now_});
    auto const& e = writer_.events_.back();
    sql().execute_later(R"(
        INSERT INTO event (id, at, subject_type, subject_id, region, activity, lifecycle, actor,
                           on_behalf_of, command_id, delta)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))",
                        {e.id, e.at, e.subject_type, e.subject_id, e.region, e.activity,
                         e.lifecycle, e.actor, e.on_behalf_of, e.command_id, e.delta});
}

/// One caller sleeping until its answer is there. (std::binary_semaphore spins first, which takes
/// the processor from the writer.)
class QueueWriter::Sleeper : public Waiting {
public:
    using Waiting::Waiting;
    void done() override {
        std::lock_guard const lock(mutex_);
        done_ = true;
        condition_.notify_one();  // under the lock: the caller may free this right after
    }
    void sleep() {
        std::unique_lock lock(mutex_);
        condition_.wait(lock, [this] { return done_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable condition_;
    bool done_ = false;
};

/// A command that nobody sleeps for: it owns what it was made of, and itself.
class QueueWriter::Submitted : private std::pair<Command, Change>, public Waiting {
public:
    Submitted(Command c, Change f, Then then)
        : pair(std::move(c), std::move(f)), Waiting(first, second), then_(std::move(then)) {}
    void done() override {
        std::unique_ptr<Submitted> const self(this);
        then_(std::move(outcome));
    }

private:
    Then then_;
};

QueueWriter::QueueWriter(Connect connect, Parts const& parts, Between between)
    : parts_(parts), connect_(std::move(connect)), between_(std::move(between)) {
    sql_ = connect_();
    thread_ = std::thread([this] { loop(); });
}

QueueWriter::~QueueWriter() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_one();
    thread_.join();
}

bool QueueWriter::enqueue(Waiting& waiting) {
    {
        std::lock_guard const lock(mutex_);
        if (queue_.size() >= limits::queued_commands_max) return false;
        queue_.push_back(&waiting);
    }
    woken_.notify_one();
    return true;
}

Result<Value> QueueWriter::run(Command const& command, Change const& change) {
    Sleeper waiting(command, change);
    if (!enqueue(waiting)) return overloaded();
    waiting.sleep();
    return waiting.outcome.take();
}

void QueueWriter::submit(Command command, Change change, Then then) {
    auto waiting =
        std::make_unique<Submitted>(std::move(command), std::move(change), std::move(then));
    if (enqueue(*waiting)) return void(waiting.release());  // it is the queue's now
    waiting->outcome.answer = overloaded();
    waiting.release()->done();
}

void QueueWriter::loop() {
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            woken_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;  // stopping, and nobody waits any more
        }
        run_batch();
        if (between_ && sql_ && sql_->usable()) between_(*sql_);
    }
}

QueueWriter::Waiting* QueueWriter::next() {
    std::lock_guard const lock(mutex_);
    if (queue_.empty()) return nullptr;
    auto* const first = queue_.front();
    queue_.pop_front();
    return first;
}

void QueueWriter::run_batch() {
    Batch batch;
    events_.clear();
    try {
        begin();
        run_queued(batch);
        commit(batch);
    } catch (...) {
        if (batch.empty())
            if (auto* const waiting = next()) batch.push_back(waiting);
        fail_all(batch, std::current_exception());
    }
    // Told last: a caller that sees its answer may free everything that it handed in.
    for (auto* const waiting : batch) waiting->done();
}

void QueueWriter::begin() {
    if (!sql_ || !sql_->usable()) sql_ = connect_();
    if (sql_->dialect() == Dialect::sqlite) {
        sql_->execute("BEGIN IMMEDIATE");
    } else {
        sql_->execute_later("BEGIN");
        sql_->execute_later("SELECT pg_advisory_xact_lock(4823061)");  // see Writer's comment
    }
    last_ = std::max(last_, sql_->integer("SELECT max(at) FROM event"));
}

void QueueWriter::run_queued(Batch& batch) {
    using Steady = std::chrono::steady_clock;
    auto const until = Steady::now() + std::chrono::microseconds(limits::commit_work_micros_max);
    while (batch.size() < limits::commands_per_commit_max) {
        auto* const waiting = next();
        if (waiting == nullptr) return;
        batch.push_back(waiting);
        run_one(*waiting);
        if (Steady::now() >= until) return;
    }
}

void QueueWriter::run_one(Waiting& waiting) {
    auto const events_before = events_.size();
    sql_->execute_later("SAVEPOINT command");
    try {
        if (!answered_before(waiting)) {
            CommandTx tx(*this, waiting, last_ = std::max(last_ + 1, parts_.clock.now()));
            call(waiting, tx);
            if (waiting.outcome.thrown || !waiting.outcome.answer) return undo(events_before);
            remember(waiting, tx.now());
        }
        sql_->execute_later("RELEASE SAVEPOINT command");
    } catch (std::exception const&) {
        // The command's own statements threw inside `call`; this is the store's part failing.
        if (!sql_->in_transaction()) throw;
        waiting.outcome.thrown = std::current_exception();
        undo(events_before);
    }
}

void QueueWriter::call(Waiting& waiting, CommandTx& tx) {
    try {
        waiting.outcome.answer = waiting.change(tx);
        if (sql_->aborted())
            throw Failure(Failure::Kind::broken, "a statement failed and the command went on");
    } catch (...) {
        waiting.outcome.thrown = std::current_exception();
        if (!sql_->in_transaction()) throw;  // a full disk ended the transaction for all
    }
}

void QueueWriter::undo(std::size_t events_before) {
    events_.resize(events_before);
    sql_->execute_later("ROLLBACK TO SAVEPOINT command");
    sql_->execute_later("RELEASE SAVEPOINT command");
}

bool QueueWriter::answered_before(Waiting& waiting) {
    auto const& command = waiting.command;
    if (command.id.empty()) return false;
    bool found = false, same = false;
    std::string answer;
    sql_->query("SELECT actor, digest, answer FROM command WHERE id = ?", {command.id},
                [&](Row const& row) {
                    found = true;
                    same = row.text(0) == command.actor && row.blob(1) == waiting.digest;
                    answer = row.text(2);
                });
    if (found) waiting.outcome.answer = same ? parse_json(answer) : reused(command);
    return found;
}

void QueueWriter::remember(Waiting const& waiting, Micros at) {
    auto const& command = waiting.command;
    if (command.id.empty()) return;
    auto const answer = to_json(*waiting.outcome.answer);
    sql_->execute_later(R"(
        INSERT INTO command (id, name, actor, on_behalf_of, at, digest, answer)
        VALUES (?, ?, ?, ?, ?, ?, ?))",
                        {command.id, command.name, command.actor, command.on_behalf_of, at,
                         BlobView{waiting.digest}, answer});
}

void QueueWriter::commit(Batch& batch) {
    if (watcher_ && !events_.empty()) watcher_->before_commit(*sql_, events_);
    sql_->execute("COMMIT");
    if (watcher_ && !events_.empty()) watcher_->after_commit(events_);
    for (auto* const waiting : batch) {
        if (waiting->outcome.thrown || !waiting->outcome.answer) continue;
        for (auto const& then : waiting->after) then();
    }
}

void QueueWriter::fail_all(Batch& batch, std::exception_ptr const& why) {
    sql_.reset();  // closing rolls back, whatever state it was in; the next batch connects anew
    parts_.log.error("batch failed", {{"commands", static_cast<std::int64_t>(batch.size())}});
    for (auto* const waiting : batch)
        if (!waiting->outcome.thrown) waiting->outcome.thrown = why;
}

}  // namespace jizhi::store
