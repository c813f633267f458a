// Every hit policy against a naive evaluator that knows the standard's words only.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "dmn/testing.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

using namespace testing;

/// An input cell: its text and which of the inputs (nothing is null) it takes.
struct NaiveCell {
    std::string text;
    std::function<bool(std::optional<int>)> takes;
};

NaiveCell draw_cell() {
    auto const low = *rc::gen::inRange(0, 5), high = low + *rc::gen::inRange(0, 3);
    auto const a = std::to_string(low), b = std::to_string(high);
    switch (*rc::gen::inRange(0, 7)) {
        case 0:
            return {"-", [](auto) { return true; }};
        case 1:
            return {a, [=](auto n) { return n == low; }};
        case 2:
            return {"<= " + a, [=](auto n) { return n && *n <= low; }};
        case 3:
            return {"[" + a + ".." + b + ")", [=](auto n) { return n && *n >= low && *n < high; }};
        case 4:
            return {a + ", > " + b, [=](auto n) { return n && (*n == low || *n > high); }};
        case 5:
            return {"null", [](auto n) { return !n; }};
        default:
            return {"not(" + a + ")", [=](auto n) { return n != low; }};
    }
}

struct NaiveRule {
    std::vector<NaiveCell> cells;
    std::vector<int> outputs;
};

struct NaiveTable {
    std::string policy, aggregation;
    std::size_t columns = 1, outputs = 1;
    std::vector<std::vector<int>> priorities;  ///< by output, the best first
    std::vector<std::optional<int>> defaults;
    std::vector<NaiveRule> rules;

    [[nodiscard]] Table text() const {
        Table made{.policy = policy, .aggregation = aggregation, .outputs = {}};
        for (std::size_t i = 0; i < columns; ++i)
            made.columns.push_back({"c" + std::to_string(i), "number", ""});
        for (std::size_t i = 0; i < outputs; ++i) {
            std::string values;
            for (auto const each : priorities[i])
                values += (values.empty() ? "" : ", ") + std::to_string(each);
            made.outputs.push_back({outputs == 1 ? "" : "o" + std::to_string(i), values,
                                    defaults[i] ? std::to_string(*defaults[i]) : ""});
        }
        for (auto const& rule : rules) {
            auto& row = made.rows.emplace_back();
            for (auto const& cell : rule.cells) row.inputs.push_back(cell.text);
            for (auto const output : rule.outputs) row.outputs.push_back(std::to_string(output));
        }
        return made;
    }

    [[nodiscard]] Value expected(std::vector<std::optional<int>> const& inputs) const;

private:
    [[nodiscard]] Value row(std::vector<std::optional<int>> const& values) const;
    [[nodiscard]] std::vector<NaiveRule const*> hits(
        std::vector<std::optional<int>> const& inputs) const;
    [[nodiscard]] bool better(NaiveRule const& a, NaiveRule const& b) const;
    [[nodiscard]] Value aggregated(std::vector<NaiveRule const*> const& found) const;
};

Value NaiveTable::row(std::vector<std::optional<int>> const& values) const {
    auto const value = [](std::optional<int> n) { return n ? Value(*n) : Value(); };
    if (outputs == 1) return value(values[0]);
    Context made;
    for (std::size_t i = 0; i < outputs; ++i) made.put("o" + std::to_string(i), value(values[i]));
    return made;
}

std::vector<NaiveRule const*> NaiveTable::hits(
    std::vector<std::optional<int>> const& inputs) const {
    std::vector<NaiveRule const*> found;
    for (auto const& rule : rules) {
        auto fits = true;
        for (std::size_t i = 0; i < columns; ++i) fits = fits && rule.cells[i].takes(inputs[i]);
        if (fits) found.push_back(&rule);
    }
    return found;
}

/// Output by output, the one that is listed earlier.
bool NaiveTable::better(NaiveRule const& a, NaiveRule const& b) const {
    for (std::size_t i = 0; i < outputs; ++i) {
        auto const at = [&](int value) { return std::ranges::find(priorities[i], value); };
        if (at(a.outputs[i]) != at(b.outputs[i])) return at(a.outputs[i]) < at(b.outputs[i]);
    }
    return false;
}

