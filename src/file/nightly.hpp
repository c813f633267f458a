#pragma once
#include <filesystem>
#include <mutex>

#include "file/backup.hpp"
#include "kit/log.hpp"

namespace jizhi::file {

/// When and where backups are made by themselves.
struct NightlyPlan {
    std::filesystem::path folder;
    int hour = 2;  ///< of the day, in the zone of the deployment
    std::int64_t zone_offset_seconds = 8 * 3600;
    int kept = 14;  ///< older ones of its own are removed
};

/// Makes a backup each night, and at once where the last night's is missing (the machine was off).
/// What came of it stands in the table `backup`. Thread-safe.
class NightlyBackups {
public:
    /// All outlive it.
    struct Parts {
        store::Store& store;
        store::Writer& writer;
        Files const& files;
        store::Keys const& keys;
        Clock const& clock;
        Log& log;
    };
    NightlyBackups(Parts const& parts, NightlyPlan plan);

    /// To be called each minute or so. Whether a backup was attempted.
    bool run_if_due();
    /// Now, because `actor` asks for one; `id` is of its row in the table, "" for a new one.
    Result<BackupSummary> run_now(std::string const& actor, std::string const& id = {});
    [[nodiscard]] NightlyPlan const& plan() const { return plan_; }

private:
    [[nodiscard]] bool due() const;
    Result<BackupSummary> run(std::string const& actor, BackupEntry attempt);
    void remove_old() const;

    Parts parts_;
    NightlyPlan plan_;
    std::mutex one_at_a_time_;
};

}  // namespace jizhi::file
