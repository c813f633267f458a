#include <fmt/format.h>
#include <malloc.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>

#include "calendar/holidays.hpp"
#include "cli/place.hpp"
#include "cli/services.hpp"
#include "cli/subcommand.hpp"
#include "kit/ids.hpp"
#include "kit/text.hpp"
#include "people/actor.hpp"
#include "report/import_file.hpp"
#include "report/import_plan.hpp"
#include "report/sheet_reader.hpp"

namespace jizhi::cli {
namespace {

using report::RowPlan;

constexpr int memory_step_bytes = 8 << 20;

Result<std::string> read_file(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return fail("import.file", path, "文件打不开", "the file cannot be opened");
    return std::string(std::istreambuf_iterator<char>(in), {});
}

void print(report::ImportPlan const& plan) {
    for (auto const& problem : plan.problems)
        fmt::print("  row {:>5}  {:<16} {}{} ({})\n", problem.row, problem.column,
                   problem.warning ? "[!] " : "", problem.zh, problem.value);
    fmt::print("{} new, {} changed, {} unchanged, {} with errors\n",
               plan.count(RowPlan::Kind::create), plan.count(RowPlan::Kind::update),
               plan.count(RowPlan::Kind::unchanged), plan.count(RowPlan::Kind::bad));
}

Result<void> write_rejected(std::string const& path, report::Sheet const& sheet,
                            std::size_t head_row, report::ImportPlan const& plan) {
    auto const outcome = report::outcome_value(plan, plan.problems.size());
    TRY(bytes, report::write_xlsx({report::rejected_layout(sheet, head_row, outcome["errors"])}));
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) return fail("import.file", path, "文件写不进去", "the file cannot be written");
    return {};
}

/// Checks and, unless it is a dry run, takes the rows: one command, all or nothing.
Result<report::ImportPlan> take(api::App& app, report::Sheet const& sheet,
                                report::Matching const& matching,
                                record::RecordType const& type, Arguments const& given) {
    auto const catalog = app.catalogs->now();
    auto const tree = app.regions->tree();
    people::Scope everywhere;
    everywhere.everything = true;
    report::ImportInput const input{sheet,       matching.head_row, matching.columns,
                                    *catalog,    type,              *app.records,
                                    *tree,       everywhere,        Date{today(app)},
                                    nullptr};
    TRY(plan, report::plan_import(*app.store->read(), input));
    auto const bad = plan.count(RowPlan::Kind::bad);
    if (given.has("--dry-run") || (bad > 0 && !given.has("--good"))) return plan;
    auto const carry_out = [&](store::Tx& tx) -> Result<Value> {
        if (!report::still_holds(tx.sql(), plan, type))
            return fail("import.moved_on", given.text("FILE"),
                        "检查之后有人改了这些记录，什么也没有导入，请再执行一次",
                        "records were changed while the file was checked; nothing was imported, "
                        "run it again");
        CHECK_OK(report::carry_out(tx, plan, type, *app.records, "导入 " + given.text("FILE")));
        return Value(true);
    };
    CHECK_OK(app.writer->run({.id = app.ids->next(), .name = "import", .actor = "system",
                              .on_behalf_of = {}, .payload = {}},
                             carry_out));
    return plan;
}

/// Asks once for what rows are found by. Letters are kept: those that take long to find, of rare
/// characters, are then there when the rows are written.
void learn_initials(report::Sheet const& sheet) {
    for (auto const& row : sheet.rows)
        for (auto const& cell : row) (void)text::initials(cell.text);
}

int import(Arguments const& given) {
    // Memory only grows here: in large steps, and in one place. Threads of their own arenas would
    // ask the system for each page.
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TOP_PAD, memory_step_bytes);
    World world;
    TRY_OR_FAIL(bytes, read_file(given.text("FILE")));
    // What needs nothing of each other goes side by side.
    auto reading = std::async(std::launch::async, [&] { return report::read_sheet(bytes); });
    TRY_OR_FAIL(opened, open_database(given, world));
    TRY_OR_FAIL(app, make_app(opened, world));
    auto const catalog = app->catalogs->now();
    TRY_OR_FAIL(type, catalog->require(given.text("TYPE")));
    TRY_OR_FAIL(sheet, reading.get());
    auto const learning = std::async(std::launch::async, [&] { learn_initials(sheet); });
    auto const matching = report::match_columns(sheet, report::import_targets(*catalog, *type));
    TRY_OR_FAIL(plan, take(*app, sheet, matching, *type, given));
    print(plan);
    auto const bad = plan.count(RowPlan::Kind::bad);
    if (bad == 0) return exit_fine;
    auto const path = given.text("--rejected");
    if (!path.empty()) {
        auto const written = write_rejected(path, sheet, matching.head_row, plan);
        if (!written) return failed(written.error());
    }
    if (given.has("--dry-run")) return exit_fine;
    if (!given.has("--good"))
        fmt::print("nothing was imported: mend the rows, or take the good ones with --good\n"
                   "什么也没有导入：请改好再来，或用 --good 只收没有问题的行\n");
    return given.has("--good") ? exit_fine : exit_failed;
}

Subcommand const declared{"import",
                          "Take records in from a spreadsheet (XLSX or CSV)",
                          {argument("TYPE", "record type"), argument("FILE", "the spreadsheet"),
                           data_option, db_option, keys_option,
                           flag("--dry-run", "only say what would happen"),
                           flag("--good", "take the good rows and leave the bad ones"),
                           option("--rejected", "FILE", "write the bad rows with their reasons")},
                          import};

}  // namespace
}  // namespace jizhi::cli
