#include "dmn/columnar.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "feel/column_encoder.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

using Rows = std::vector<std::vector<Value>>;  // by row

std::string wrap(std::string_view body) {
    return fmt::format(R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
 namespace="urn:test" name="test">{}</definitions>)",
                       body);
}

std::string input(std::string_view name) {
    return fmt::format(R"(<inputData id="{0}" name="{0}"><variable name="{0}"/></inputData>)",
                       name);
}

std::string needs(std::string_view names) {
    std::string made;
    for (auto const c : names)
        made += fmt::format(
            R"(<informationRequirement><requiredInput href="#{}"/></informationRequirement>)", c);
    return made;
}

std::string escaped(std::string_view text) {
    std::string made;
    for (auto const c : text) made += c == '<' ? "&lt;" : std::string(1, c);
    return made;
}

/// The same rows by both back ends, in blocks, the inputs coded or not.
void expect_same(std::string const& xml, Rows const& rows, bool coded) {
    auto const model = Model::parse(xml, "test.dmn");
    ASSERT_TRUE(model) << model.error().where << " " << model.error().en;
    auto const decision = model->decision("d");
    ASSERT_TRUE(decision);
    BatchDecision const batch(*decision);
    feel::Environment environment, alone;
    BatchRun run(batch, environment);
    auto const width = decision->inputs().size();
    std::vector<std::unique_ptr<feel::ColumnEncoder>> encoders;
    for (std::size_t i = 0; i < width; ++i)
        encoders.push_back(std::make_unique<feel::ColumnEncoder>(run.batch()));
    for (std::size_t from = 0; from < rows.size(); from += feel::block_rows) {
        auto const here = std::min(feel::block_rows, rows.size() - from);
        run.begin(here);
        std::vector<feel::Column> columns;
        for (std::size_t i = 0; i < width; ++i) {
            std::vector<Value> values;
            for (std::size_t row = 0; row < here; ++row) values.push_back(rows[from + row][i]);
            columns.push_back(coded ? encoders[i]->encode(values)
                                    : feel::column_of(std::move(values)));
        }
        auto const made = run.evaluate(columns);
        for (std::size_t row = 0; row < here; ++row) {
            auto const outcome = decision->evaluate(rows[from + row], alone, TraceLevel::matched);
            ASSERT_TRUE(feel::identical(made.value.at(row), outcome.value))
                << xml << "\nrow " << from + row << ": " << to_literal(made.value.at(row))
                << " is not " << to_literal(outcome.value) << " for "
                << to_literal(Value(List(rows[from + row])));
            ASSERT_EQ(made.told && made.told[row] != 0, !outcome.diagnostics.empty())
                << xml << "\nrow " << from + row << to_literal(Value(List(rows[from + row])));
            if (outcome.steps.size() == 1 && run.hits().size() == 1) {
                ASSERT_EQ(run.hits()[0].rules.at(row).integer_or(-1),
                          std::int64_t{outcome.steps[0].rule});
            }
        }
    }
}

class RandomTable {
public:
    explicit RandomTable(std::uint32_t seed) : random_(seed) {}

    std::uint32_t pick(std::uint32_t below) {
        return static_cast<std::uint32_t>(random_() % below);
    }
    std::string table(std::size_t rules) {
        std::string made = fmt::format(
            R"({}{}{}{}<decision id="d" name="d"><variable name="d"/>{}<decisionTable hitPolicy="{}">)",
            input("n"), input("m"), input("s"), input("b"), needs("nmsb"),
            pick(2) == 0 ? "UNIQUE" : "FIRST");
        for (auto const c : std::string("nmsb"))
            made +=
                fmt::format("<input><inputExpression><text>{}</text></inputExpression></input>", c);
        auto const two = pick(3) == 0;
        made += output("x");
        if (two) made += output("y");
        for (std::size_t rule = 0; rule < rules; ++rule) {
            made += "<rule>" + entry(number_cell()) + entry(number_cell()) + entry(text_cell()) +
                    entry(boolean_cell()) + result(rule);
            made += (two ? result(rule) : "") + "</rule>";
        }
        return wrap(made + "</decisionTable></decision>");
    }
    std::vector<Value> row() {
        std::vector<Value> made;
        for (auto i = 0; i < 2; ++i)
            made.push_back(pick(12) == 0
                               ? pick(2) == 0 ? Value() : Value("x")
                               : Value(Decimal::scaled(pick(120) - 10, static_cast<int>(pick(3)))));
        made.push_back(pick(9) == 0 ? Value()
                                    : Value(std::string(1, static_cast<char>('a' + pick(5)))));
        made.push_back(pick(9) == 0 ? Value() : Value(pick(2) == 0));
        return made;
    }

private:
    std::string output(std::string_view name) {
        if (pick(2) == 0) return fmt::format(R"(<output name="{}"/>)", name);
        return fmt::format(
            R"(<output name="{}"><defaultOutputEntry><text>n + 1</text></defaultOutputEntry></output>)",
            name);
    }
    static std::string entry(std::string const& text) {
        return "<inputEntry><text>" + escaped(text) + "</text></inputEntry>";
    }
    std::string result(std::size_t rule) {
        auto const text = pick(3) == 0 ? fmt::format("m * {}", rule) : std::to_string(rule);
        return "<outputEntry><text>" + text + "</text></outputEntry>";
    }
    std::string number_cell() {
        auto const low = pick(90), high = low + pick(30);
        switch (pick(9)) {
            case 0:
                return fmt::format("[{}..{}]", low, high);
            case 1:
                return fmt::format("({}..{})", low, high + 1);
            case 2:
                return fmt::format("< {}.5", high);
            case 3:
                return fmt::format(">= {}", low);
            case 4:
                return fmt::format("{}, {}, {}.25", low, high, low);
            case 5:
                return fmt::format("not({})", low);
            case 6:
                return fmt::format("? > m - {}", low);
            default:
                return "-";
        }
    }
    std::string text_cell() {
        switch (pick(4)) {
            case 0:
                return fmt::format(R"("{}")", static_cast<char>('a' + pick(5)));
            case 1:
                return R"("a", "c")";
            case 2:
                return R"(not("b"))";
            default:
                return "-";
        }
    }
    std::string boolean_cell() { return pick(3) == 0 ? "true" : pick(2) == 0 ? "false" : "-"; }
    std::mt19937 random_;
};

TEST(Columnar, random_tables_give_what_the_scalar_back_end_gives) {
    for (std::uint32_t seed = 0; seed < 150; ++seed) {
        RandomTable maker(seed);
        auto const xml = maker.table(1 + maker.pick(seed % 10 == 9 ? 150 : 12));
        Rows rows;
        for (auto count = 20 + maker.pick(seed % 10 == 0 ? 2500 : 60); count > 0; --count)
            rows.push_back(maker.row());
        expect_same(xml, rows, seed % 2 == 0);
        if (HasFatalFailure()) return;
    }
}

TEST(Columnar, tables_too_large_for_exact_sets) {
    std::string made = input("n") + input("m") +
                       R"(<decision id="d" name="d"><variable name="d"/>)" + needs("nm") +
                       R"(<decisionTable hitPolicy="FIRST">)";
    for (auto const* name : {"n", "m"})
        made +=
            fmt::format("<input><inputExpression><text>{}</text></inputExpression></input>", name);
    made += R"(<output name="x"/>)";
    std::mt19937 random(3);
    for (auto rule = 0; rule < 3000; ++rule) {
        auto const low = random() % 9000, other = random() % 9000;
        made += fmt::format(
            "<rule><inputEntry><text>[{}..{}]</text></inputEntry><inputEntry><text>"
            "[{}..{})</text></inputEntry><outputEntry><text>{}</text>"
            "</outputEntry></rule>",
            low, low + random() % 500, other, other + 1 + random() % 900, rule);
    }
    Rows rows;
    for (auto row = 0; row < 1500; ++row)
        rows.push_back(
            {Value(Decimal::scaled(static_cast<std::int64_t>(random() % 100000), 1)),
             row % 50 == 0 ? Value() : Value(static_cast<std::int64_t>(random() % 9999))});
    expect_same(wrap(made + "</decisionTable></decision>"), rows, false);
}

TEST(Columnar, knowledge_models_contexts_and_decisions_that_need_each_other) {
    auto const xml = wrap(input("a") + input("b") + input("l") + R"(
<businessKnowledgeModel id="rounded" name="rounded"><variable name="rounded"/><encapsulatedLogic>
<formalParameter name="amount" typeRef="number"/><formalParameter name="rule"/>
<literalExpression><text>if rule = "up" then round up(amount, 1) else round half up(amount, 2)</text>
</literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="base" name="base"><variable name="base"/>)" +
                          needs("abl") + R"(
<knowledgeRequirement><requiredKnowledge href="#rounded"/></knowledgeRequirement>
<context><contextEntry><variable name="sum" typeRef="number"/><literalExpression>
<text>if count(l) = 0 then a else a + sum(l)</text></literalExpression></contextEntry>
<contextEntry><variable name="part"/><literalExpression><text>rounded(sum * b / 3, "half")</text>
</literalExpression></contextEntry>
<contextEntry><variable name="whole"/><literalExpression><text>rounded(sum * 1.255, "up")</text>
</literalExpression></contextEntry></context></decision>
<decision id="d" name="d"><variable name="d"/>)" +
                          needs("a") + R"(
<informationRequirement><requiredDecision href="#base"/></informationRequirement>
<literalExpression><text>{ net: base.part + base.whole - a, all: base }</text></literalExpression>
</decision>)");
    std::mt19937 random(11);
    Rows rows;
    for (auto row = 0; row < 2300; ++row) {
        List items;
        for (auto count = random() % 4; count > 0; --count)
            items.push_back(Value(static_cast<std::int64_t>(random() % 3)));
        rows.push_back(
            {Value(Decimal::scaled(static_cast<std::int64_t>(random() % 500000), 2)),
             row % 40 == 0 ? Value("no number") : Value(static_cast<std::int64_t>(random() % 9)),
             Value(std::move(items))});
    }
    expect_same(xml, rows, true);
    expect_same(xml, rows, false);
}

}  // namespace
}  // namespace jizhi::dmn
