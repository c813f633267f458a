#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "kit/clock.hpp"

namespace jizhi::api {

/// What the program counts about itself, as Prometheus text. Thread-safe.
class Metrics {
public:
    void count_request(int status, Micros took, std::size_t bytes);

    /// A figure that is asked for when somebody looks: `name` as Prometheus wants it
    /// ("jizhi_connections"), one sentence of help. At start-up only.
    void add_gauge(std::string name, std::string help, std::function<std::int64_t()> value);

    [[nodiscard]] std::string text() const;

private:
    static constexpr std::array<Micros, 10> bounds{500,     1'000,   2'500,     5'000,     10'000,
                                                   50'000,  100'000, 500'000, 1'000'000, 5'000'000};
    struct Gauge {
        std::string name, help;
        std::function<std::int64_t()> value;
    };
    std::array<std::atomic<std::int64_t>, 600> by_status_{};
    std::array<std::atomic<std::int64_t>, bounds.size() + 1> by_time_{};
    std::atomic<std::int64_t> micros_ = 0, bytes_ = 0;
    std::vector<Gauge> gauges_;
};

}  // namespace jizhi::api
