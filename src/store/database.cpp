#include "store/database.hpp"

#include <cassert>

namespace jizhi::store {

Result<std::unique_ptr<Database>> open(Place const& place, Parts const& parts,
                                       Migrations const& migrations) {
    assert(place.folder.empty() != place.server.empty());
    return place.server.empty() ? open_sqlite(place.folder, parts, migrations)
                                : open_postgres(place.server, parts, migrations);
}

}  // namespace jizhi::store
