#pragma once
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "file/backup.hpp"
#include "kit/log.hpp"

namespace jizhi::file {

/// When and where backups are made by themselves.
struct NightlyPlan {
    std::filesystem::path folder;
    int hour = 2;                            ///< of the day, in the zone of the deployment
    std::int64_t zone_offset_seconds = 8 * 3600;
    int kept = 14;                           ///< older ones of its own are removed
};

/// Makes a backup each night, and at once where the last night's is missing (the machine was off).
/// What came of it stands in the table `backup`. One thread while it lives.
class NightlyBackups {
public:
    NightlyBackups(store::Database& database, Files const& files, store::Keys const& keys,
                   Clock const& clock, Log& log, NightlyPlan plan);
    ~NightlyBackups();
    NightlyBackups(NightlyBackups const&) = delete;
    NightlyBackups& operator=(NightlyBackups const&) = delete;

    /// Starts the thread; without it somebody calls `run_if_due`.
    void start();
    /// Whether a backup was attempted.
    bool run_if_due();

private:
    [[nodiscard]] bool due() const;
    void remove_old() const;
    void loop();

    store::Database& database_;
    Files const& files_;
    store::Keys const& keys_;
    Clock const& clock_;
    Log& log_;
    NightlyPlan plan_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace jizhi::file
