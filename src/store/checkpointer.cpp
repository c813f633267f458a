#include "store/checkpointer.hpp"

namespace jizhi::store {
namespace {

constexpr int pages_due = 4'000;     // 16 MB: pages written often are copied once
constexpr int pages_bound = 16'000;  // 64 MB

void checkpoint(SqliteConnection& connection) {
    // Busy means that another one is at it or a reader still needs old pages: the next try gets on.
    sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                              nullptr);
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
        auto& checkpointer = *static_cast<Checkpointer*>(self);
        checkpointer.pages_ = pages;
        if (pages < pages_due) return SQLITE_OK;
        {
            std::lock_guard const lock(checkpointer.mutex_);
            checkpointer.due_ = true;
        }
        checkpointer.woken_.notify_one();
        return SQLITE_OK;
    };
    sqlite3_wal_hook(writer.handle(), hook, this);
}

void Checkpointer::bound(SqliteConnection& writer) {
    if (pages_ >= pages_bound) checkpoint(writer);
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
            checkpoint(*connection);
        } catch (Failure const&) {
            // Out of file handles, say. Commits go on; the writer's bound still holds.
            connection.reset();
        }
    }
}

}  // namespace jizhi::store
