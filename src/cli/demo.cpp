#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <fstream>

#include "cli/demo_city.hpp"
#include "cli/place.hpp"
#include "cli/services.hpp"
#include "cli/subcommand.hpp"
#include "pack/example_sheet.hpp"
#include "pack/shipped.hpp"
#include "people/account.hpp"
#include "people/demo_account.hpp"

namespace jizhi::cli {
namespace {

constexpr std::int64_t years_max = 10;

std::int64_t number_of(Arguments const& given, std::string_view name, std::int64_t otherwise) {
    auto const text = given.text(name);
    std::from_chars(text.data(), text.data() + text.size(), otherwise);
    return otherwise;
}

/// A spreadsheet to try the import with; needs no data folder.
int write_roster(Arguments const& given, World const& world) {
    auto const rows = number_of(given, "--rows", 10'000);
    auto const faulty = number_of(given, "--faulty", 300);
    std::string_view yaml;
    for (auto const& file : pack::demo_files())
        if (file.path == "roster.yaml") yaml = file.content;
    constexpr Micros per_day = 86'400'000'000;
    TRY_OR_FAIL(sheet, pack::make_example_sheet(yaml, "demo/roster.yaml", rows, faulty,
                                                Date{world.clock.now() / per_day}));
    TRY_OR_FAIL(bytes, report::write_xlsx({sheet.layout}));
    auto const path = given.text("--roster");
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush())
        return failed({"demo.roster", path, "文件写不进去", "the file cannot be written"});
    fmt::print("{}: {} rows, {} of them with a fault\n", path, rows, sheet.faults.size());
    return exit_fine;
}

int demo(Arguments const& given) {
    World world;
    if (given.has("--roster")) return write_roster(given, world);
    TRY_OR_FAIL(opened, open_database(given, world));
    TRY_OR_FAIL(packs, packs_of(given));
    TRY_OR_FAIL(app, make_app(opened, world, packs));
    if (app->regions->tree()->size() > 0)
        return failed({"demo.not_empty", given.text("--data"),
                       "这里已经有数据，演示城市只建在空的数据文件夹里",
                       "there is data here; the demo city is made in an empty data folder only"});
    auto const years = number_of(given, "--years", 0);
    if (years < 0 || years > years_max)
        return failed({"demo.years", "--years", fmt::format("年数应在 0 到 {} 之间", years_max),
                       fmt::format("--years takes 0 to {}", years_max)});
    auto const made = make_demo_city(*app, given.text("--city"), static_cast<int>(years),
                                     [](std::string_view line) {
                                         fmt::print("  {}\n", line);
                                         std::fflush(stdout);
                                     });
    if (!made) return failed(made.error());
    for (auto const& account : people::demo_accounts(*app->store->read()))
        fmt::print("  {:<10} {:<20} {}\n", account.login, account.password, account.title.zh);
    return exit_fine;
}

Subcommand const declared{
    "demo",
    "Make the demo city, or write a roster to try the import with",
    {data_option, db_option, keys_option, packs_option,
     option("--city", "DIR", "make the city that these files declare (as in demo/)"),
     option("--years", "N", "runs of so many years, locked (default: of the last months)"),
     option("--roster", "FILE", "write a spreadsheet as an office keeps it, and nothing else"),
     option("--rows", "N", "its rows (default: 10000)"),
     option("--faulty", "N", "rows with a fault (default: 300)")},
    demo};

}  // namespace
}  // namespace jizhi::cli
