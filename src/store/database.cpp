#include "store/database.hpp"

#include <cassert>

#include "store/postgres_connection.hpp"
#include "store/sqlite_connection.hpp"

namespace jizhi::store {

Result<std::unique_ptr<Database>> open(Place const& place, Parts const& parts,
                                       Migrations const& migrations) {
    assert(place.folder.empty() != place.server.empty());
    return place.server.empty() ? open_sqlite(place.folder, parts, migrations)
                                : open_postgres(place.server, parts, migrations);
}

std::unique_ptr<Connection> connect(Place const& place) {
    assert(place.folder.empty() != place.server.empty());
    if (!place.server.empty()) return std::make_unique<PostgresConnection>(place.server);
    std::filesystem::create_directories(place.folder);
    return std::make_unique<SqliteConnection>(sqlite_file(place.folder),
                                              SqliteConnection::Use::write);
}

}  // namespace jizhi::store
