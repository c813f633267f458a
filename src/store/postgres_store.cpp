#include <fmt/core.h>

#include "kit/limits.hpp"
#include "store/database.hpp"
#include "store/pool.hpp"
#include "store/postgres_connection.hpp"
#include "store/queue_writer.hpp"

namespace jizhi::store {
namespace {

std::unique_ptr<Connection> connect_reader(std::string const& server) {
    auto made = std::make_unique<PostgresConnection>(server);
    made->script("SET default_transaction_read_only = on");
    return made;
}

class PostgresDatabase : public Database, public Store {
public:
    PostgresDatabase(std::string const& server, Parts const& parts)
        : place_{{}, server},
          pool_([server] { return connect_reader(server); }, limits::read_connections_max),
          writer_([server] { return std::make_unique<PostgresConnection>(server); }, parts, {}) {}

    Store& store() override { return *this; }
    Writer& writer() override { return writer_; }
    Place const& place() const override { return place_; }
    Lease read() override { return pool_.lend(); }
    void close_idle() override { pool_.close_idle(); }
    Dialect dialect() const override { return Dialect::postgres; }

private:
    Place place_;
    Pool pool_;
    QueueWriter writer_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(std::string const& server, Parts const& parts,
                                                Migrations const& migrations) {
    try {
        {
            PostgresConnection sql(server);
            TRY(steps, migrate(sql, migrations, parts.clock.now()));
            if (steps > 0) parts.log.info("schema migrated", {{"steps", std::int64_t{steps}}});
        }
        return std::make_unique<PostgresDatabase>(server, parts);
    } catch (Failure const& failure) {
        // The address may hold a password: it is not repeated.
        return fail("store.cannot_open", {},
                    fmt::format("连不上 PostgreSQL 数据库：{}", failure.what()),
                    fmt::format("the PostgreSQL database cannot be reached: {}", failure.what()));
    }
}

}  // namespace jizhi::store
