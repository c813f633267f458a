#include <fmt/format.h>

#include <fstream>

#include "cli/pack_fragment.hpp"
#include "cli/place.hpp"
#include "cli/services.hpp"
#include "cli/subcommand.hpp"
#include "decision/desk.hpp"
#include "decision/rehearsals.hpp"
#include "decision/simulation.hpp"
#include "feel/expression.hpp"
#include "pack/draft.hpp"
#include "pack/edit.hpp"
#include "pack/folder.hpp"
#include "pack/manifest.hpp"
#include "report/simulation_sheet.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::cli {
namespace {

Error wrong(std::string where, std::string zh, std::string en) {
    return {"cli.bad_request", std::move(where), std::move(zh), std::move(en)};
}

/// "base_wage=3200" or "rates={own: 0.08}" as an edit of the parameter from a day on. The value is
/// FEEL.
Result<Value> edit_of(std::string const& text, Arguments const& given, Date from) {
    auto const equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return std::unexpected(wrong(text, "--set 写成 参数=值", "--set is parameter=value"));
    TRY(code, feel::compile(text.substr(equals + 1), {}));
    feel::Environment environment;
    auto const value = code.evaluate(Context{}, environment);
    if (value.is_null())
        return std::unexpected(wrong(text, "等号后面应是一个值", "a value stands after the ="));
    return Value(Context{{"parameter", text.substr(0, equals)},
                         {"region", given.text("--for", "")},
                         {"from", to_text(from)},
                         {"value", value},
                         {"basis", Context{{"class", "draft"}, {"text", "推演"}}}});
}

/// A pack by its id, or by the folder that it stands in.
std::string pack_named(std::string const& given) {
    std::vector<Error> errors;
    auto const folder = pack::read_folder(given);
    return folder ? pack::parse_manifest(*folder, errors).id : given;
}

Result<std::vector<pack::Draft>> drafts_of(Arguments const& given, api::App const& app, Date from) {
    auto const sql = app.store->read();
    std::vector<pack::Draft> drafts;
    for (auto const& id : given.all("--draft")) {
        TRY(draft, pack::Drafts::find(*sql, id));
        drafts.push_back(std::move(draft));
    }
    auto const path_of = [&](std::string_view region) { return app.desk->path(region); };
    if (given.has("--change")) {
        auto const pack = pack_named(given.text("VIEW"));
        TRY(folder, pack::deployed_folder(*sql, pack));
        for (auto const& place : given.all("--change")) {
            TRY(draft, draft_of_fragment(place, folder, path_of));
            draft.pack = pack;
            drafts.push_back(std::move(draft));
        }
    }
    List edits;
    for (auto const& text : given.all("--set")) {
        TRY(edit, edit_of(text, given, from));
        edits.push_back(std::move(edit));
    }
    if (edits.empty()) return drafts;
    pack::Draft unsaved;
    TRY(pack, pack::pack_of(pack::deployed_folders(*sql), edits));
    TRY(folder, pack::deployed_folder(*sql, pack));
    TRY(files, pack::edited_files(folder, edits, path_of));
    unsaved.pack = pack;
    unsaved.files = files;
    drafts.push_back(std::move(unsaved));
    return drafts;
}

void print_totals(Value const& told, std::string_view key, int indent) {
    for (auto const& column : told["columns"].list()) {
        auto const sums = told[key][column["id"].string()];
        if (sums.is_null()) continue;
        fmt::print("{:{}}{}: {} -> {} ({})\n", "", indent, column["title"]["zh"].string(),
                   sums["before"].string_or(""), sums["after"].string_or(""),
                   sums["difference"].string_or(""));
    }
}

void print(Value const& told, Value const& changes) {
    fmt::print("{} {} {}: {} 人，有变化 {}，增加 {}，减少 {}，算不出 {}\n",
               told["region"]["name"].string_or(""), told["period"].string_or(""),
               told["title"]["zh"].string_or(""), to_json(told["members"]),
               to_json(told["changed"]), to_json(told["gain"]), to_json(told["lose"]),
               to_json(told["lost"]));
    print_totals(told, "totals", 2);
    for (auto const& bin : told["histogram"].list())
        fmt::print("  {:>12} .. {:>12}  {:>8}\n", bin["from"].string_or(""),
                   bin["to"].string_or(""), to_json(bin["count"]));
    for (auto const& change : changes.list())
        fmt::print("  {} {}: {} -> {} ({})\n", change["region"]["name"].string_or(""),
                   change["name"].string_or(""), change["before"].string_or("-"),
                   change["after"].string_or("-"), change["difference"].string_or("-"));
}

Result<void> write_sheet(std::string const& file, report::SimulationSheet const& asked) {
    TRY(bytes, report::write_xlsx(report::simulation_sheets(asked)));
    std::ofstream out(file, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush())
        return std::unexpected(wrong(file, "写不了这个文件", "this file cannot be written"));
    return {};
}

/// Whose roster: the place that is named, else the only one that has none above it.
Result<std::string> region_asked(Arguments const& given, region::Tree const& tree) {
    auto const tops = tree.children("");
    if (!given.has("--region") && tops.size() == 1) return tops.front()->code;
    auto code = given.text("--region");
    if (code.empty())
        return std::unexpected(wrong("--region", "请用 --region 写明哪个区域的人",
                                     "say with --region whose roster it is"));
    if (tree.find(code) == nullptr)
        return std::unexpected(wrong(code, "没有这个区域", "there is no such region"));
    return code;
}

/// The run that is named, or the one that computes a decision.
Result<std::string> view_asked(Arguments const& given, record::Catalog const& catalog) {
    auto const decision = given.text("--decision");
    if (decision.empty()) return given.text("VIEW");
    for (auto const* view : catalog.views())
        if (view->kind == "decision_run" && view->declared["decision"].string_or("") == decision)
            return view->id;
    return std::unexpected(
        wrong(decision, "没有按期计算这项规则的页面", "no run computes this decision"));
}

/// What is asked; the period is the one that is named or that has the day of --as-of.
Result<decision::RosterQuery> query_asked(Arguments const& given, api::App const& app) {
    TRY(region, region_asked(given, *app.regions->tree()));
    TRY(name, view_asked(given, *app.catalogs->now()));
    decision::RosterQuery asked{name, region, given.text("PERIOD"), {}};
    if (!asked.period.empty()) return asked;
    auto const day = parse_date(given.text("--as-of"));
    if (!day)
        return std::unexpected(wrong("--as-of", "请写明哪一期，或用 --as-of 写明日期",
                                     "name a period, or a day with --as-of"));
    TRY(view, decision::require_run_view(*app.desk, asked.view, asked.region));
    asked.period = view.period_of(*day).id;
    return asked;
}

int simulate(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    TRY_OR_FAIL(app, make_app(opened, world));
    TRY_OR_FAIL(asked, query_asked(given, *app));
    TRY_OR_FAIL(view, decision::require_run_view(*app->desk, asked.view, asked.region));
    TRY_OR_FAIL(period, view.period(asked.period));
    auto const from = parse_date(given.text("--from", to_text(period.start)));
    if (!from) return failed(wrong("--from", "--from 应为日期", "--from must be a date"));
    TRY_OR_FAIL(drafts, drafts_of(given, *app, *from));
    auto const sql = app->store->read();
    TRY_OR_FAIL(book, pack::book_with(*sql, drafts));
    TRY_OR_FAIL(rehearsal, app->rehearsals->get(*sql, asked, book));
    TRY_OR_FAIL(simulation, rehearsal->under(book));
    auto const tree = app->regions->tree();
    auto const told = decision::to_value(*rehearsal, simulation, *tree);
    auto const some = decision::changes_to_value(*rehearsal, simulation, *tree, 0, 10);
    if (given.has("--json"))
        fmt::print("{}\n", to_json(told));
    else
        print(told, some);
    if (!given.has("--out")) return exit_fine;
    CHECK_OR_FAIL(
        write_sheet(given.text("--out"), {*rehearsal, simulation, *tree, "zh", app->demo}));
    return exit_fine;
}

constexpr Option many(Option one) {
    one.many = true;
    return one;
}
constexpr Option may(Option one) {
    one.required = false;
    return one;
}

Subcommand const declared{
    "simulate",
    "What changed rules would do to everyone of a roster; nothing is stored",
    {argument("VIEW", "the run, such as payroll; with --decision the pack, by id or folder"),
     may(argument("PERIOD", "2026-10, 2026Q4 or 2026, as the run has it")),
     option("--decision", "NAME", "the decision whose run it is, instead of naming the run"),
     many(option("--change", "PLACE", "a fragment of the pack: a file of it, or a folder of such")),
     option("--as-of", "DATE", "a day of the period, instead of the period"),
     option("--region", "CODE", "whose roster (default: everybody, where one place is above all)"),
     many(option("--set", "PARAMETER=VALUE", "a figure that changes; the value is FEEL")),
     option("--from", "DATE", "from when --set holds (default: the period's first day)"),
     option("--for", "CODE", "the region that --set is for (default: everywhere)"),
     many(option("--draft", "ID", "a draft of pack files that is kept")),
     option("--out", "FILE", "everybody who changes, as a workbook"),
     flag("--json", "print the whole answer as JSON"), data_option, db_option, keys_option},
    simulate};

}  // namespace
}  // namespace jizhi::cli
