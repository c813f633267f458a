#include "audit/access_log.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "kit/limits.hpp"

namespace jizhi::audit {
namespace {

constexpr auto flush_interval = std::chrono::milliseconds(900);
constexpr std::size_t entries_at_once = 200;  // about a millisecond of the writer's time
constexpr std::size_t waiting_max = 50'000;  // a second of more views than one machine can serve

}  // namespace

AccessLog::AccessLog(store::Writer& writer, Ids& ids, Log& log)
    : writer_(writer), ids_(ids), log_(log), thread_([this] { run(); }) {}

AccessLog::~AccessLog() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_one();
    thread_.join();
    flush();
}

void AccessLog::note(Access access) {
    std::lock_guard const lock(mutex_);
    if (waiting_.size() >= waiting_max) return;  // `write` has failed for long and said so
    waiting_.push_back(std::move(access));
    if (waiting_.size() == 1) woken_.notify_one();
}

std::vector<Access> AccessLog::take() {
    std::lock_guard const lock(mutex_);
    return std::exchange(waiting_, {});
}

void AccessLog::flush() {
    std::lock_guard const one_at_a_time(flushing_);
    auto entries = take();
    if (entries.empty()) return;
    std::size_t written = 0;
    try {
        while (written < entries.size()) {
            auto const count = std::min(entries_at_once, entries.size() - written);
            write(std::span(entries).subspan(written, count));
            written += count;
        }
    } catch (std::exception const& failure) {
        log_.error("access log not written", {{"why", failure.what()}});
        std::lock_guard const lock(mutex_);
        entries.erase(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(written));
        entries.insert(entries.end(), std::make_move_iterator(waiting_.begin()),
                       std::make_move_iterator(waiting_.end()));
        waiting_ = std::move(entries);
    }
}

void AccessLog::write(std::span<Access const> entries) {
    auto const insert = [&](store::Tx& tx) -> Result<Value> {
        for (auto const& a : entries) {
            auto const id = ids_.next();
            tx.sql().execute_later(
                R"(
                INSERT INTO access (id, at, actor, method, path, address, status)
                VALUES (?, ?, ?, ?, ?, ?, ?))",
                {id, a.at, a.actor, a.method, a.path, a.address, std::int64_t{a.status}});
        }
        return Value();
    };
    auto const done = writer_.run({.id = "",
                                   .name = "access.write",
                                   .actor = "system",
                                   .on_behalf_of = "",
                                   .payload = Value()},
                                  insert);
    if (!done) throw std::runtime_error(done.error().en);
}

void AccessLog::run() {
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            woken_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            woken_.wait_for(lock, flush_interval, [this] { return stopping_; });
            if (stopping_) return;
        }
        flush();
    }
}

std::vector<AccessEntry> accesses(store::Connection& sql, AccessQuery const& q) {
    auto const pattern = "%" + q.path_contains + "%";
    auto const limit = std::clamp(q.limit, 1, static_cast<int>(limits::page_rows_max));
    std::vector<AccessEntry> found;
    sql.query(R"(
        SELECT id, at, actor, method, path, address, status FROM access
        WHERE (? = '' OR id < ?) AND (? = '' OR actor = ?) AND path LIKE ?
              AND at >= ? AND (? = 0 OR at < ?)
        ORDER BY id DESC LIMIT ?)",
              {q.before_id, q.before_id, q.actor, q.actor, pattern, q.from, q.to, q.to,
               std::int64_t{limit}},
              [&](store::Row const& row) {
                  AccessEntry entry;
                  entry.id = row.text(0);
                  entry.at = row.integer(1);
                  entry.actor = row.text(2);
                  entry.method = row.text(3);
                  entry.path = row.text(4);
                  entry.address = row.text(5);
                  entry.status = static_cast<int>(row.integer(6));
                  found.push_back(std::move(entry));
              });
    return found;
}

}  // namespace jizhi::audit
