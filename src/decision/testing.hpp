#pragma once
#include <memory>
#include <string>

#include "decision/apply.hpp"
#include "decision/differing.hpp"
#include "decision/runs.hpp"
#include "decision/schema.hpp"
#include "record/testing.hpp"

namespace jizhi::decision::testing {

/// Boats with trips and a rank that rules decide; a monthly run of what they owe. Invented, and as
/// far from any shipped pack as can be.
inline constexpr std::string_view boats = R"yaml(
dictionary: hull
title: { zh: 船体, en: Hull }
codes: [ { code: wood, zh: 木船, en: Wooden }, { code: steel, zh: 铁船, en: Steel } ]
---
record: boat
title: { zh: 船, en: Boat }
region: { level: community, field: berth }
children: [ trip, carried_over ]
label: name
search: [ name ]
sort: [ name ]
starts_with: launched_on
ends_with: sunk_on
bind:
  standing: { hull: hull, trips: count(trip), as_of: as_of }
  dues: { rank: rank, trips: "count(trip[on_day >= period.start and on_day <= period.end])" }
fields:
  name: { type: text, required: true, title: { zh: 船名, en: Name } }
  berth: { type: region, required: true, title: { zh: 泊位, en: Berth } }
  hull: { type: code, dictionary: hull, title: { zh: 船体, en: Hull } }
  rank: { type: integer, decided_by: standing.rank, title: { zh: 船级, en: Rank } }
  launched_on: { type: date, required: true, title: { zh: 下水日期, en: Launched on } }
  sunk_on: { type: date, title: { zh: 沉没日期, en: Sunk on } }
  plan: { type: file, media: [ application/pdf ], list: false, title: { zh: 图纸, en: Plan } }
---
record: trip
title: { zh: 航次, en: Trip }
parent: boat
starts_with: on_day
fields:
  on_day: { type: date, required: true, title: { zh: 日期, en: Day } }
---
record: carried_over
title: { zh: 结转, en: Carried over }
parent: boat
fields:
  year: { type: integer, required: true, title: { zh: 年, en: Year } }
  paid: { type: money, title: { zh: 已付, en: Paid } }
  months: { type: integer, title: { zh: 月数, en: Months } }
)yaml";

inline constexpr std::string_view dues_view = R"yaml(
period: month
decision: dues
where: 'sunk_on = null or sunk_on >= period.start'
columns:
  - { id: owed, value: owed, type: money, total: true, main: true, title: { zh: 应缴, en: Owed } }
  - { id: so_far, value: so_far, type: money, hidden: true, title: { zh: 累计, en: So far } }
accumulate: { paid_before: owed }
opening: { record: carried_over, where: 'year = period.year', values: { paid_before: paid } }
opening_months: months
inputs: { months_before: accumulated.count_all }
)yaml";

inline constexpr std::string_view standing_dmn = R"xml(<definitions
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:jizhi="urn:jizhi:dmn:1"
 namespace="urn:test:standing" name="standing">
<inputData id="hull" name="hull"><variable name="hull" typeRef="string"/></inputData>
<inputData id="trips" name="trips"><variable name="trips" typeRef="number"/></inputData>
<inputData id="as_of" name="as_of"><variable name="as_of" typeRef="date"/></inputData>
<decision id="base" name="base"><extensionElements><jizhi:title zh="起点表" en="Start"/>
</extensionElements>
<variable name="base"/><informationRequirement><requiredInput href="#hull"/>
</informationRequirement>
<decisionTable hitPolicy="FIRST"><input label="船体"><inputExpression><text>hull</text>
</inputExpression></input>
<output/><annotation name="zh"/><annotation name="en"/><annotation name="amount"/>
<rule id="steel"><inputEntry><text>"steel"</text></inputEntry><outputEntry>
<text>param("steel_rank")</text></outputEntry>
<annotationEntry><text>{hull | code hull}从 {base} 级起</text></annotationEntry><annotationEntry>
<text>{hull | code hull} starts at {base}</text></annotationEntry><annotationEntry>
<text>base</text></annotationEntry></rule>
<rule id="other"><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry>
<annotationEntry><text>从 1 级起</text></annotationEntry><annotationEntry><text>Starts at 1</text>
</annotationEntry><annotationEntry><text>1</text></annotationEntry></rule>
</decisionTable></decision>
<decision id="standing" name="standing"><variable name="standing"/>
<informationRequirement><requiredDecision href="#base"/></informationRequirement>
<informationRequirement><requiredInput href="#trips"/></informationRequirement>
<context><contextEntry><extensionElements>
<jizhi:reason zh="{trips} 个航次，升 {trips} 级" en="{trips} trips, up {trips}"
 amount="trips | signed" when="trips &gt; 0"/>
</extensionElements>
<variable name="rank"/><literalExpression><text>base + trips</text></literalExpression>
</contextEntry></context></decision>
</definitions>)xml";

inline constexpr std::string_view dues_dmn = R"xml(<definitions
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:jizhi="urn:jizhi:dmn:1"
 namespace="urn:test:dues" name="dues">
