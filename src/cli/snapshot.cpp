#include <fmt/format.h>

#include "cli/place.hpp"
#include "cli/services.hpp"
#include "cli/subcommand.hpp"
#include "report/snapshots.hpp"

namespace jizhi::cli {
namespace {

int snapshot(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    TRY_OR_FAIL(app, make_app(opened, world));
    TRY_OR_FAIL(values, app->snapshots->take(given.text("MONTH"), Date{today(*app)}));
    fmt::print("{}: {} values frozen\n", given.text("MONTH"), values);
    return exit_fine;
}

Subcommand const declared{
    "snapshot",
    "Freeze the indicators of a past month (serve does it each month by itself)",
    {argument("MONTH", "a month that has ended, such as 2026-10"), data_option, db_option,
     keys_option},
    snapshot};

}  // namespace
}  // namespace jizhi::cli
