#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "store/database.hpp"
#include "store/writer.hpp"

namespace jizhi::store {

/// The writer of both stores: a queue, one thread, one connection.
class QueueWriter : public Writer {
public:
    using Connect = std::function<std::unique_ptr<Connection>()>;
    using Between = std::function<void(Connection&)>;
    /// `between` runs on the writer's thread after each batch, when replies are out.
    QueueWriter(Connect connect, Parts const& parts, Between between);
    ~QueueWriter() override;
    QueueWriter(QueueWriter const&) = delete;
    QueueWriter& operator=(QueueWriter const&) = delete;

    Result<Value> run(Command const& command, Change const& change) override;
    void submit(Command command, Change change, Then then) override;
    void watch(std::shared_ptr<EventWatcher> watcher) override { watcher_ = std::move(watcher); }

private:
    class CommandTx;
    /// A command in the queue.
    class Waiting {
    public:
        /// On the thread of whoever asks: hashing what is asked does not keep the writer.
        Waiting(Command const& c, Change const& f);
        virtual ~Waiting() = default;
        /// Whoever waits is told; this may be gone afterwards.
        virtual void done() = 0;

        Command const& command;
        Change const& change;
        std::string const digest;  ///< of what is asked: "" where the command is not remembered
        Outcome outcome;
        std::vector<std::function<void()>> after;
    };
    class Sleeper;
    class Submitted;
    using Batch = std::vector<Waiting*>;

    [[nodiscard]] bool enqueue(Waiting& waiting);
    void loop();
    Waiting* next();
    void run_batch();
    void begin();
    void run_queued(Batch& batch);
    void run_one(Waiting& waiting);
    void call(Waiting& waiting, CommandTx& tx);
    void undo(std::size_t events_before);
    bool answered_before(Waiting& waiting);
    void remember(Waiting const& waiting, Micros at);
    void commit(Batch& batch);
    void fail_all(Batch& batch, std::exception_ptr const& why);

    Parts parts_;
    Connect connect_;
    Between between_;
    std::shared_ptr<EventWatcher> watcher_;
    std::unique_ptr<Connection> sql_;
    std::vector<StoredEvent> events_;  ///< of the batch that runs
    Micros last_ = 0;                  ///< the time of the last command

    std::mutex mutex_;
    std::condition_variable woken_;
    std::deque<Waiting*> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace jizhi::store
