#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "cli/place.hpp"
#include "cli/subcommand.hpp"
#include "region/load.hpp"
#include "value/temporal.hpp"

namespace jizhi::cli {
namespace {

/// Lists of the first load hold since ever: records of years ago belong somewhere too.
constexpr char const* since_ever = "1949-10-01";

Result<std::string> text_of(std::string const& path) {
    auto file = std::ifstream(path, std::ios::binary);
    if (!file) return fail("file.not_found", path, "打不开这个文件", "cannot open this file");
    auto text = std::stringstream{};
    text << file.rdbuf();
    return text.str();
}

int load(Arguments const& given) {
    World world;
    auto const from = parse_date(given.text("--from", since_ever));
    if (!from)
        return failed({"region.date_bad", "--from", "日期应写作 2026-01-05",
                       "write the date as 2026-01-05"});
    TRY_OR_FAIL(csv, text_of(given.text("FILE")));
    TRY_OR_FAIL(divisions, region::parse_divisions(csv, given.text("FILE")));
    TRY_OR_FAIL(opened, open_database(given, world));
    auto const command = store::Command{
        .id = world.ids.next(), .name = "region.load", .actor = "system", .on_behalf_of = {},
        .payload = {}};
    auto loaded = region::Loaded{};
    TRY_OR_FAIL(done, opened.database->writer().run(command, [&](store::Tx& tx) -> Result<Value> {
        TRY(counts, region::load_divisions(tx, divisions, from->day));
        loaded = counts;
        return Value{};
    }));
    fmt::print("{} added, {} renamed, {} moved, {} unchanged\n", loaded.added, loaded.renamed,
               loaded.moved, loaded.unchanged);
    return done.is_null() ? exit_fine : exit_failed;
}

Subcommand const regions_load{
    "regions load", "take in a list of divisions: CSV with code,name,level,parent",
    {argument("FILE", "the list, UTF-8"),
     option("--from", "DATE", "from when what differs holds (default: since ever)"), data_option,
     db_option, keys_option},
    load};

}  // namespace
}  // namespace jizhi::cli
