#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "file/files.hpp"
#include "kit/clock.hpp"
#include "kit/result.hpp"
#include "store/database.hpp"
#include "store/keys.hpp"

namespace jizhi::file {

struct BackupSummary {
    std::int64_t bytes = 0, rows = 0, files = 0;
    int tables = 0;
    std::string key_id;
    Micros made_at = 0;
};

/// Everything of one moment in one file, while the program goes on working: tables, files and the
/// name of the keys, the keys themselves only under a passphrase and when asked for.
struct BackupRequest {
    std::filesystem::path path;
    std::string passphrase = {};  ///< "" leaves the keys out
};
[[nodiscard]] Result<BackupSummary> back_up(store::Store& store, Files const& files,
                                            store::Keys const& keys, Clock const& clock,
                                            BackupRequest const& request);

/// How a backup comes back.
struct RestoreRequest {
    std::filesystem::path path;
    store::Place target;
    std::filesystem::path keys_file;
    std::string passphrase = {};  ///< of keys inside the backup
    bool without_keys = false;    ///< sealed values will stay closed
};
/// Into an empty place of either kind. The whole backup is checked before anything is written, and
/// what was written is compared with it before it is kept. Refuses keys that do not fit.
[[nodiscard]] Result<BackupSummary> restore(RestoreRequest const& request,
                                            store::Migrations const& migrations, Clock const& clock,
                                            Random& random);

/// Digest of each table, and of the files: what two equal copies have in common.
[[nodiscard]] std::map<std::string, std::string> digests(store::Connection& sql);

/// One attempt, as it stands in the table `backup`.
struct BackupEntry {
    std::string id = {}, kind = {}, path = {},
                error = {};  ///< kind: "nightly" or "asked"; error "" where it went well
    Micros at = 0;
    std::int64_t bytes = 0;
};
/// Newest first.
[[nodiscard]] std::vector<BackupEntry> backups(store::Connection& sql, int limit = 50);
[[nodiscard]] std::optional<BackupEntry> last_good_backup(store::Connection& sql);
[[nodiscard]] std::optional<BackupEntry> find_backup(store::Connection& sql, std::string_view id);
/// Notes an attempt (its id, kind and path) with what came of it and appends its event.
void note_backup(store::Writer& writer, std::string const& actor, BackupEntry attempt,
                 Result<BackupSummary> const& result);

}  // namespace jizhi::file
