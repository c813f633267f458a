#include "kit/log.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <ctime>
#include <iterator>

namespace jizhi {
namespace {

using Out = std::back_insert_iterator<std::string>;

void quote(std::string& out, std::string_view text) {
    out += '"';
    for (char const c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            fmt::format_to(Out(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    out += '"';
}

std::string iso(Micros at) {
    auto const seconds = static_cast<std::time_t>(at / 1'000'000);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(seconds), at % 1'000'000);
}

std::string_view name(Log::Level level) {
    switch (level) {
        case Log::Level::debug:
            return "debug";
        case Log::Level::info:
            return "info";
        case Log::Level::warning:
            return "warning";
        case Log::Level::error:
            break;
    }
    return "error";
}

}  // namespace

void JsonLog::write(Level level, std::string_view event, Details details) {
    auto line =
        fmt::format(R"({{"time":"{}","level":"{}","event":)", iso(clock_.now()), name(level));
    quote(line, event);
    for (auto const& [key, value] : details) {
        line += ',';
        quote(line, key);
        line += ':';
        if (auto const* number = std::get_if<std::int64_t>(&value))
            line += std::to_string(*number);
        else
            quote(line, std::get<std::string_view>(value));
    }
    line += "}\n";
    std::lock_guard const lock(mutex_);
    std::fwrite(line.data(), 1, line.size(), out_);
    std::fflush(out_);
}

void QuietLog::write(Level, std::string_view event, Details) {
    std::lock_guard const lock(mutex_);
    events_.emplace_back(event);
}

std::vector<std::string> QuietLog::events() const {
    std::lock_guard const lock(mutex_);
    return events_;
}

}  // namespace jizhi
