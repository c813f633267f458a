#include "decision/roster_lane.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "feel/identity.hpp"

namespace jizhi::decision {
namespace {

using feel::Column;

/// "result.name" over one slot, whatever the name is made of.
Result<feel::ColumnCode> component(std::string const& name) {
    feel::Scope scope{.names = {"result"}, .outer = nullptr, .members = {name}, .type = {}};
    TRY(code, feel::compile("result." + name, scope));
    return feel::ColumnCode(code);
}

/// What a decided field is taken to be: what its rules give, else what is stored.
Result<feel::ColumnCode> given_or_stored(std::string const& name) {
    feel::Scope scope{
        .names = {"result", "stored"}, .outer = nullptr, .members = {name}, .type = {}};
    auto const result = name.empty() ? std::string("result") : "result." + name;
    TRY(code, feel::compile(fmt::format("if {0} = null then stored else {0}", result), scope));
    return feel::ColumnCode(code);
}

Column nothing() {
    Column made;
    made.entries = std::make_shared<feel::Entries>(Value());
    return made;
}

/// What a model says, with all that it may import: where this is the same, the same is computed.
std::string text_of(Book const& book, DeployedModel const& model, std::set<std::string>& seen) {
    auto text = model.version;
    for (auto const& import : model.model.definitions().imports) {
        if (!seen.insert(import.name_space).second) continue;
        for (auto const* other : book.all())
            if (other->model.definitions().name_space == import.name_space)
                text += "+" + other->region + ":" + text_of(book, *other, seen);
    }
    return text;
}

/// Marks the rows where one column is not what the other is, to the last digit.
void mark_unequal(Column const& a, Column const& b, std::size_t rows, std::uint8_t* marks) {
    auto const x = feel::decoded(a, rows), y = feel::decoded(b, rows);
    auto const plain = [](Column const& each) {
        return each.is(Column::Kind::numbers) && !each.scales;
    };
    if (plain(x) && plain(y) && x.scale == y.scale) {
        for (std::size_t row = 0; row < rows; ++row)
            marks[row] = static_cast<std::uint8_t>(marks[row] |
                                                   (x.integers[row] != y.integers[row]) |
                                                   (x.is_null(row) != y.is_null(row)));
        return;
    }
    for (std::size_t row = 0; row < rows; ++row)
        if (!feel::identical(x.at(row), y.at(row))) marks[row] = 1;
}

}  // namespace

Result<void> RosterRules::add_stage(BoundRoster const& roster, BoundRoster::Stage const& declared,
                                    Book const& book, DeployedModel const& model) {
    std::set<std::string> seen;
    Stage stage{.rules = text_of(book, model, seen),
                .decision = dmn::BatchDecision(model.main),
                .inputs = {},
                .gifts = {}};
    for (auto const& input : model.main.inputs()) {
        auto const at = std::ranges::find(declared.inputs, input.name, &BoundRoster::Source::input);
        stage.inputs.push_back(at == declared.inputs.end() ? nullptr : &*at);
    }
    for (auto const& gift : declared.gifts) {
        if (!roster.slots().contains(gift.slot)) continue;  // nobody reads it
        TRY(code, given_or_stored(gift.component));
        stage.gifts.emplace_back(gift.slot, std::move(code));
    }
    stages.push_back(std::move(stage));
    return {};
}

Result<void> RosterRules::add_columns() {
    if (!view) return {};
    auto const& scope = view->result_scope();
    components.resize(scope.names.size());
    for (auto const& column : view->columns) {
        columns.emplace_back(column.value);
        for (auto const slot : columns.back().inputs()) {
            if (scope.names[slot] == "result" || components[slot]) continue;
            TRY(code, component(scope.names[slot]));
            components[slot] = std::move(code);
        }
    }
    return {};
}

Result<std::unique_ptr<RosterRules>> RosterRules::make(
    BoundRoster const& roster, Book const& book, std::vector<DeployedModel const*> const& models,
    std::optional<RunView> view) {
    auto made = std::unique_ptr<RosterRules>(
        new RosterRules{.stages = {}, .view = std::move(view), .components = {}, .columns = {}});
    for (std::size_t i = 0; i < models.size(); ++i)
        CHECK_OK(made->add_stage(roster, roster.stages()[i], book, *models[i]));
    CHECK_OK(made->add_columns());
    return made;
}

RosterLane::RosterLane(Evaluator of_place, RosterRules const& rules, BoundRoster const& roster,
                       BoundRoster::Part const& part)
    : rules_(rules),
      roster_(roster),
      evaluator_(std::move(of_place)),
      environment_(evaluator_.environment_at(roster.members()[part.members.front()].region)),
      batch_(environment_) {
    for (auto const& column : part.columns) readers_.emplace_back(column, batch_);
    for (auto const& stage : rules_.stages)
        runs_.push_back(std::make_unique<dmn::BatchRun>(stage.decision, batch_));
    environment_.parameter = [this, find = std::move(environment_.parameter)](
                                 std::string_view name) {
        auto found = find(name);
        if (noted_ != nullptr) {
            auto& asked = noted_->stages[stage_].parameters;
            if (!asked.contains(name)) asked.emplace(name, found ? found->value : Value());
        }
        return found;
    };
}

void RosterLane::begin(std::size_t from, std::size_t rows) {
    batch_.begin(rows);
    from_ = from;
    picked_ = {};
    begin_slots();
}

void RosterLane::begin(std::span<std::uint32_t const> picked) {
    batch_.begin(picked.size());
    picked_ = picked;
    begin_slots();
}

void RosterLane::begin_slots() {
    slots_.assign(roster_.slot_count(), nothing());
    for (auto const& [slot, column] : roster_.slots()) slots_[slot] = read(column);
}

Column RosterLane::read(std::size_t column) {
    return picked_.empty() ? readers_[column].block(from_) : readers_[column].picked(picked_);
}

Column RosterLane::input(BoundRoster::Source const* source) {
    if (source == nullptr) return nothing();
    if (source->column) return read(*source->column);
    return source->code->evaluate(slots_, batch_);
}

void RosterLane::run(std::size_t index) {
    auto const& stage = rules_.stages[index];
    stage_ = index;
    runs_[index]->begin(batch_.rows());
    inputs_.clear();
    for (auto const* source : stage.inputs) inputs_.push_back(input(source));
    result_ = runs_[index]->evaluate(inputs_).value;
    for (auto const& [slot, code] : stage.gifts)
        slots_[slot] = code.evaluate(std::vector<Column>{result_, slots_[slot]}, batch_);
}

std::vector<Column> RosterLane::shown() {
    std::vector<Column> slots;
    for (auto const& code : rules_.components)
        slots.push_back(code ? code->evaluate(std::span(&result_, 1), batch_) : result_);
    std::vector<Column> made;
    for (auto const& code : rules_.columns) made.push_back(code.evaluate(slots, batch_));
    return made;
}

bool RosterLane::says_the_same(std::size_t stage, RosterMemory::Stage const& then) const {
    if (rules_.stages[stage].rules != then.rules) return false;
    return std::ranges::all_of(then.parameters, [&](auto const& each) {
        auto const found = environment_.parameter(each.first);
        return feel::identical(found ? found->value : Value(), each.second);
    });
}

MovedRows::MovedRows(RosterMemory::Part const& then, feel::Batch& batch) {
    for (auto const& [slot, column] : then.gifts)
        readers_.emplace(slot, feel::LongColumnReader(column, batch));
}

void MovedRows::begin(std::size_t from, std::size_t rows) {
    from_ = from;
    rows_ = rows;
    any_ = false;
    moved_.assign(rows, 0);
}

void MovedRows::keep(RosterLane& lane, RosterRules::Stage const& stage) {
    for (auto const& [slot, code] : stage.gifts)
        lane.set_slot(slot, readers_.at(slot).block(from_));
}

void MovedRows::compare(RosterLane const& lane, RosterRules::Stage const& stage) {
    for (auto const& [slot, code] : stage.gifts)
        mark_unequal(lane.slot(slot), readers_.at(slot).block(from_), rows_, moved_.data());
    any_ = std::ranges::find(moved_, 1) != moved_.end();
}

void RosterMemory::Part::join(Part const& next) {
    stages.resize(next.stages.size());
    for (std::size_t i = 0; i < next.stages.size(); ++i) {
        stages[i].rules = next.stages[i].rules;
        stages[i].parameters.insert(next.stages[i].parameters.begin(),
                                    next.stages[i].parameters.end());
    }
    for (auto const& [slot, column] : next.gifts) gifts[slot].append(column);
}

}  // namespace jizhi::decision
