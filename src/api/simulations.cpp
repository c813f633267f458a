#include "api/simulations.hpp"

#include <algorithm>

#include "api/drafts.hpp"
#include "api/run_workbook.hpp"
#include "decision/rehearsals.hpp"
#include "decision/simulation.hpp"
#include "pack/draft.hpp"
#include "report/simulation_sheet.hpp"

namespace jizhi::api {
namespace {

constexpr std::int64_t changes_max = 500, changes_usual = 50;

Schema const asked_schema{"SimulationAsked", R"({
  "type": "object", "required": ["period", "region"], "additionalProperties": false,
  "properties": {
    "period": {"type": "string"}, "region": {"type": "string"},
    "drafts": {"type": "array", "items": {"type": "string"}},
    "base": {"type": "string"}, "files": {"type": "array", "items": {"type": "object"}},
    "edits": {"type": "array", "items": {"type": "object"}},
    "from": {"type": "integer"}, "limit": {"type": "integer"}}
})"};
Schema const simulation_schema{"Simulation", R"({
  "type": "object",
  "required": ["view", "title", "period", "as_of", "region", "columns", "members", "changed",
               "gain", "lose", "lost", "totals", "regions", "histogram", "changes"],
  "properties": {
    "view": {"type": "string"}, "title": "@Words", "period": {"type": "string"},
    "as_of": {"type": "string"}, "region": "@Place",
    "columns": {"type": "array", "items": "@RunColumn"},
    "members": {"type": "integer"}, "changed": {"type": "integer"}, "gain": {"type": "integer"},
    "lose": {"type": "integer"}, "lost": {"type": "integer"},
    "totals": {"type": "object", "additionalProperties": "@Sums"},
    "regions": {"type": "array", "items": "@SimulatedRegion"},
    "histogram": {"type": "array", "items": {
      "type": "object", "required": ["from", "to", "count"], "properties": {
        "from": {"type": ["string", "integer"]}, "to": {"type": ["string", "integer"]},
        "count": {"type": "integer"}}}},
    "changes": {"type": "array", "items": "@SimulatedChange"}}
})"};
Schema const sums_schema{"Sums", R"({
  "type": "object", "required": ["before", "after", "difference"], "properties": {
    "before": {"type": ["string", "integer", "null"]},
    "after": {"type": ["string", "integer", "null"]},
    "difference": {"type": ["string", "integer", "null"]}}
})"};
Schema const region_schema{"SimulatedRegion", R"({
  "type": "object", "required": ["code", "name", "level", "members", "changed", "totals"],
  "properties": {
    "code": {"type": "string"}, "name": {"type": "string"}, "level": {"type": "string"},
    "members": {"type": "integer"}, "changed": {"type": "integer"},
    "totals": {"type": "object", "additionalProperties": "@Sums"}}
})"};
Schema const change_schema{"SimulatedChange", R"({
  "type": "object", "required": ["record_id", "name", "region", "before", "after", "difference"],
  "properties": {
    "record_id": {"type": "string"}, "name": {"type": "string"}, "region": "@Place",
    "before": {"type": ["string", "integer", "null"]},
    "after": {"type": ["string", "integer", "null"]},
    "difference": {"type": ["string", "integer", "null"]}}
})"};
Schema const line_schema{"SimulationLine", R"({
  "type": "object", "required": ["record_id", "before", "after", "difference", "reasons"],
  "properties": {
    "record_id": {"type": "string"}, "before": "@SimulatedLine", "after": "@SimulatedLine",
    "difference": {"type": "object"}, "reasons": {"type": "array", "items": "@Words"}}
})"};
Schema const side_schema{"SimulatedLine", R"({
  "type": "object", "required": ["values", "steps"], "properties": {
    "values": {"type": "object"}, "steps": {"type": "array", "items": "@Step"}}
})"};

/// What the body asks to be changed: drafts that are kept, and edits that are not.
Result<std::vector<pack::Draft>> drafts_of(Context& context, Value const& body) {
    std::vector<pack::Draft> drafts;
    if (body["drafts"].is(Value::Type::list))
        for (auto const& id : body["drafts"].list()) {
            TRY(draft, pack::Drafts::find(context.read(), id.string_or("")));
            drafts.push_back(std::move(draft));
        }
    if (!body["files"].is_null() || !body["edits"].is_null()) {
        TRY(wanted, wanted_draft(context, body));
        pack::Draft unsaved;
        unsaved.pack = wanted.pack;
        unsaved.files = std::move(wanted.files);
        drafts.push_back(std::move(unsaved));
    }
    if (drafts.empty())
        return fail("simulation.bad_request", "drafts", "请选一份草稿，或写明要改什么",
                    "choose a draft, or say what to change");
    return drafts;
}

