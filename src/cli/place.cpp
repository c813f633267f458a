#include "cli/place.hpp"

#include "people/schema.hpp"
#include "region/schema.hpp"

namespace jizhi::cli {

Result<store::Place> place_of(Arguments const& given) {
    if (given.has("--data") && given.has("--db"))
        return fail("place.two", {}, "--data 与 --db 只能给出一个", "give either --data or --db, not both");
    if (given.has("--db")) return store::Place{{}, given.text("--db")};
    return store::Place{given.text("--data", "data"), {}};
}

std::filesystem::path keys_file(Arguments const& given, store::Place const& place) {
    if (given.has("--keys")) return given.text("--keys");
    return place.folder.empty() ? std::filesystem::path("jizhi.keys") : place.folder / "keys";
}

store::Migrations all_migrations() {
    return store::all_of({region::migrations(), people::migrations()});
}

Result<std::unique_ptr<store::Database>> open_database(store::Place const& place, World& world) {
    return store::open(place, {world.clock, world.ids, world.log}, all_migrations());
}

}  // namespace jizhi::cli
