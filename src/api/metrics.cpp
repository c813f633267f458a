#include "api/metrics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <iterator>

namespace jizhi::api {
namespace {

constexpr double micros_per_second = 1e6;

}  // namespace

void Metrics::count_request(int status, Micros took, std::size_t bytes) {
    assert(status > 0 && status < 600);
    constexpr auto loose = std::memory_order_relaxed;
    by_status_[static_cast<std::size_t>(status)].fetch_add(1, loose);
    auto const slot = std::ranges::lower_bound(bounds, took) - bounds.begin();
    by_time_[static_cast<std::size_t>(slot)].fetch_add(1, loose);
    micros_.fetch_add(took, loose);
    bytes_.fetch_add(static_cast<std::int64_t>(bytes), loose);
}

void Metrics::add_gauge(std::string name, std::string help, std::function<std::int64_t()> value) {
    gauges_.push_back({std::move(name), std::move(help), std::move(value)});
}

std::string Metrics::text() const {
    std::string out =
        "# HELP jizhi_http_requests_total Answered requests by status.\n"
        "# TYPE jizhi_http_requests_total counter\n";
    auto const add = std::back_inserter(out);
    for (std::size_t status = 0; status < by_status_.size(); ++status)
        if (auto const count = by_status_[status].load())
            fmt::format_to(add, "jizhi_http_requests_total{{status=\"{}\"}} {}\n", status, count);
    out +=
        "# HELP jizhi_http_request_seconds Time from the whole request to the whole answer.\n"
        "# TYPE jizhi_http_request_seconds histogram\n";
    std::int64_t so_far = 0;
    for (std::size_t slot = 0; slot < bounds.size(); ++slot) {
        so_far += by_time_[slot].load();
        fmt::format_to(add, "jizhi_http_request_seconds_bucket{{le=\"{}\"}} {}\n",
                       static_cast<double>(bounds[slot]) / micros_per_second, so_far);
    }
    so_far += by_time_.back().load();
    fmt::format_to(add,
                   "jizhi_http_request_seconds_bucket{{le=\"+Inf\"}} {0}\n"
                   "jizhi_http_request_seconds_sum {1}\n"
                   "jizhi_http_request_seconds_count {0}\n"
                   "# HELP jizhi_http_answer_bytes_total Bytes of all answers.\n"
                   "# TYPE jizhi_http_answer_bytes_total counter\n"
                   "jizhi_http_answer_bytes_total {2}\n",
                   so_far, static_cast<double>(micros_.load()) / micros_per_second, bytes_.load());
    for (auto const& gauge : gauges_)
        fmt::format_to(add, "# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", gauge.name, gauge.help,
                       gauge.value());
    return out;
}

}  // namespace jizhi::api
