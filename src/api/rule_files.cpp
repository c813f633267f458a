#include "api/rule_files.hpp"

#include <algorithm>

#include "api/drafts.hpp"
#include "api/rules_place.hpp"
#include "api/words.hpp"
#include "decision/desk.hpp"
#include "dmn/reader.hpp"
#include "kit/text.hpp"
#include "pack/edit.hpp"
#include "pack/rule_history.hpp"
#include "pack/table_place.hpp"
#include "pack/table_sheet.hpp"
#include "people/account.hpp"
#include "report/sheet_reader.hpp"

namespace jizhi::api {
namespace {

constexpr std::string_view xlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
// A decision table is small: what is larger is another file.
constexpr report::SheetLimits sheet_limits{.file_bytes_max = 4U << 20U,
                                           .part_bytes_max = 16U << 20U,
                                           .rows_max = 2'100,
                                           .columns_max = 200,
                                           .cell_bytes_max = 32U << 10U};

Schema const model_schema{"RuleModel", R"({
  "type": "object", "required": ["pack", "model", "region", "path", "title", "xml"],
  "properties": {
    "pack": {"type": "string"}, "model": {"type": "string"}, "region": {"type": "string"},
    "path": {"type": "string"}, "title": "@Words", "xml": {"type": "string"}}
})"};
Schema const versions_schema{"RuleVersions", R"({"type": "array", "items": "@RuleVersion"})"};
Schema const rule_version_schema{"RuleVersion", R"({
  "type": "object",
  "required": ["pack", "version", "digest", "deployed_at", "deployed_by", "first", "changes"],
  "properties": {
    "pack": {"type": "string"}, "version": {"type": "string"}, "digest": {"type": "string"},
    "deployed_at": {"type": "string"}, "deployed_by": {"type": "string"},
    "first": {"type": "boolean"}, "changes": {"type": "array", "items": "@RuleChange"}}
})"};

std::string in_locality(std::string const& region, std::string const& path) {
    return region.empty() ? path : "localities/" + region + "/" + path;
}

std::string file_of(decision::DeployedModel const& model) {
    return "decisions/" + model.id + ".dmn";
}

Result<std::string> text_of(Context& context, RulesPlace const& place,
                            decision::DeployedModel const& model) {
    auto const path = in_locality(model.region, file_of(model));
    if (place.draft)
        if (auto const own = place.draft->files.find(path); own != place.draft->files.end())
            return own->second.string_or("");
    TRY(folder, pack::deployed_folder(context.read(), model.pack));
    auto const* text = folder.find(path);
    if (text == nullptr)
        return fail("decision.not_found", path, "没有这份规则文件", "there is no such file");
    return *text;
}

struct Table {
    decision::FoundRule rule;
    dmn::DecisionTable const* table = nullptr;
};

Result<Table> table_of(RulesPlace const& place, std::string const& id) {
    TRY(found, decision::find_rule(*place.book, place.path, id));
    auto const& logic = found.element->logic;
    auto const* table = logic ? std::get_if<dmn::DecisionTable>(&logic->body) : nullptr;
    if (table == nullptr)
        return fail("decision.not_found", id, "这条规则不是一张表", "this rule is no table");
    return Table{found, table};
}

/// What is wrong within this table, by the spreadsheet's cells.
std::vector<FieldError> wrong_cells(pack::Draft const& draft, std::string const& file,
                                    dmn::Element const& element, pack::SheetRows const& sheet) {
    std::vector<FieldError> cells;
    auto const where = "packs/" + draft.pack + "/" + file;
    auto const model = dmn::read_definitions(draft.files.at(file).string_or(""), where);
    if (!model) return cells;
    for (auto const& error : draft.errors) {
        if (!error.where.starts_with(where + ":")) continue;
        auto const place = pack::table_place(**model, error.where);
        if (!place || place->element->id != element.id || place->row >= sheet.rows.size()) continue;
        auto const row = sheet.rows[place->row];
        cells.push_back(
            {place->column ? pack::cell_name(row, *place->column) : std::to_string(row), error});
    }
    return cells;
}

/// The draft that a spreadsheet asks for, not yet stored.
Result<pack::Draft> draft_of(Context& context, RulesPlace const& place, std::string const& id,
                             List const& rules) {
    List const edits{Object{{"decision", id}, {"region", place.region}, {"rules", Value(rules)}}};
    pack::Draft draft;
    TRY(pack, pack::pack_of(pack::deployed_folders(context.read()), edits));
    draft.pack = pack;
    TRY(folder, pack::deployed_folder(context.read(), pack));
    auto const path_of = [&](std::string_view code) { return context.app().desk->path(code); };
    TRY(files, pack::edited_files(folder, edits, path_of));
    CHECK_OK(region_of(context, files));
    draft.files = files;
    auto const told = pack::differences(folder, files, {*place.book, *place.catalog, place.as_of});
    if (std::ranges::all_of(told, [](Value const& one) { return one["kind"] == Value("drawing"); }))
        return fail("draft.bad_request", id, "表格与现行规则没有差别，没有生成草稿",
                    "the spreadsheet says the same as the rule in force: no draft was made");
    CHECK_OK(pack::Drafts::inspect(context.read(), draft));
    return draft;
}

}  // namespace

