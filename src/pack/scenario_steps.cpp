#include <fmt/format.h>

#include <algorithm>

#include "decision/apply.hpp"
#include "pack/scenario_run.hpp"
#include "report/csv.hpp"
#include "report/import_plan.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::pack {
namespace {

std::string text_of(Node const& node, std::string_view key) {
    auto const* found = node.find(key);
    return found != nullptr && found->is_scalar() ? found->scalar : std::string();
}

/// The entries of a map as values; lists of maps (children) are left out.
Context fields_of(Node const& node) {
    Context values;
    for (auto const& entry : node.entries) {
        auto const children = entry.value.is_list() && !entry.value.items.empty() &&
                              entry.value.items.front().is_map();
        if (!children) values.put(entry.key, to_value(entry.value));
    }
    return values;
}

Context values_of(Node const& node) {
    auto const* values = node.find("values");
    return values == nullptr ? Context() : fields_of(*values);
}

}  // namespace

void ScenarioRun::given() {
    auto const* given = scenario_.node.find("given");
    auto const* records = given == nullptr ? nullptr : given->find("records");
    if (records == nullptr) return;
    for (auto const& entry : records->entries)
        for (auto const& row : entry.value.items) add_record(entry.key, row, {});
}

/// Given records are entered when they begin, but not after the first step.
Date ScenarioRun::last_given_day() const {
    auto const* steps = scenario_.node.find("when");
    auto const on =
        steps == nullptr || steps->items.empty() ? std::string() : text_of(steps->items[0], "on");
    constexpr Day far = 100'000;
    return parse_date(on).value_or(Date{far});
}

void ScenarioRun::add_record(std::string const& type, Node const& node, std::string const& parent) {
    auto const* declared = world_.catalog().type(type);
    if (declared == nullptr)
        return complain(node, "没有台账 " + type + " / there is no record type " + type);
    if (auto const* starts =
            declared->starts_with.empty() ? nullptr : node.find(declared->starts_with))
        if (auto const day = parse_date(starts->scalar); day && *day <= last_given_day())
            world_.go_to(*day);
    auto const made = world_.run("record.create", "system", [&](store::Tx& tx) -> Result<Value> {
        TRY(written, world_.records_.create(tx, {.type = type,
                                                 .values = fields_of(node),
                                                 .parent_id = parent,
                                                 .reason = "given",
                                                 .opening = true}));
        return Value(written.id);
    });
    if (!made) return complain(node, made.error());
    for (auto const& entry : node.entries) {
        auto const& children = declared->children;
        if (std::find(children.begin(), children.end(), entry.key) == children.end()) continue;
        for (auto const& row : entry.value.items) add_record(entry.key, row, made->string());
    }
}

void ScenarioRun::when() {
    auto const* steps = scenario_.node.find("when");
    if (steps == nullptr) return;
    for (auto const& node : steps->items) {
        auto const done = step(node);
        answers_.push_back(done ? std::nullopt : std::optional(done.error()));
        expected_.push_back(false);
    }
}

Result<Value> ScenarioRun::step(Node const& node) {
    if (auto const on = text_of(node, "on"); !on.empty()) {
        auto const day = parse_date(on);
        if (!day) return fail("scenario.on", node.where(), "on 应为日期", "on must be a date");
        world_.go_to(*day);
    }
    TRY(actor, world_.actor(text_of(node, "as")));
    if (node.find("create") != nullptr) return create(node, actor);
    if (node.find("change") != nullptr) return change(node, actor, "change", record::Kind::change);
    if (node.find("correct") != nullptr)
        return change(node, actor, "correct", record::Kind::correct);
    if (node.find("end") != nullptr) return change(node, actor, "end", record::Kind::end);
    if (node.find("apply") != nullptr) return apply(node, actor);
    if (node.find("import") != nullptr) return import_rows(node, actor);
    if (node.find("run") != nullptr) return run_period(node, actor);
    if (node.find("approve") != nullptr) return decide_proposals(node, actor, true);
    if (node.find("reject") != nullptr) return decide_proposals(node, actor, false);
    return fail("scenario.step", node.where(), "这一步不知道做什么",
                "this step does nothing that is known");
}

people::Scope ScenarioRun::scope(people::Actor const& actor, people::Right right) const {
    return actor.scope(right);
}

Result<Value> ScenarioRun::create(Node const& node, people::Actor const& actor) {
    auto const type_id = text_of(node, "create");
    TRY(type, world_.catalog().require(type_id));
    auto const allowed = scope(actor, people::Right::edit);
    std::string parent;
    if (!type->parent.empty()) {
        TRY(found, find_one(type->parent, node, {world_.today()}));
        parent = found.id;
        if (!allowed.contains(*world_.regions_.tree(), found.region))
            return fail("record.region.forbidden", found.region, "不在数据范围内",
                        "outside the scope");
    }
    auto const values = values_of(node);
    if (auto const* region = values.find(type->region_field);
        region != nullptr && !allowed.contains(*world_.regions_.tree(), region->string_or("")))
        return fail("record.region.forbidden", type->region_field, "不在数据范围内",
                    "outside the scope");
    return world_.run("record.create", actor.account_id, [&](store::Tx& tx) -> Result<Value> {
        TRY(written, world_.records_.create(tx, {.type = type_id,
                                                 .values = values,
                                                 .parent_id = parent,
                                                 .effective_from = text_of(node, "from"),
                                                 .reason = text_of(node, "reason")}));
        return Value(written.id);
    });
}

