#include <fmt/core.h>

#include <filesystem>

#include "kit/limits.hpp"
#include "store/checkpointer.hpp"
#include "store/database.hpp"
#include "store/pool.hpp"
#include "store/queue_writer.hpp"
#include "store/sqlite_connection.hpp"

namespace jizhi::store {
namespace {

using Use = SqliteConnection::Use;

class SqliteDatabase : public Database, public Store {
public:
    SqliteDatabase(std::filesystem::path const& folder, Parts const& parts)
        : place_{folder, {}},
          file_(sqlite_file(folder)),
          pool_([this] { return std::make_unique<SqliteConnection>(file_, Use::read); },
                limits::read_connections_max),
          checkpointer_(file_),
          writer_([this] { return connect_writer(); }, parts,
                  [this](Connection& sql) {
                      checkpointer_.finish(static_cast<SqliteConnection&>(sql));
                  }) {}

    Store& store() override { return *this; }
    Writer& writer() override { return writer_; }
    Place const& place() const override { return place_; }
    Lease read() override { return pool_.lend(); }
    void close_idle() override { pool_.close_idle(); }
    Dialect dialect() const override { return Dialect::sqlite; }

private:
    std::unique_ptr<Connection> connect_writer() {
        auto made = std::make_unique<SqliteConnection>(file_, Use::write);
        checkpointer_.attend(*made);
        return made;
    }

    Place place_;
    std::filesystem::path file_;
    Pool pool_;
    Checkpointer checkpointer_;
    QueueWriter writer_;
};

std::unexpected<Error> cannot_open(std::filesystem::path const& folder, std::string const& why) {
    return fail(
        "store.cannot_open", folder.string(),
        fmt::format("打不开数据目录：{}。请检查目录是否存在、是否有读写权限、磁盘是否已满", why),
        fmt::format("the data folder cannot be opened: {}; check that it exists, may be "
                    "written and that the disk is not full",
                    why));
}

}  // namespace

std::filesystem::path sqlite_file(std::filesystem::path const& folder) {
    return folder / "jizhi.db";
}

Result<std::unique_ptr<Database>> open_sqlite(std::filesystem::path const& folder,
                                              Parts const& parts, Migrations const& migrations) {
    std::error_code error;
    bool const fresh = std::filesystem::create_directories(folder, error);
    if (error) return cannot_open(folder, error.message());
    if (fresh) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    try {
        {
            SqliteConnection sql(sqlite_file(folder), Use::write);
            TRY(steps, migrate(sql, migrations, parts.clock.now()));
            if (steps > 0) parts.log.info("schema migrated", {{"steps", std::int64_t{steps}}});
            // The log and the shared memory beside it take their rights from it.
            using std::filesystem::perms;
            std::filesystem::permissions(sqlite_file(folder),
                                         perms::owner_read | perms::owner_write, error);
        }
        return std::make_unique<SqliteDatabase>(folder, parts);
    } catch (Failure const& failure) {
        return cannot_open(folder, failure.what());
    }
}

}  // namespace jizhi::store
