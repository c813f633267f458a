#include "store/checkpointer.hpp"

namespace jizhi::store {
namespace {

constexpr int pages_rest = 200;     // so few that the writer carries them over between two batches
constexpr int passes_most = 3;      // under a load that leaves more, the writer takes what is left

/// How many pages of the log now stand in the database file.
int checkpoint(SqliteConnection& connection) {
    int log = 0, carried = 0;
    // Busy means that another one is at it or a reader still needs old pages: the next try gets on.
    sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &log,
                              &carried);
    return carried;
}

}  // namespace

Checkpointer::Checkpointer(std::filesystem::path file)
    : file_(std::move(file)), thread_([this] { loop(); }) {}

Checkpointer::~Checkpointer() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_one();
    thread_.join();
}

void Checkpointer::attend(SqliteConnection& writer) {
    auto const hook = [](void* self, sqlite3*, char const*, int pages) {
        static_cast<Checkpointer*>(self)->grown(pages);
        return SQLITE_OK;
    };
    sqlite3_wal_hook(writer.handle(), hook, this);
}

void Checkpointer::grown(int pages) {
    if (pages < pages_) due_at_ = pages_due, bound_at_ = pages_bound;  // it has begun anew
    pages_ = pages;
    if (pages < due_at_) return;
    due_at_ = pages + pages_due;
    {
        std::lock_guard const lock(mutex_);
        due_ = true;
    }
    woken_.notify_one();
}

void Checkpointer::finish(SqliteConnection& writer) {
    if (!rest_.exchange(false) && pages_ < bound_at_) return;
    checkpoint(writer);
    bound_at_ = pages_ + pages_bound;
}

void Checkpointer::loop() {
    std::unique_ptr<SqliteConnection> connection;  // opened late: most programs end before
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            woken_.wait(lock, [this] { return due_ || stopping_; });
            if (stopping_) return;
            due_ = false;
        }
        try {
            if (!connection)
                connection =
                    std::make_unique<SqliteConnection>(file_, SqliteConnection::Use::write);
            for (int pass = 0; pass < passes_most; ++pass)
                if (pages_ - checkpoint(*connection) <= pages_rest) break;
        } catch (Failure const&) {
            connection.reset();  // out of file handles, say: the writer carries all over
        }
        rest_ = true;
    }
}

}  // namespace jizhi::store