Value NaiveTable::aggregated(std::vector<NaiveRule const*> const& found) const {
    if (aggregation == "COUNT") return static_cast<int>(found.size());
    auto made = found.front()->outputs[0];
    for (std::size_t i = 1; i < found.size(); ++i) {
        auto const next = found[i]->outputs[0];
        made = aggregation == "SUM"   ? made + next
               : aggregation == "MIN" ? std::min(made, next)
                                      : std::max(made, next);
    }
    return made;
}

Value NaiveTable::expected(std::vector<std::optional<int>> const& inputs) const {
    auto found = hits(inputs);
    auto const of = [&](NaiveRule const& rule) {
        return row({rule.outputs.begin(), rule.outputs.end()});
    };
    if (found.empty()) {
        if (std::ranges::any_of(defaults, [](auto const& each) { return each.has_value(); }))
            return row(defaults);
        return aggregation == "COUNT" ? Value(0) : Value();
    }
    if (policy == "UNIQUE") return found.size() == 1 ? of(*found[0]) : Value();
    if (policy == "FIRST") return of(*found[0]);
    if (policy == "ANY") {
        auto const same = std::ranges::all_of(
            found, [&](auto const* each) { return each->outputs == found[0]->outputs; });
        return same ? of(*found[0]) : Value();
    }
    if (policy == "PRIORITY" || policy == "OUTPUT ORDER")
        std::ranges::stable_sort(found,
                                 [&](auto const* a, auto const* b) { return better(*a, *b); });
    if (policy == "PRIORITY") return of(*found[0]);
    if (!aggregation.empty()) return aggregated(found);
    List made;
    for (auto const* each : found) made.push_back(of(*each));
    return made;
}

NaiveTable draw_table() {
    NaiveTable made;
    made.policy = *rc::gen::element<std::string>("UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER",
                                                 "OUTPUT ORDER", "COLLECT");
    made.columns = *rc::gen::inRange<std::size_t>(1, 4);
    made.outputs = *rc::gen::inRange<std::size_t>(1, 4);
    if (made.policy == "COLLECT")
        made.aggregation = *rc::gen::element<std::string>("", "SUM", "COUNT", "MIN", "MAX");
    if (!made.aggregation.empty()) made.outputs = 1;
    auto const has_default = *rc::gen::arbitrary<bool>();
    for (std::size_t i = 0; i < made.outputs; ++i) {
        made.priorities.push_back(*rc::gen::element(std::vector{0, 1, 2}, std::vector{2, 0, 1}));
        made.defaults.push_back(has_default && *rc::gen::arbitrary<bool>()
                                    ? std::optional(*rc::gen::inRange(0, 3))
                                    : std::nullopt);
    }
    auto const rules = *rc::gen::inRange(0, 7);
    for (auto i = 0; i < rules; ++i) {
        auto& rule = made.rules.emplace_back();
        for (std::size_t column = 0; column < made.columns; ++column)
            rule.cells.push_back(draw_cell());
        for (std::size_t output = 0; output < made.outputs; ++output)
            rule.outputs.push_back(*rc::gen::inRange(0, 3));
    }
    return made;
}

TEST(TableProperty, every_hit_policy_gives_what_the_standard_says) {
    EXPECT_TRUE(rc::check("as the naive evaluator", [] {
        auto const table = draw_table();
        auto const xml = xml_of(table.text());
        auto const decision = *model_of(xml).decision("d");
        for (auto turn = 0; turn < 20; ++turn) {
            std::vector<std::optional<int>> inputs;
            Context given;
            for (std::size_t i = 0; i < table.columns; ++i) {
                auto const number = *rc::gen::inRange(-1, 8);
                inputs.push_back(number < 0 ? std::nullopt : std::optional(number));
                given.put("c" + std::to_string(i), inputs.back() ? Value(number) : Value());
            }
            feel::Environment environment;
            auto const got = decision.evaluate(given, environment).value;
            auto const expected = table.expected(inputs);
            RC_LOG() << xml << "\n"
                     << to_literal(Value(given)) << " gives " << to_literal(got) << ", not "
                     << to_literal(expected) << "\n";
            RC_ASSERT(got == expected);
        }
    }));
}

}  // namespace
}  // namespace jizhi::dmn
