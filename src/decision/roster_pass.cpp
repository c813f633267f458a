#include "decision/roster_pass.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "feel/column_kernel.hpp"

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

}  // namespace

/// The models of all stages, made ready for columns, and what is taken from their results.
struct RosterPass::Rules {
    struct Stage {
        dmn::BatchDecision decision;
        std::vector<BoundRoster::Source const*> inputs;  ///< null: nothing is bound to it
        std::vector<std::pair<std::uint32_t, feel::ColumnCode>> gifts;  ///< slot, code
    };
    std::vector<Stage> stages;
    RunView view;
    std::vector<std::optional<feel::ColumnCode>> components;  ///< by slot of the result's scope
    std::vector<feel::ColumnCode> columns;

    [[nodiscard]] static Result<std::unique_ptr<Rules>> make(
        BoundRoster const& roster, std::vector<DeployedModel const*> const& models, RunView view);
    [[nodiscard]] Result<void> add_stage(BoundRoster const& roster,
                                         BoundRoster::Stage const& declared,
                                         DeployedModel const& model);
    [[nodiscard]] Result<void> add_columns();
};

Result<void> RosterPass::Rules::add_stage(BoundRoster const& roster,
                                          BoundRoster::Stage const& declared,
                                          DeployedModel const& model) {
    Stage stage{.decision = dmn::BatchDecision(model.main), .inputs = {}, .gifts = {}};
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

Result<void> RosterPass::Rules::add_columns() {
    auto const& scope = view.result_scope();
    components.resize(scope.names.size());
    for (auto const& column : view.columns) {
        columns.emplace_back(column.value);
        for (auto const slot : columns.back().inputs()) {
            if (scope.names[slot] == "result" || components[slot]) continue;
            TRY(code, component(scope.names[slot]));
            components[slot] = std::move(code);
        }
    }
    return {};
}

Result<std::unique_ptr<RosterPass::Rules>> RosterPass::Rules::make(
    BoundRoster const& roster, std::vector<DeployedModel const*> const& models, RunView view) {
    auto made = std::unique_ptr<Rules>(
        new Rules{.stages = {}, .view = std::move(view), .components = {}, .columns = {}});
    for (std::size_t i = 0; i < models.size(); ++i)
        CHECK_OK(made->add_stage(roster, roster.stages()[i], *models[i]));
    CHECK_OK(made->add_columns());
    return made;
}

/// One part under evaluation on one thread.
struct RosterPass::Lane {
    Lane(Evaluator of_place, RosterPass::Rules const& of_book, BoundRoster const& whole,
         BoundRoster::Part const& its_part)
        : rules(of_book),
          roster(whole),
          part(its_part),
          evaluator(std::move(of_place)),
          environment(evaluator.environment_at(roster.members()[part.members.front()].region)),
          batch(environment) {
        for (auto const& column : part.columns) readers.emplace_back(column, batch);
        for (auto const& stage : rules.stages)
            runs.push_back(std::make_unique<dmn::BatchRun>(stage.decision, batch));
    }

    [[nodiscard]] std::vector<Column> evaluate(std::size_t from, std::size_t rows);

    RosterPass::Rules const& rules;
    BoundRoster const& roster;
    BoundRoster::Part const& part;
    Evaluator evaluator;
    feel::Environment environment;
    feel::Batch batch;
    std::vector<feel::LongColumnReader> readers;
    std::vector<std::unique_ptr<dmn::BatchRun>> runs;

private:
    [[nodiscard]] Column input(BoundRoster::Source const* source, std::size_t from,
                               std::vector<Column> const& slots) {
        if (source == nullptr) return nothing;
        if (source->column) return readers[*source->column].block(from);
        return source->code->evaluate(slots, batch);
    }
    [[nodiscard]] std::vector<Column> shown(Column const& result);

    Column nothing = [] {
        Column made;
        made.entries = std::make_shared<feel::Entries>(Value());
        return made;
    }();
};

std::vector<Column> RosterPass::Lane::evaluate(std::size_t from, std::size_t rows) {
    batch.begin(rows);
    std::vector<Column> slots(roster.slot_count(), nothing);
    for (auto const& [slot, column] : roster.slots()) slots[slot] = readers[column].block(from);
    Column result;
    std::vector<Column> inputs;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        auto const& stage = rules.stages[i];
        runs[i]->begin(rows);
        inputs.clear();
        for (auto const* source : stage.inputs) inputs.push_back(input(source, from, slots));
        result = runs[i]->evaluate(inputs).value;
        for (auto const& [slot, code] : stage.gifts)
            slots[slot] = code.evaluate(std::vector<Column>{result, slots[slot]}, batch);
    }
    return shown(result);
}

