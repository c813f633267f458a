#include "dmn/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "dmn/rule_index.hpp"
#include "feel/compare.hpp"

namespace jizhi::dmn {
namespace {

std::string rows_said(auto const& hits) {
    std::string said;
    for (auto const rule : hits) said += (said.empty() ? "" : ", ") + std::to_string(rule + 1);
    return said;
}

}  // namespace

TableNode::TableNode(Parts parts)
    : parts_(std::move(parts)), index_(std::make_unique<RuleIndex const>(parts_)) {}
TableNode::~TableNode() = default;

Value TableNode::evaluate(Slots slots, Run& run) const {
    Seen seen;
    if (!look(slots, run, seen)) return {};
    Hits hits;
    match({seen.values.data(), seen.values.size()}, slots, run, hits);
    if (hits.empty()) return none_matched(slots, run);
    switch (parts_.hit_policy) {
        case HitPolicy::unique:
            if (hits.size() > 1) {
                tell_not_unique(hits, run);
                return {};
            }
            return one(hits.front(), slots, run);
        case HitPolicy::first: return one(hits.front(), slots, run);
        case HitPolicy::any: return any(hits, slots, run);
        default: return many(hits, slots, run);
    }
}

void TableNode::tell_not_unique(Hits const& hits, Run& run) const {
    run.tell("dmn.not_unique",
             fmt::format("决策表“{}”要求唯一，却有第 {} 行同时匹配", parts_.name, rows_said(hits)),
             fmt::format("table '{}' is UNIQUE but rows {} match together", parts_.name,
                         rows_said(hits)));
}

std::uint32_t TableNode::hit(std::span<Value const> seen, Slots slots, Run& run) const {
    Hits hits;
    boost::container::small_vector<Value const*, 8> values;
    for (auto const& each : seen) values.push_back(&each);
    match({values.data(), values.size()}, slots, run, hits);
    if (hits.empty()) return no_rule;
    if (parts_.hit_policy == HitPolicy::first || hits.size() == 1) return hits.front();
    tell_not_unique(hits, run);
    return not_unique;
}

void TableNode::visit(Visitor& visitor) const {
    for (auto const& input : parts_.inputs) {
        visitor.node(input.expression);
        if (input.allowed) visitor.expression(*input.allowed, 0);
    }
    for (auto const& output : parts_.outputs) visitor.node(output.otherwise);
    for (auto const& row : parts_.rows) {
        for (auto const& cell : row.cells)
            if (cell.code() != nullptr) visitor.expression(*cell.code(), 0);
        for (auto const& output : row.outputs) visitor.node(output);
    }
}

std::vector<Value> TableNode::seen(Slots slots, Run& run) const {
    Seen seen;
    look(slots, run, seen);
    std::vector<Value> made;
    for (auto const* each : seen.values) made.push_back(*each);
    return made;
}

bool TableNode::look(Slots slots, Run& run, Seen& seen) const {
    seen.own.reserve(parts_.inputs.size());  // their places must stay
    for (auto const& input : parts_.inputs) {
        auto const* found = input.expression ? input.expression->standing(slots) : nullptr;
        if (found == nullptr || !fits_plainly(input.type, *found)) {
            auto value = input.expression ? input.expression->evaluate(slots, run) : Value();
            found = &seen.own.emplace_back(fitted(input.type, std::move(value), run, input.name));
        }
        seen.values.push_back(found);
        if (!input.allowed) continue;
        slots[0] = *found;
        if (input.allowed->evaluate(slots, run.environment).boolean_or(false)) continue;
        seen.values.pop_back();
        run.tell("dmn.not_allowed",
                 fmt::format("决策表“{}”的输入“{}”不在允许值内", parts_.name, input.name),
                 fmt::format("input '{}' of table '{}' is none of the allowed values", input.name,
                             parts_.name),
                 {found, 1});
        return false;
    }
    return true;
}

bool TableNode::fits(std::uint32_t rule, Seeing seen, Slots slots, Run& run) const {
    auto const& cells = parts_.rows[rule].cells;
    for (std::size_t column = 0; column < cells.size(); ++column) {
        auto const before = run.told();
        auto const matches = cells[column].matches(*seen[column], slots, run);
        if (run.told() != before) run.place(before, place_of(rule, column));
        if (!matches) return false;
    }
    return true;
}

bool TableNode::match_by_index(Seeing seen, Slots slots, Run& run, Hits& hits) const {
    RuleIndex::Set found;
    if (!index_->find(seen, found)) return false;
    for (std::size_t word = 0; word < index_->words(); ++word)
        for (auto left = found[word]; left != 0; left &= left - 1) {
            auto const rule = static_cast<std::uint32_t>(word * ColumnIndex::word_bits) +
                              static_cast<std::uint32_t>(std::countr_zero(left));
            if (index_->unsure(rule) && !fits(rule, seen, slots, run)) continue;
            hits.push_back(rule);
            if (parts_.hit_policy == HitPolicy::first) return true;
        }
    return true;
}

void TableNode::match(Seeing seen, Slots slots, Run& run, Hits& hits) const {
    if (match_by_index(seen, slots, run, hits)) return;
    for (std::uint32_t rule = 0; rule < parts_.rows.size(); ++rule) {
        if (!fits(rule, seen, slots, run)) continue;
        hits.push_back(rule);
        if (parts_.hit_policy == HitPolicy::first) return;
    }
}

Place TableNode::place_of(std::uint32_t rule, std::size_t column) const {
    auto const& source = parts_.source->rules[rule];
    return column < source.inputs.size() ? source.inputs[column].place : source.place;
}

Value TableNode::output_of(std::uint32_t rule, Slots slots, Run& run) const {
    auto const& row = parts_.rows[rule];
    auto const value_of = [&](std::size_t i) {
        auto value = i < row.outputs.size() && row.outputs[i] ? row.outputs[i]->evaluate(slots, run)
                                                              : Value();
        return fitted(parts_.outputs[i].type, std::move(value), run, parts_.name);
    };
    if (parts_.outputs.size() == 1) return value_of(0);
    Context made;
    for (std::size_t i = 0; i < parts_.outputs.size(); ++i)
        made.put(parts_.outputs[i].name, value_of(i));
    return made;
}

bool TableNode::has_default() const {
    return std::ranges::any_of(parts_.outputs,
                               [](auto const& each) { return each.otherwise != nullptr; });
}

Value TableNode::output(std::uint32_t rule, Slots slots, Run& run) const {
    return rule < parts_.rows.size() ? output_of(rule, slots, run) : default_output(slots, run);
}

Value TableNode::default_output(Slots slots, Run& run) const {
    auto const value_of = [&](Output const& output) {
        auto value = output.otherwise ? output.otherwise->evaluate(slots, run) : Value();
        return fitted(output.type, std::move(value), run, parts_.name);
    };
    if (parts_.outputs.size() == 1) return value_of(parts_.outputs.front());
    Context entries;
    for (auto const& output : parts_.outputs) entries.put(output.name, value_of(output));
    return entries;
}

Value TableNode::none_matched(Slots slots, Run& run) const {
    if (!has_default()) {
        if (parts_.aggregator == Aggregator::count) return 0;
        return {};
    }
    auto made = default_output(slots, run);
    run.step(parts_.site, static_cast<std::uint32_t>(parts_.rows.size()), made);
    return made;
}

Value TableNode::one(std::uint32_t rule, Slots slots, Run& run) const {
    auto value = output_of(rule, slots, run);
    run.step(parts_.site, rule, value);
    return value;
}

Value TableNode::any(Hits const& hits, Slots slots, Run& run) const {
    auto const first = output_of(hits.front(), slots, run);
    for (std::size_t i = 1; i < hits.size(); ++i)
        if (!(output_of(hits[i], slots, run) == first)) {
            run.tell("dmn.any_differs",
                     fmt::format("决策表“{}”第 {} 行同时匹配，结果却不同", parts_.name, rows_said(hits)),
                     fmt::format("rows {} of table '{}' match together but differ", rows_said(hits),
                                 parts_.name));
            return {};
        }
    for (auto const rule : hits) run.step(parts_.site, rule, first);
    return first;
}

Value TableNode::many(Hits const& hits, Slots slots, Run& run) const {
    std::vector<Hit> found;
    found.reserve(hits.size());
    for (auto const rule : hits) found.push_back({rule, output_of(rule, slots, run)});
    if (parts_.hit_policy == HitPolicy::priority || parts_.hit_policy == HitPolicy::output_order)
        order_by_priority(found);
    if (parts_.hit_policy == HitPolicy::priority) {
        run.step(parts_.site, found.front().rule, found.front().output);
        return found.front().output;
    }
    for (auto const& hit : found) run.step(parts_.site, hit.rule, hit.output);
    if (parts_.aggregator != Aggregator::none) return aggregate(found, run);
    List made;
    made.reserve(found.size());
    for (auto& hit : found) made.push_back(std::move(hit.output));
    return made;
}

Value TableNode::aggregate(std::vector<Hit> const& hits, Run& run) const {
    if (parts_.aggregator == Aggregator::count) return static_cast<std::int64_t>(hits.size());
    auto const refuse = [&]() -> Value {
        run.tell("dmn.aggregate", fmt::format("决策表“{}”的结果不能汇总", parts_.name),
                 fmt::format("the outputs of table '{}' cannot be aggregated", parts_.name));
        return {};
    };
    auto made = hits.front().output;
    if (parts_.aggregator == Aggregator::sum ? !made.is(Value::Type::number)
                                             : !feel::order(made, made))
        return refuse();
    for (std::size_t i = 1; i < hits.size(); ++i) {
        auto const& next = hits[i].output;
        if (parts_.aggregator == Aggregator::sum) {
            auto const sum = next.is(Value::Type::number) ? made.number().plus(next.number())
                                                          : std::nullopt;
            if (!sum) return refuse();
            made = *sum;
            continue;
        }
        auto const ordered = feel::order(next, made);
        if (!ordered) return refuse();
        if (parts_.aggregator == Aggregator::min ? *ordered < 0 : *ordered > 0) made = next;
    }
    return made;
}

std::size_t TableNode::rank(Value const& output, std::size_t column) const {
    auto const& clause = parts_.outputs[column];
    auto const& value = parts_.outputs.size() == 1 ? output : output[clause.name];
    return static_cast<std::size_t>(std::ranges::find(clause.ordered, value) -
                                    clause.ordered.begin());
}

void TableNode::order_by_priority(std::vector<Hit>& hits) const {
    std::ranges::stable_sort(hits, [&](Hit const& a, Hit const& b) {
        for (std::size_t column = 0; column < parts_.outputs.size(); ++column) {
            auto const x = rank(a.output, column), y = rank(b.output, column);
            if (x != y) return x < y;
        }
        return false;
    });
}

}  // namespace jizhi::dmn
