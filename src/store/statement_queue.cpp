#include "store/statement_queue.hpp"

#include <utility>

namespace jizhi::store {
namespace {

constexpr int looks = 200;

template <class... Of>
struct Overloaded : Of... {
    using Of::operator()...;
};

}  // namespace

void StatementQueue::Kept::keep(std::string_view sql, std::span<Bind const> binds) {
    bytes_.assign(sql);
    sql_bytes_ = sql.size();
    parts_.clear();
    for (auto const& bind : binds) {
        auto const text = [&](std::string_view bytes) {
            bytes_ += bytes;
            return Part{bind.index(), 0, bytes.size()};
        };
        parts_.push_back(std::visit(
            Overloaded{[&](std::nullptr_t) { return Part{bind.index(), 0, 0}; },
                       [&](std::int64_t number) { return Part{bind.index(), number, 0}; },
                       [&](std::string_view bytes) { return text(bytes); },
                       [&](BlobView blob) { return text(blob.bytes); }},
            bind));
    }
}

void StatementQueue::Kept::carry_out(CarryOut const& how) {
    std::string_view rest = bytes_;
    auto const sql = rest.substr(0, sql_bytes_);
    rest.remove_prefix(sql_bytes_);
    binds_.clear();
    for (auto const& part : parts_) {
        auto const bytes = rest.substr(0, part.bytes);
        rest.remove_prefix(part.bytes);
        switch (part.index) {
            case 0:
                binds_.emplace_back(nullptr);
                break;
            case 1:
                binds_.emplace_back(part.number);
                break;
            case 2:
                binds_.emplace_back(bytes);
                break;
            default:
                binds_.emplace_back(BlobView{bytes});
        }
    }
    how(sql, binds_);
}

StatementQueue::StatementQueue(CarryOut carry_out)
    : carry_out_(std::move(carry_out)), thread_([this] { loop(); }) {}

StatementQueue::~StatementQueue() {
    settle();
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    moved_.notify_all();
    thread_.join();
}

template <class Reached>
void StatementQueue::await(Reached const& reached) {
    for (int look = 0; look < looks; ++look) {
        if (reached()) return;
        std::this_thread::yield();
    }
    std::unique_lock lock(mutex_);
    ++sleeping_;
    moved_.wait(lock, reached);
    --sleeping_;
}

/// After a counter has moved: wakes the other thread where it sleeps.
void StatementQueue::tell() {
    if (sleeping_ == 0) return;
    { std::lock_guard const lock(mutex_); }
    moved_.notify_all();
}

void StatementQueue::push(std::string_view sql, std::span<Bind const> binds) {
    auto const place = pushed_.load();
    await([&] { return place - done_ < kept_max; });
    ring_[place % kept_max].keep(sql, binds);
    pushed_ = place + 1;
    tell();
}

void StatementQueue::settle() noexcept {
    await([&] { return done_ == pushed_; });
}

void StatementQueue::drain() {
    settle();
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

void StatementQueue::loop() {
    for (std::size_t place = 0;; ++place) {
        await([&] { return pushed_ != place || stopping_; });
        if (pushed_ == place) return;  // stopping, and all is done
        if (!failure_) try {
                ring_[place % kept_max].carry_out(carry_out_);
            } catch (...) {
                failure_ = std::current_exception();
            }
        done_ = place + 1;
        tell();
    }
}

}  // namespace jizhi::store
