#include "store/statement_queue.hpp"

#include <utility>

namespace jizhi::store {
namespace {

constexpr int looks = 200;

std::string_view bytes_of(Bind const& bind) {
    if (auto const* text = std::get_if<std::string_view>(&bind)) return *text;
    if (auto const* blob = std::get_if<BlobView>(&bind)) return blob->bytes;
    return {};
}

}  // namespace

void StatementQueue::Kept::keep(std::string_view sql, std::span<Bind const> binds) {
    bytes_.assign(sql);
    for (auto const& bind : binds) bytes_ += bytes_of(bind);
    std::string_view rest = bytes_;
    auto const take = [&rest](std::size_t bytes) {
        auto const taken = rest.substr(0, bytes);
        rest.remove_prefix(bytes);
        return taken;
    };
    sql_ = take(sql.size());
    binds_.assign(binds.begin(), binds.end());
    for (auto& bind : binds_) {
        if (auto* text = std::get_if<std::string_view>(&bind)) *text = take(text->size());
        if (auto* blob = std::get_if<BlobView>(&bind)) blob->bytes = take(blob->bytes.size());
    }
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
