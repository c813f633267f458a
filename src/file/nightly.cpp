#include "file/nightly.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

namespace jizhi::file {
namespace {

namespace fs = std::filesystem;

constexpr Micros second = 1'000'000, hour = 3'600 * second, day = 24 * hour;
constexpr auto look_interval = std::chrono::minutes(1);
constexpr std::string_view prefix = "jizhi-", ending = ".backup";

/// The latest moment at or before `now` when a backup was due.
Micros last_due(Micros now, NightlyPlan const& plan) {
    auto const local = now + plan.zone_offset_seconds * second - plan.hour * hour;
    auto const midnight = local - (local % day + day) % day;
    return midnight - plan.zone_offset_seconds * second + plan.hour * hour;
}

std::string name_at(Micros now, NightlyPlan const& plan) {
    auto const local = static_cast<std::time_t>(now / second + plan.zone_offset_seconds);
    return fmt::format("{}{:%Y%m%d-%H%M%S}{}", prefix, fmt::gmtime(local), ending);
}

}  // namespace

NightlyBackups::NightlyBackups(store::Database& database, Files const& files,
                               store::Keys const& keys, Clock const& clock, Log& log,
                               NightlyPlan plan)
    : database_(database), files_(files), keys_(keys), clock_(clock), log_(log),
      plan_(std::move(plan)) {}

NightlyBackups::~NightlyBackups() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    woken_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void NightlyBackups::start() {
    thread_ = std::thread([this] { loop(); });
}

bool NightlyBackups::due() const {
    // A failed one is tried again an hour later, not every minute.
    auto const tried = database_.store().read()->integer(
        "SELECT max(at) FROM backup WHERE kind = 'nightly' AND error <> ''");
    auto const done = database_.store().read()->integer("SELECT max(at) FROM backup WHERE error = ''");
    auto const now = clock_.now();
    return done < last_due(now, plan_) && now - tried >= hour;
}

bool NightlyBackups::run_if_due() {
    if (!due()) return false;
    std::error_code error;
    fs::create_directories(plan_.folder, error);
    auto const path = plan_.folder / name_at(clock_.now(), plan_);
    auto const result =
        back_up(database_.store(), files_, keys_, clock_, {.path = path});
    note_backup(database_.writer(), "system", "nightly", path, result);
    if (result) {
        log_.info("backed up", {{"path", path.string()}, {"bytes", result->bytes}});
        remove_old();
    } else {
        log_.error("backup failed", {{"why", result.error().en}});
    }
    return true;
}

void NightlyBackups::remove_old() const {
    std::vector<fs::path> own;
    std::error_code error;
    for (auto const& entry : fs::directory_iterator(plan_.folder, error)) {
        auto const name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(ending)) own.push_back(entry.path());
    }
    std::ranges::sort(own, std::greater());  // the names hold the time
    for (auto i = static_cast<std::size_t>(plan_.kept); i < own.size(); ++i)
        fs::remove(own[i], error);
}

void NightlyBackups::loop() {
    for (;;) {
        try {
            run_if_due();
        } catch (std::exception const& failure) {
            log_.error("backup failed", {{"why", failure.what()}});
        }
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, look_interval, [this] { return stopping_; });
        if (stopping_) return;
    }
}

}  // namespace jizhi::file