std::vector<Column> RosterPass::Lane::shown(Column const& result) {
    std::vector<Column> slots;
    for (auto const& code : rules.components)
        slots.push_back(code ? code->evaluate(std::span(&result, 1), batch) : result);
    std::vector<Column> made;
    for (auto const& code : rules.columns) made.push_back(code.evaluate(slots, batch));
    return made;
}

RosterPass::RosterPass(Desk const& desk, BoundRoster const& roster,
                       std::shared_ptr<Book const> book)
    : desk_(&desk), roster_(&roster), book_(std::move(book)) {}
RosterPass::RosterPass(RosterPass&&) noexcept = default;
RosterPass::~RosterPass() = default;

Result<RosterPass> RosterPass::make(Desk const& desk, BoundRoster const& roster,
                                    std::shared_ptr<Book const> book,
                                    record::Catalog const& catalog, record::View const& view) {
    RosterPass made(desk, roster, std::move(book));
    for (auto const& part : roster.parts()) CHECK_OK(made.add_part(part, catalog, view));
    return made;
}

Result<void> RosterPass::add_part(BoundRoster::Part const& part, record::Catalog const& catalog,
                                  record::View const& view) {
    std::vector<DeployedModel const*> models;
    for (auto const& stage : roster_->stages()) {
        models.push_back(book_->model(stage.model, part.path));
        if (models.back() == nullptr)
            return fail("decision.unknown", stage.model,
                        fmt::format("没有名为“{}”的规则", stage.model),
                        fmt::format("there is no rule '{}'", stage.model));
    }
    auto& rules = rules_[models];
    if (!rules) {
        TRY(shown, RunView::make(catalog, view, *models.back()));
        TRY(made, Rules::make(*roster_, models, std::move(shown)));
        rules = std::move(made);
    }
    by_part_.push_back(rules.get());
    auto const& last = roster_->parts();
    auto const index = first_.size();
    first_.push_back(index == 0 ? 0 : first_[index - 1] + last[index - 1].members.size());
    return {};
}

RunView const& RosterPass::view() const { return by_part_.front()->view; }

void RosterPass::run_part(std::size_t index, std::size_t from, std::size_t to, unsigned thread,
                          std::function<void(PassBlock const&)> const& visit) const {
    auto const& part = roster_->parts()[index];
    Lane lane(Evaluator(*desk_, book_, desk_->catalogs().now(), roster_->setting()),
              *by_part_[index], *roster_, part);
    for (; from < to; from += feel::block_rows) {
        auto const rows = std::min(feel::block_rows, to - from);
        auto const columns = lane.evaluate(from, rows);
        visit({.part = part,
               .from = from,
               .rows = rows,
               .first = first_[index] + from,
               .columns = columns,
               .hits = lane.runs.back()->hits(),
               .thread = thread});
    }
}

/// Every thread takes its share of each part, in whole blocks.
void RosterPass::run(unsigned threads, std::function<void(PassBlock const&)> const& visit) const {
    auto const work = [&](unsigned thread) {
        for (std::size_t i = 0; i < roster_->parts().size(); ++i) {
            auto const rows = roster_->parts()[i].members.size();
            auto const blocks = (rows + feel::block_rows - 1) / feel::block_rows;
            auto const from = blocks * thread / threads * feel::block_rows;
            auto const to = std::min(rows, blocks * (thread + 1) / threads * feel::block_rows);
            if (from < to) run_part(i, from, to, thread, visit);
        }
    };
    std::vector<std::jthread> others;
    for (unsigned thread = 1; thread < threads; ++thread) others.emplace_back(work, thread);
    work(0);
}

void figures_of(Column const& column, std::size_t rows, int scale, std::int64_t* to) {
    auto const flat = feel::decoded(column, rows);
    feel::Undecided undecided(rows);
    auto const made = flat.is(Column::Kind::numbers)
                          ? feel::round_column(flat, scale, Rounding::half_up, rows, undecided)
                          : std::nullopt;
    for (std::size_t i = 0; i < rows; ++i) {
        if (made && !undecided.has(i)) {
            to[i] = made->is_null(i) ? no_figure : made->integers[i];
            continue;
        }
        auto const value = flat.at(i);
        auto const figure = value.is(Value::Type::number)
                                ? value.number().rounded(scale, Rounding::half_up).to_scaled(scale)
                                : std::nullopt;
        to[i] = figure.value_or(no_figure);
    }
}

}  // namespace jizhi::decision