Result<Value> ScenarioRun::change(Node const& node, people::Actor const& actor,
                                  std::string_view verb, record::Kind kind) {
    auto const type = text_of(node, verb);
    TRY(found, find(type, node.find("where"), {world_.today()}));
    if (found.empty())
        return fail("scenario.nobody", node.where(), "没有符合的记录", "no record fits");
    for (auto const& each : found)
        if (!scope(actor, people::Right::edit).contains(*world_.regions_.tree(), each.region))
            return fail("record.region.forbidden", each.region, "不在数据范围内",
                        "outside the scope");
    return world_.run("record.change", actor.account_id, [&](store::Tx& tx) -> Result<Value> {
        for (auto const& each : found)
            CHECK_OK(world_.records_.change(tx, {.type = type,
                                                 .id = each.id,
                                                 .values = values_of(node),
                                                 .kind = kind,
                                                 .effective_from = text_of(node, "from"),
                                                 .reason = text_of(node, "reason")}));
        return Value();
    });
}

Result<Value> ScenarioRun::apply(Node const& node, people::Actor const& actor) {
    auto const type = text_of(node, "to");
    TRY(found, find(type, node.find("where"), {world_.today()}));
    if (found.empty())
        return fail("scenario.nobody", node.where(), "没有符合的记录", "no record fits");
    auto const from = parse_date(text_of(node, "from"));
    for (auto const& each : found) {
        decision::Apply const asked{.type = type,
                                    .id = each.id,
                                    .model = text_of(node, "apply"),
                                    .effective_from = from.value_or(world_.today()),
                                    .reason = text_of(node, "reason"),
                                    .document = {},
                                    .scope = scope(actor, people::Right::apply)};
        CHECK_OK(world_.run("decision.apply", actor.account_id, [&](store::Tx& tx) {
            return decision::apply(tx, world_.desk_, world_.records_, asked);
        }));
    }
    return Value();
}

Result<Value> ScenarioRun::import_rows(Node const& node, people::Actor const& actor) {
    TRY(type, world_.catalog().require(text_of(node, "import")));
    auto const* rows = node.find("rows");
    if (rows == nullptr)
        return fail("scenario.rows", node.where(), "缺少 rows", "rows are missing");
    report::Sheet sheet{"rows", {}};
    std::vector<std::string> titles;
    for (auto const& row : rows->items)
        for (auto const& entry : row.entries)
            if (std::find(titles.begin(), titles.end(), entry.key) == titles.end())
                titles.push_back(entry.key);
    report::Cells head;
    for (auto const& title : titles) head.push_back({report::Cell::Kind::text, title});
    sheet.rows.push_back(std::move(head));
    for (auto const& row : rows->items) {
        report::Cells cells;
        for (auto const& title : titles) {
            auto const text = text_of(row, title);
            cells.push_back(
                {text.empty() ? report::Cell::Kind::empty : report::Cell::Kind::text, text});
        }
        sheet.rows.push_back(std::move(cells));
    }
    auto const targets = report::import_targets(world_.catalog(), *type);
    auto const matching = report::match_columns(sheet, targets);
    auto const tree = world_.regions_.tree();
    auto const allowed = scope(actor, people::Right::import);
    return world_.run("import.commit", actor.account_id, [&](store::Tx& tx) -> Result<Value> {
        TRY(plan, report::plan_import(tx.sql(), {.sheet = sheet,
                                                 .head_row = matching.head_row,
                                                 .columns = matching.columns,
                                                 .catalog = world_.catalog(),
                                                 .type = *type,
                                                 .records = world_.records_,
                                                 .tree = *tree,
                                                 .scope = allowed,
                                                 .today = world_.today(),
                                                 .progress = {}}));
        for (auto const& problem : plan.problems)
            if (!problem.warning)
                return fail("import.bad_row", fmt::format("{} {}", problem.row, problem.column),
                            problem.zh, problem.en);
        CHECK_OK(report::carry_out(tx, plan, *type, world_.records_, "import"));
        return Value();
    });
}

Result<Value> ScenarioRun::run_period(Node const& node, people::Actor const& actor) {
    auto read = world_.store().read();
    decision::RosterQuery asked{
        text_of(node, "run"), text_of(node, "region"), text_of(node, "period"), {}};
    TRY(roster, world_.runs_.compute(*read, asked));
    read.reset();
    TRY(made, world_.run("run.create", actor.account_id,
                         [&](store::Tx& tx) { return world_.runs_.create(tx, roster, actor); }));
    auto const id = made["id"].string_or("");
    TRY(steps, world_.runs_.steps_to_keep(*world_.store().read(), id));
    return world_.run("run.propose", actor.account_id, [&](store::Tx& tx) {
        return world_.runs_.propose(tx, world_.held_, id, actor, steps);
    });
}

Result<Value> ScenarioRun::decide_proposals(Node const& node, people::Actor const& actor,
                                            bool yes) {
    auto const open =
        people::list_proposals(*world_.store().read(), actor, "open", to_text(world_.today()), 100);
    if (open.empty())
        return fail("scenario.no_proposal", node.where(), "没有待复核的事项",
                    "no proposal is open");
    auto const tree = world_.regions_.tree();
    for (auto const& proposal : open) {
        people::Decider const decider{world_.held_, *tree, actor};
        auto answer = world_.run("proposal.decide", actor.account_id, [&](store::Tx& tx) {
            return yes ? people::approve(tx, decider, proposal.id)
                       : people::reject(tx, decider, proposal.id, text_of(node, "reason"));
        });
        CHECK_OK(people::outcome_of(std::move(answer)));
    }
    return Value();
}

}  // namespace jizhi::pack