/// GET /decisions/{id}/model: the file that holds the rule, to be drawn; `path` is where a change
/// made for the region goes.
Response get_decision_model(Context& context, Request const& request) {
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    TRY_OR_PROBLEM(found, decision::find_rule(*place.book, place.path, request.path_value("id")));
    auto const& model = *found.model;
    TRY_OR_PROBLEM(xml, text_of(context, place, model));
    auto const& title = model.main.title();
    return Response::json(200,
                          Object{{"pack", model.pack},
                                 {"model", model.id},
                                 {"region", model.region},
                                 {"path", in_locality(place.region, file_of(model))},
                                 {"title", Object{{"zh", title.zh.empty() ? model.id : title.zh},
                                                  {"en", title.en.empty() ? model.id : title.en}}},
                                 {"xml", xml}});
}

/// GET /decisions/{id}/versions: when the rule or a figure that it reads came or changed, and how.
Response get_decision_versions(Context& context, Request const& request) {
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    TRY_OR_PROBLEM(found, decision::find_rule(*place.book, place.path, request.path_value("id")));
    pack::RuleFiles asked{found.model->pack, found.model->id, {}, place.path};
    for (auto const& element : found.model->model.definitions().elements)
        for (auto const& name : decision::parameters_of(element)) asked.parameters.push_back(name);
    std::ranges::sort(asked.parameters);
    auto const twice = std::ranges::unique(asked.parameters);
    asked.parameters.erase(twice.begin(), twice.end());
    auto& sql = context.read();
    List made;
    for (auto& version :
         pack::rule_history(sql, asked, {*place.book, *place.catalog, place.as_of})) {
        auto const by = people::find_account(sql, version.deployed_by);
        made.push_back(Object{{"pack", asked.pack},
                              {"version", version.version},
                              {"digest", version.digest},
                              {"deployed_at", instant(version.deployed_at)},
                              {"deployed_by", by ? by->name : std::string()},
                              {"first", version.first},
                              {"changes", std::move(version.changes)}});
    }
    return Response::json(200, Value(std::move(made)));
}

/// GET /decisions/{id}/sheet: a table as a spreadsheet that can be changed and loaded again.
Response get_decision_sheet(Context& context, Request const& request) {
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    TRY_OR_PROBLEM(found, table_of(place, request.path_value("id")));
    auto layout = pack::table_sheet(*found.rule.element, *found.table, context.language());
    if (context.app().demo)
        layout.notes.emplace_back(context.in_language("演示数据", "Demonstration data"));
    auto const name = layout.name + ".xlsx";
    TRY_OR_PROBLEM(bytes, report::write_xlsx({layout}));
    return Response::file(name, std::string(xlsx), std::move(bytes));
}

/// POST /decisions/{id}/sheet: a changed spreadsheet becomes a new draft. Faulty cells are told,
/// and then no draft is made.
Response post_decision_sheet(Context& context, Request const& request) {
    auto const& id = request.path_value("id");
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    TRY_OR_PROBLEM(found, table_of(place, id));
    TRY_OR_PROBLEM(sheet, report::read_sheet(request.body, sheet_limits));
    auto const& element = *found.rule.element;
    TRY_OR_PROBLEM(rows, pack::read_table_sheet(sheet, element, *found.table));
    TRY_OR_PROBLEM(draft, draft_of(context, place, id, rows.rules));
    auto const file = in_locality(place.region, file_of(*found.rule.model));
    if (auto wrong = wrong_cells(draft, file, element, rows); !wrong.empty()) {
        auto const first = wrong.front().field;
        return Response::problem(
            {"table_sheet.cells", first, "有的格子写得不对，没有生成草稿；改好再载入",
             "some cells are wrong, so no draft was made; mend and load again"},
            std::move(wrong));
    }
    auto title = std::string(text::trim(request.query_value("title")));
    if (title.empty()) title = element.title.empty() ? element.name : element.title.zh;
    auto const payload = Object{{"decision", id}, {"title", title}, {"rules", Value(rows.rules)}};
    auto const make = [&](store::Tx& tx) -> Result<Value> {
        TRY(made, context.app().drafts->make(tx, title, draft.pack, draft.files));
        return made.to_value();
    };
    TRY_OR_PROBLEM(done, context.run("draft.make", payload, make));
    return Response::json(201, done);
}

}  // namespace jizhi::api
