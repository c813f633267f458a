#include "api/runs.hpp"

#include "api/run_workbook.hpp"
#include "decision/runs.hpp"
#include "region/regions.hpp"
#include "report/run_sheets.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr std::int64_t lines_max = 500;

Schema const run_schema{"Run", R"({
  "type": "object",
  "required": ["id", "view", "period", "region", "state", "made_by", "made_at", "proposal",
               "count", "problems", "totals"],
  "properties": {
    "id": {"type": "string"}, "view": {"type": "string"}, "period": {"type": "string"},
    "region": "@Place",
    "state": {"type": "string", "enum": ["draft", "proposed", "locked", "rejected"]},
    "as_of": {"type": "string"}, "made_by": {"type": "string"},
    "made_at": {"type": ["string", "null"]},
    "decided_by": {"type": "string"}, "decided_at": {"type": ["string", "null"]},
    "proposal": {"type": ["string", "null"]}, "count": {"type": "integer"},
    "problems": {"type": "integer"},
    "totals": {"type": "object", "additionalProperties": {"type": "string"}},
    "comparison": "@Comparison?",
    "caveats": {"type": ["array", "null"], "items": "@Caveat"}}
})"};
Schema const caveat_schema{"Caveat", R"({
  "type": "object", "required": ["class", "title"], "properties": {
    "class": {"type": "string", "enum": ["example", "draft", "repost"]},
    "parameter": {"type": ["string", "null"]}, "region": {"type": "string"},
    "title": "@Words"}
})"};
Schema const comparison_schema{"Comparison", R"({
  "type": "object", "required": ["previous"],
  "properties": {
    "previous": {"type": ["object", "null"], "required": ["id", "period", "state", "regions"],
      "properties": {
        "id": {"type": "string"}, "period": {"type": "string"}, "state": {"type": "string"},
        "same_region": {"type": "boolean"}, "regions": {"type": "array", "items": "@Place"}}},
    "totals": {"type": "object", "additionalProperties": {
      "type": "object", "required": ["now", "before", "difference"], "properties": {
        "now": {"type": ["string", "null"]}, "before": {"type": ["string", "null"]},
        "difference": {"type": ["string", "null"]}}}},
    "added": {"type": "integer"}, "removed": {"type": "integer"}, "changed": {"type": "integer"},
    "unchanged": {"type": "integer"},
    "added_people": {"type": "array", "items": "@RunPerson"},
    "removed_people": {"type": "array", "items": "@RunPerson"}}
})"};
Schema const run_person_schema{"RunPerson", R"({
  "type": "object", "required": ["record_id", "name"],
  "properties": {"record_id": {"type": "string"}, "name": {"type": "string"}}
})"};
Schema const runs_schema{"Runs",
                         R"({"type": "array", "items": "@Run"})"};
Schema const new_run_schema{"NewRun", R"({
  "type": "object", "required": ["period", "region"], "additionalProperties": false,
  "properties": {"period": {"type": "string"}, "region": {"type": "string"}}
})"};
Schema const line_schema{"RunLine", R"({
  "type": "object",
  "required": ["record_id", "name", "region", "values", "previous", "difference", "changed",
               "problem", "reasons"],
  "properties": {
    "record_id": {"type": "string"}, "name": {"type": "string"}, "region": "@Place",
    "values": {"type": "object"}, "previous": {"type": ["object", "null"]},
    "difference": {"type": ["object", "null"]}, "changed": {"type": "boolean"},
    "problem": "@Words?", "reasons": {"type": "array", "items": "@Words"},
    "steps": {"type": "array", "items": "@Step"}, "run": "@Run"}
})"};
Schema const lines_schema{"RunLines", R"({
  "type": "object", "required": ["rows", "total", "next"], "properties": {
    "rows": {"type": "array", "items": "@RunLine"},
    "total": {"type": "integer"}, "next": {"type": ["string", "null"]}}
})"};
Schema const recompute_schema{"Recompute", R"({
  "type": "object", "required": ["known_on"], "additionalProperties": false,
  "properties": {"known_on": {"type": "string"}}
})"};
Schema const recomputed_schema{"Recomputed", R"({
  "type": "object", "properties": {
    "run": "@Run", "totals": {"type": "object"},
    "differing": {"type": "integer"}, "rows": {"type": "array"}}
})"};
Schema const proposed_schema{"RunProposed", R"({
  "type": "object", "properties": {
    "id": {"type": "string"}, "state": {"type": "string"}, "proposal": {"type": "string"}}
})"};

decision::Runs const& runs_of(Context& context) { return *context.app().runs; }

/// The run of the path, if the asker may read where it belongs. A run of another view is not found.
Result<decision::StoredRun> run_of(Context& context, Request const& request) {
    auto const scope = context.actor().scope(people::Right::read);
    TRY(run, runs_of(context).find(context.read(), request.path_value("id"), scope));
    if (run.view == request.path_value("view")) return run;
    return fail("run.not_found", run.id, "没有这次计算", "there is no such run");
}

std::string today_text(Context& context) { return to_text(Date{context.today()}); }

decision::LineQuery line_query(Request const& request) {
    decision::LineQuery asked;
    asked.q = request.query_value("q");
    asked.cursor = request.query_value("cursor");
    asked.only_changed = request.query_value("changed") == "1";
    asked.limit = request.limit(asked.limit, lines_max);
    return asked;
}

}  // namespace

