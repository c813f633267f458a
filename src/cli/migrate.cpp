#include <fmt/format.h>

#include "cli/place.hpp"

namespace jizhi::cli {
namespace {

int migrate(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    auto const steps = opened.database->store().read()->integer("SELECT count(*) FROM migration");
    fmt::print("数据库结构已是最新 the schema is up to date: {} 步 steps\n", steps);
    return exit_fine;
}

Subcommand const declared{"migrate",
                          "Bring the schema of a database up to date (serve does it too)",
                          {data_option, db_option, keys_option},
                          migrate};

}  // namespace
}  // namespace jizhi::cli