<inputData id="rank" name="rank"><variable name="rank" typeRef="number"/></inputData>
<inputData id="trips" name="trips"><variable name="trips" typeRef="number"/></inputData>
<inputData id="paid_before" name="paid_before"><variable name="paid_before" typeRef="number"/>
</inputData>
<inputData id="months_before" name="months_before">
<variable name="months_before" typeRef="number"/></inputData>
<decision id="dues" name="dues"><variable name="dues"/>
<informationRequirement><requiredInput href="#rank"/></informationRequirement>
<informationRequirement><requiredInput href="#trips"/></informationRequirement>
<informationRequirement><requiredInput href="#paid_before"/></informationRequirement>
<informationRequirement><requiredInput href="#months_before"/></informationRequirement>
<context>
<contextEntry><extensionElements>
<jizhi:reason zh='{rank} 级，每级 {param("rate") | money}' en='rank {rank} at {param("rate") | money}'
 amount="owed | money"/>
</extensionElements>
<variable name="owed"/><literalExpression><text>rank * param("rate") + trips</text>
</literalExpression></contextEntry>
<contextEntry><variable name="so_far"/><literalExpression><text>paid_before + owed</text>
</literalExpression></contextEntry>
<contextEntry><variable name="months"/><literalExpression><text>months_before + 1</text>
</literalExpression></contextEntry>
</context></decision></definitions>)xml";

inline constexpr std::string_view steel_rank_yaml = R"yaml(
parameter: steel_rank
title: { zh: 铁船起点, en: Start of steel }
values: [ { from: 2020-01-01, value: 3, basis: { class: example, text: { zh: 示例, en: Example } } } ]
)yaml";
inline constexpr std::string_view rate_yaml = R"yaml(
parameter: rate
title: { zh: 费率, en: Rate }
values:
  - from: 2020-01-01
    value: 100.5
    basis: { class: official, text: { zh: 港规, en: Port rules }, clause: 第二条 }
)yaml";

/// The boats' records, rules and runs on a store of either kind.
class WithDecisions : public record::testing::WithRecords {
protected:
    void start_boats() {
        database_is_made();
        if (HasFatalFailure()) return;
        declare_boats();
        if (HasFatalFailure()) return;
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            TRY(divisions, region::parse_divisions(record::testing::district_csv, "district.csv"));
            CHECK_OK(region::load_divisions(tx, divisions, 0));
            CHECK_OK(record::ensure_tables(tx.sql(), *catalogs.now()));
            return Value();
        });
        ASSERT_TRUE(done) << done.error().en;
        regions.reload(*store().read(), record::date_of(clock.now()).day);
        deploy();
        runs.register_with(commands);
        desk.set_extra([this](store::Connection& sql, Subject const& subject,
                              DeployedModel const& model, Setting const& setting) {
            return runs.extra(sql, subject, model, setting);
        });
    }
    void declare_boats() {
        auto read = record::catalog_of(boats);
        ASSERT_TRUE(read) << read.error().where << " " << read.error().en;
        read->add(record::View{"dues", "decision_run", "boat", "test", {"规费", "Dues"},
                               to_value(*parse_yaml(std::string(dues_view), "dues.yaml"))});
        catalogs.swap(std::make_shared<record::Catalog const>(std::move(*read)));
    }
    void database_is_made() {
        open({region::migrations(), people::migrations(), record::migrations(), migrations()});
    }
    /// Puts the rules in force, with another rate or another model of ranks where one is given.
    void deploy(std::string_view rate = rate_yaml, std::string_view standing = standing_dmn) {
        Book::Builder builder;
        builder.add_model("", "standing", std::string(standing), "test", "standing.dmn");
        builder.add_model("", "dues", std::string(dues_dmn), "test", "dues.dmn");
        ASSERT_TRUE(builder.add_parameter("", *parse_yaml(std::string(steel_rank_yaml), "s.yaml")));
        ASSERT_TRUE(builder.add_parameter("", *parse_yaml(std::string(rate), "r.yaml")));
        auto book = builder.build();
        ASSERT_TRUE(book) << book.error().where << " " << book.error().en;
        auto const problems = check_binds(*catalogs.now(), **book);
        ASSERT_TRUE(problems.empty()) << problems.front().where << " " << problems.front().en;
        books.swap(*book);
    }
    std::string boat(std::string const& name, std::string const& hull = "steel",
                     std::string const& berth = "990001001001") {
        return created("boat", R"({"name": ")" + name + R"(", "hull": ")" + hull +
                                   R"(", "berth": ")" + berth +
                                   R"(", "launched_on": "2024-03-01"})");
    }
    void trip(std::string const& of, std::string const& day) {
        created("trip", R"({"on_day": ")" + day + R"("})", of);
    }
    Result<Value> applied(std::string const& id, std::string_view day,
                          people::Scope scope = everything()) {
        Apply asked{.type = "boat",
                    .id = id,
                    .model = "standing",
                    .effective_from = *parse_date(day),
                    .reason = "test",
                    .document = "",
                    .scope = std::move(scope)};
        return run([&](store::Tx& tx) { return apply(tx, desk, records, asked); });
    }
    Value state_on(std::string const& id, std::string_view day) {
        auto const catalog = catalogs.now();
        auto loaded = record::load(*store().read(), *catalog, keys, *catalog->type("boat"), id,
                                   {.as_of = *parse_date(day)});
        EXPECT_TRUE(loaded && *loaded);
        return loaded && *loaded ? **loaded : Value();
    }
    static people::Scope everything() {
        people::Scope scope;
        scope.everything = true;
        return scope;
    }

    Books books;
    Desk desk{books, catalogs, keys, regions, nullptr};
    Runs runs{desk};
    people::HeldCommands commands;
};

}  // namespace jizhi::decision::testing