/// GET /runs/{view}: the runs of one's regions, newest period first.
Response get_runs(Context& context, Request const& request) {
    TRY_OR_PROBLEM(made, runs_of(context).list(context.read(), request.path_value("view"),
                                               context.actor().scope(people::Right::read),
                                               request.query_value("region"), today_text(context)));
    return Response::json(200, made);
}

/// POST /runs/{view}: computes a period for a region; a draft of the same gives way.
Response post_run(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    decision::RosterQuery asked;
    asked.view = request.path_value("view");
    asked.region = body["region"].string_or("");
    asked.period = body["period"].string_or("");
    auto const tree = context.app().regions->tree();
    if (tree->find(asked.region) == nullptr ||
        !context.actor().scope(people::Right::propose).contains(*tree, asked.region))
        return Response::problem({"run.region.not_found", "region", "没有这个区域，或不在您的范围内",
                                  "there is no such region, or it is outside your scope"});
    TRY_OR_PROBLEM(roster, runs_of(context).compute(context.read(), asked));
    auto const payload = Object{{"view", asked.view}, {"asked", body}};
    TRY_OR_PROBLEM(made, context.run("run.create", payload, [&](store::Tx& tx) {
        return runs_of(context).create(tx, roster, context.actor());
    }));
    return Response::json(201, made);
}

/// GET /runs/{view}/{id}: head, totals, comparison with the period before.
Response get_run(Context& context, Request const& request) {
    TRY_OR_PROBLEM(run, run_of(context, request));
    return Response::json(200, runs_of(context).head(run));
}

/// DELETE /runs/{view}/{id}: a draft goes away.
Response delete_run(Context& context, Request const& request) {
    TRY_OR_PROBLEM(run, run_of(context, request));
    auto const scope = context.actor().scope(people::Right::propose);
    auto const payload = Object{{"run", run.id}};
    CHECK_OR_PROBLEM(context.run("run.discard", payload, [&](store::Tx& tx) {
        return runs_of(context).discard(tx, run.id, scope);
    }));
    Response done;
    done.status = 204;
    return done;
}

/// GET /runs/{view}/{id}/lines: who gets what, what was before and why it differs.
Response get_run_lines(Context& context, Request const& request) {
    TRY_OR_PROBLEM(run, run_of(context, request));
    TRY_OR_PROBLEM(made, runs_of(context).lines(context.read(), run,
                                                context.actor().scope(people::Right::read),
                                                line_query(request), today_text(context)));
    return Response::json(200, made);
}

/// GET /runs/{view}/{id}/lines/{record}: one line with its steps.
Response get_run_line(Context& context, Request const& request) {
    TRY_OR_PROBLEM(run, run_of(context, request));
    TRY_OR_PROBLEM(made, runs_of(context).line(context.read(), run,
                                               context.actor().scope(people::Right::read),
                                               request.path_value("record"), today_text(context)));
    return Response::json(200, made);
}

/// GET /runs/{view}/{id}/export: a workbook with a sheet for each street; it is logged.
Response get_run_export(Context& context, Request const& request) {
    TRY_OR_PROBLEM(run, run_of(context, request));
    auto const& runs = runs_of(context);
    TRY_OR_PROBLEM(view, decision::require_run_view(runs.desk(), run.view, run.region));
    decision::LineQuery every;
    every.limit = run.lines + 1;
    auto const lines = decision::list_lines(context.read(), run,
                                            context.actor().scope(people::Right::export_), every,
                                            today_text(context));
    auto const tree = context.app().regions->tree();
    auto const& app = context.app();
    return hand_over(context, {.command = "run.export",
                               .payload = Object{{"run", run.id}},
                               .view = run.view,
                               .subject = run.id,
                               .region = run.region,
                               .lines = lines.size(),
                               .file = run.view + "-" + run.period,
                               .sheets = report::run_sheets({view, run, lines, *tree,
                                                             context.language(), app.demo})});
}

/// POST /runs/{view}/{id}/proposal: hands the run to a second person.
Response post_run_proposal(Context& context, Request const& request) {
    TRY_OR_PROBLEM(run, run_of(context, request));
    TRY_OR_PROBLEM(steps, runs_of(context).steps_to_keep(context.read(), run.id));
    auto const payload = Object{{"run", run.id}};
    TRY_OR_PROBLEM(made, context.run("run.propose", payload, [&](store::Tx& tx) {
        return runs_of(context).propose(tx, *context.app().held_commands, run.id, context.actor(),
                                        steps);
    }));
    return Response::json(201, made);
}

/// POST /runs/{view}/{id}/recomputation: the period again as known on a day; only what differs.
Response post_run_recomputation(Context& context, Request const& request) {
    TRY_OR_PROBLEM(run, run_of(context, request));
    if (run.own_only)
        return Response::problem({"run.not_found", run.id, "没有这次计算，或不在您的范围内",
                                  "there is no such run, or it is outside your scope"});
    TRY_OR_PROBLEM(body, request.json());
    auto const day = parse_date(body["known_on"].string_or(""));
    if (!day)
        return Response::problem({"run.known_on.bad_request", "known_on", "known_on 应为日期",
                                  "known_on must be a date"});
    auto const end = (day->day + 1) * 86'400 - context.app().zone_offset_seconds;
    TRY_OR_PROBLEM(made, runs_of(context).recompute(context.read(), run, end * 1'000'000 - 1));
    return Response::json(200, made);
}

}  // namespace jizhi::api