struct Rehearsed {
    std::shared_ptr<decision::Book const> book;
    std::shared_ptr<decision::Rehearsal const> rehearsal;
};

Result<Rehearsed> rehearsed(Context& context, Request const& request, Value const& body) {
    decision::RosterQuery asked;
    asked.view = request.path_value("view");
    asked.region = body["region"].string_or("");
    asked.period = body["period"].string_or("");
    auto const tree = context.app().regions->tree();
    if (tree->find(asked.region) == nullptr ||
        !context.actor().scope(people::Right::read).contains(*tree, asked.region))
        return fail("simulation.region.not_found", "region", "没有这个区域，或不在您的范围内",
                    "there is no such region, or it is outside your scope");
    TRY(drafts, drafts_of(context, body));
    TRY(book, pack::book_with(context.read(), drafts));
    TRY(rehearsal, context.app().rehearsals->get(context.read(), asked, book));
    return Rehearsed{book, rehearsal};
}

std::size_t bounded(Value const& given, std::int64_t usual, std::int64_t most) {
    auto const asked = given.is(Value::Type::number) ? given.number().to_integer() : std::nullopt;
    return static_cast<std::size_t>(std::clamp(asked.value_or(usual), std::int64_t{0}, most));
}

}  // namespace

/// POST /runs/{view}/simulation: what changed rules would do to everyone of a region. Nothing is
/// stored.
Response post_simulation(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    TRY_OR_PROBLEM(made, rehearsed(context, request, body));
    TRY_OR_PROBLEM(simulation, made.rehearsal->under(made.book));
    auto const tree = context.app().regions->tree();
    auto told = decision::to_value(*made.rehearsal, simulation, *tree).context();
    auto const from = bounded(body["from"], 0, INT32_MAX);
    told.put("changes",
             decision::changes_to_value(*made.rehearsal, simulation, *tree, from,
                                        bounded(body["limit"], changes_usual, changes_max)));
    return Response::json(200, Value(std::move(told)));
}

/// POST /runs/{view}/simulation/lines/{record}: one of them, with the reasons before and after.
Response post_simulation_line(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    TRY_OR_PROBLEM(made, rehearsed(context, request, body));
    auto const& rehearsal = *made.rehearsal;
    auto const& record = request.path_value("record");
    auto const& members = rehearsal.roster().members();
    if (std::ranges::find(members, record, &decision::BoundRoster::Member::id) == members.end())
        return Response::problem({"simulation.line.not_found", record, "这次推演里没有这个人",
                                  "this person is not in the rehearsal"});
    TRY_OR_PROBLEM(before, rehearsal.explain(context.read(), record, rehearsal.book()));
    TRY_OR_PROBLEM(after, rehearsal.explain(context.read(), record, made.book));
    auto const& view = rehearsal.view();
    auto const was = view.by_id(before.values), is = view.by_id(after.values);
    return Response::json(
        200,
        Value(Object{{"record_id", record},
                      {"before", Object{{"values", was}, {"steps", before.steps}}},
                      {"after", Object{{"values", is}, {"steps", after.steps}}},
                      {"difference", decision::difference_of(was, is)},
                      {"reasons", decision::reasons_of_difference(before.steps, after.steps,
                                                    decision::Beside::rules_in_force)}}));
}

/// POST /runs/{view}/simulation/export: all of them as a workbook; it is logged.
Response post_simulation_export(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const tree = context.app().regions->tree();
    auto const region = body["region"].string_or("");
    if (!context.actor().scope(people::Right::export_).contains(*tree, region))
        return Response::problem({"simulation.region.not_found", "region",
                                  "没有这个区域，或不在您的范围内",
                                  "there is no such region, or it is outside your scope"});
    TRY_OR_PROBLEM(made, rehearsed(context, request, body));
    TRY_OR_PROBLEM(simulation, made.rehearsal->under(made.book));
    auto const view = request.path_value("view");
    return hand_over(
        context, {.command = "simulation.export",
                  .payload = Object{{"view", view}, {"asked", body}},
                  .view = view,
                  .subject = "simulation",
                  .region = region,
                  .lines = simulation.changes.size(),
                  .file = view + "-simulation",
                  .sheets = report::simulation_sheets({*made.rehearsal, simulation, *tree,
                                                       context.language(), context.app().demo})});
}

}  // namespace jizhi::api
