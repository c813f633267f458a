#include "cli/place.hpp"

#include "audit/sealer.hpp"
#include "decision/schema.hpp"
#include "file/files.hpp"
#include "pack/deployment.hpp"
#include "people/schema.hpp"
#include "record/table.hpp"
#include "region/schema.hpp"
#include "report/imports.hpp"
#include "store/deployment_keys.hpp"

namespace jizhi::cli {

Result<store::Place> place_of(Arguments const& given) {
    if (given.has("--data") && given.has("--db"))
        return fail("place.two", {}, "--data 与 --db 只能给出一个",
                    "give either --data or --db, not both");
    if (given.has("--db")) return store::Place{{}, given.text("--db")};
    return store::Place{given.text("--data", "data"), {}};
}

std::filesystem::path keys_file(Arguments const& given, store::Place const& place) {
    if (given.has("--keys")) return given.text("--keys");
    return place.folder.empty() ? std::filesystem::path("jizhi.keys") : place.folder / "keys";
}

store::Migrations all_migrations() {
    return store::all_of({store::migrations(), audit::migrations(), region::migrations(),
                          people::migrations(), file::migrations(), record::migrations(),
                          decision::migrations(), report::migrations(), pack::migrations()});
}

Result<Opened> open_database(Arguments const& given, World& world) {
    TRY(place, place_of(given));
    TRY(database, store::open(place, {world.clock, world.ids, world.log}, all_migrations()));
    TRY(keys, store::deployment_keys(*database, keys_file(given, place), world.random));
    Opened opened{std::make_shared<store::Keys const>(std::move(keys)), std::move(database)};
    // From the first command on: an event that is not sealed would break the chain.
    opened.database->writer().watch(std::make_shared<audit::Sealer>(*opened.keys, world.random));
    return opened;
}

}  // namespace jizhi::cli
