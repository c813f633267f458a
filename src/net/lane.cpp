#include "net/lane.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <chrono>
#include <utility>

#include "net/head.hpp"
#include "value/temporal.hpp"

namespace jizhi::net {
namespace {

constexpr std::size_t log_bytes_held = 32U << 10U;
constexpr Micros micros_per_second = 1'000'000;

/// Calls may end the connection and so unlink it: the next one is found before.
template <class Call>
void for_each(auto& connections, Call call) {
    for (auto at = connections.begin(); at != connections.end();) call(*at++);
}

}  // namespace

std::int64_t steady_millis() {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void Lane::sweep(std::int64_t now_millis) {
    for_each(connections, [&](Connection& c) { c.sweep(now_millis); });
    flush_log();
}

void Lane::finish() {
    for_each(connections, [](Connection& c) { c.finish(); });
}

void Lane::close_all() {
    for_each(connections, [](Connection& c) { c.close(); });
}

void Lane::hand_over(std::function<void()> task) {
    {
        std::lock_guard const lock(mutex_);
        handed_over_.push_back(std::move(task));
        if (handed_over_.size() > 1) return;  // it is on its way already
    }
    boost::asio::post(io, [this] { run_handed_over(); });
}

void Lane::run_handed_over() {
    std::vector<std::function<void()>> tasks;
    {
        std::lock_guard const lock(mutex_);
        tasks.swap(handed_over_);
    }
    for (auto& task : tasks) std::exchange(task, nullptr)();
}

std::string const& Lane::date() {
    auto const second = shared.app.clock->now() / micros_per_second;
    if (second != date_second_) {
        date_second_ = second;
        date_ = http_date(second * micros_per_second);
        stamp_ = fmt::format("{}T{:02}:{:02}:{:02}Z", to_text(Date{second / seconds_per_day}),
                             second / 3600 % 24, second / 60 % 60, second % 60);
    }
    return date_;
}

std::string const& Lane::stamp() {
    (void)date();
    return stamp_;
}

void Lane::log_request(std::string_view line) {
    log_ += line;
    if (log_.size() >= log_bytes_held) flush_log();
}

void Lane::flush_log() {
    if (log_.empty() || shared.request_log == nullptr) return;
    shared.request_log->write(log_);
    log_.clear();
}

}  // namespace jizhi::net
