#include "file/nightly.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>
#include <ctime>
#include <vector>

namespace jizhi::file {
namespace {

namespace fs = std::filesystem;

constexpr Micros second = 1'000'000, hour = 3'600 * second, day = 24 * hour;
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

NightlyBackups::NightlyBackups(Parts const& parts, NightlyPlan plan)
    : parts_(parts), plan_(std::move(plan)) {}

bool NightlyBackups::due() const {
    auto const sql = parts_.store.read();
    // A failed one is tried again an hour later, not every minute.
    auto const tried =
        sql->integer("SELECT max(at) FROM backup WHERE kind = 'nightly' AND error <> ''");
    auto const done = sql->integer("SELECT max(at) FROM backup WHERE error = ''");
    auto const now = parts_.clock.now();
    return done < last_due(now, plan_) && now - tried >= hour;
}

bool NightlyBackups::run_if_due() {
    if (!due()) return false;
    (void)run("system", {.kind = "nightly"});
    return true;
}

Result<BackupSummary> NightlyBackups::run_now(std::string const& actor, std::string const& id) {
    return run(actor, {.id = id, .kind = "asked"});
}

Result<BackupSummary> NightlyBackups::run(std::string const& actor, BackupEntry attempt) {
    std::lock_guard const lock(one_at_a_time_);
    std::error_code error;
    fs::create_directories(plan_.folder, error);
    auto const path = plan_.folder / name_at(parts_.clock.now(), plan_);
    auto result = back_up(parts_.store, parts_.files, parts_.keys, parts_.clock, {.path = path});
    attempt.path = path.string();
    note_backup(parts_.writer, actor, std::move(attempt), result);
    if (result) {
        parts_.log.info("backed up", {{"path", path.string()}, {"bytes", result->bytes}});
        remove_old();
    } else {
        parts_.log.error("backup failed", {{"why", result.error().en}});
    }
    return result;
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

}  // namespace jizhi::file
