#pragma once
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kit/clock.hpp"

namespace jizhi {

/// What the program says to whoever runs it: one event a line, never a secret or a person's data.
/// Thread-safe.
class Log {
public:
    enum class Level { debug, info, warning, error };
    using Detail = std::pair<std::string_view, std::variant<std::string_view, std::int64_t>>;
    using Details = std::initializer_list<Detail>;

    virtual ~Log() = default;
    virtual void write(Level level, std::string_view event, Details details) = 0;

    void info(std::string_view event, Details details = {}) { write(Level::info, event, details); }
    void warning(std::string_view event, Details details = {}) {
        write(Level::warning, event, details);
    }
    void error(std::string_view event, Details details = {}) {
        write(Level::error, event, details);
    }
};

/// {"time":"2026-01-05T01:02:03.000004Z","level":"info","event":"served",…} a line.
class JsonLog : public Log {
public:
    JsonLog(std::FILE* out, Clock const& clock) : out_(out), clock_(clock) {}
    void write(Level level, std::string_view event, Details details) override;

private:
    std::FILE* out_;
    Clock const& clock_;
    std::mutex mutex_;
};

/// Keeps the names of the events, for tests; also a log that says nothing.
class QuietLog : public Log {
public:
    void write(Level level, std::string_view event, Details details) override;
    [[nodiscard]] std::vector<std::string> events() const;

private:
    mutable std::mutex mutex_;
    std::vector<std::string> events_;
};

}  // namespace jizhi
