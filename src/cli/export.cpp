#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "cli/place.hpp"
#include "cli/services.hpp"
#include "cli/subcommand.hpp"
#include "kit/ids.hpp"
#include "kit/limits.hpp"
#include "people/demo_account.hpp"
#include "record/extra.hpp"
#include "report/record_sheet.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::cli {
namespace {

Result<record::Query> query_of(Arguments const& given, std::string const& day) {
    record::Query query;
    query.scope.everything = true;
    query.today = day;
    query.region = given.text("--region");
    query.ended = given.has("--ended");
    query.total = false;
    query.limit = static_cast<std::int64_t>(limits::page_rows_max);
    if (!given.has("--filter")) return query;
    TRY(json, parse_json(given.text("--filter")));
    TRY(filters, record::parse_filters(json));
    query.filters = std::move(filters);
    return query;
}

Result<std::vector<record::Row>> rows_of(api::App const& app, record::RecordType const& type,
                                         record::Query query,
                                         std::vector<std::string> const& columns) {
    auto const catalog = app.catalogs->now();
    auto const read = app.store->read();
    std::vector<record::Row> rows;
    do {
        TRY(page, record::query(*read, *catalog, *app.keys, type, query));
        CHECK_OK(record::add_extra_columns(*read, *catalog, *app.keys, type, columns, query.today,
                                           page.rows));
        std::move(page.rows.begin(), page.rows.end(), std::back_inserter(rows));
        query.cursor = page.next;
    } while (!query.cursor.empty());
    return rows;
}

/// Who carried how many rows away stands in the log, as it does for the pages.
Result<void> note(api::App const& app, record::RecordType const& type, std::size_t count) {
    store::Command const command{.id = app.ids->next(),
                                 .name = "record.export",
                                 .actor = "system",
                                 .on_behalf_of = {},
                                 .payload = {}};
    auto const done = app.writer->run(command, [&](store::Tx& tx) -> Result<Value> {
        tx.append({.subject_type = type.id,
                   .subject_id = {},
                   .region = {},
                   .activity = "export",
                   .lifecycle = "complete",
                   .delta = Context{{"rows", static_cast<std::int64_t>(count)}}});
        return Value();
    });
    if (!done) return std::unexpected(done.error());
    return {};
}

int export_records(Arguments const& given) {
    World world;
    auto const path = given.text("FILE");
    TRY_OR_FAIL(opened, open_database(given, world));
    TRY_OR_FAIL(app, make_app(opened, world));
    auto const catalog = app->catalogs->now();
    TRY_OR_FAIL(type, catalog->require(given.text("TYPE")));
    TRY_OR_FAIL(query, query_of(given, to_text(Date{today(*app)})));
    auto const columns = report::sheet_columns(*catalog, *type, given.text("--columns"));
    TRY_OR_FAIL(rows, rows_of(*app, *type, query, report::column_ids(columns)));
    auto const tree = app->regions->tree();
    auto const read = app->store->read();
    record::Display display(*read, *catalog, *app->keys, *tree);
    auto const sheet = report::record_sheet(display, *type, columns, rows,
                                            given.text("--language", "zh"), app->demo);
    TRY_OR_FAIL(bytes, report::sheet_file(sheet, path.ends_with(".csv")));
    if (auto const noted = note(*app, *type, rows.size()); !noted) return failed(noted.error());
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush())
        return failed({"export.file", path, "文件写不进去", "the file cannot be written"});
    fmt::print("{} rows in {}\n", rows.size(), path);
    return exit_fine;
}

Subcommand const declared{
    "export",
    "Write records as a spreadsheet (XLSX or CSV); sealed fields stay masked",
    {argument("TYPE", "record type"), argument("FILE", "the spreadsheet; .csv for CSV"),
     data_option, db_option, keys_option, option("--region", "CODE", "only this region and below"),
     option("--filter", "JSON", "as in the API: {\"level\": {\"ge\": 4}}"),
     option("--columns", "IDS", "fields, parted by commas (default: those that lists show)"),
     option("--language", "zh|en", "of titles (default: zh)"), flag("--ended", "ended rows too")},
    export_records};

}  // namespace
}  // namespace jizhi::cli
