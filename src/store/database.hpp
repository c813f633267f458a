#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kit/clock.hpp"
#include "kit/ids.hpp"
#include "kit/log.hpp"
#include "kit/result.hpp"
#include "store/connection.hpp"
#include "store/migration.hpp"
#include "store/writer.hpp"

namespace jizhi::store {

/// Where a database is: exactly one of the two is set.
struct Place {
    std::filesystem::path folder = {};  ///< --data DIR: SQLite
    std::string server = {};            ///< --db postgresql://…
};

/// What comes from outside; all outlive the database.
struct Parts {
    Clock const& clock;
    Ids& ids;
    Log& log;
};

/// An open database: many readers and the one writer. Closing it finishes what is queued.
class Database {
public:
    virtual ~Database() = default;
    [[nodiscard]] virtual Store& store() = 0;
    [[nodiscard]] virtual Writer& writer() = 0;
    [[nodiscard]] virtual Place const& place() const = 0;
};

/// Opens or makes the database and brings its schema up to date. Refuses a database that a newer
/// program has written.
[[nodiscard]] Result<std::unique_ptr<Database>> open(Place const& place, Parts const& parts,
                                                     Migrations const& migrations);
[[nodiscard]] Result<std::unique_ptr<Database>> open_sqlite(std::filesystem::path const& folder,
                                                            Parts const& parts,
                                                            Migrations const& migrations);
[[nodiscard]] Result<std::unique_ptr<Database>> open_postgres(std::string const& server,
                                                              Parts const& parts,
                                                              Migrations const& migrations);

/// A bare connection that may write, for restoring into an empty place. Throws Failure.
[[nodiscard]] std::unique_ptr<Connection> connect(Place const& place);

/// The database file of a data folder.
[[nodiscard]] std::filesystem::path sqlite_file(std::filesystem::path const& folder);

}  // namespace jizhi::store
