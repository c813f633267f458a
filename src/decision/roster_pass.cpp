#include "decision/roster_pass.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "feel/column_kernel.hpp"

namespace jizhi::decision {

using feel::Column;

/// What one thread does of one part: whole blocks.
struct RosterPass::Share {
    std::size_t part = 0, from = 0, to = 0;
    unsigned thread = 0;
};

RosterPass::RosterPass(Desk const& desk, BoundRoster const& roster,
                       std::shared_ptr<Book const> book)
    : desk_(&desk), roster_(&roster), book_(std::move(book)) {}
RosterPass::RosterPass(RosterPass&&) noexcept = default;
RosterPass::~RosterPass() = default;

Result<RosterPass> RosterPass::make(Desk const& desk, BoundRoster const& roster,
                                    std::shared_ptr<Book const> book,
                                    record::Catalog const& catalog, record::View const& view) {
    RosterPass made(desk, roster, std::move(book));
    CHECK_OK(made.add_parts([&](DeployedModel const& model) -> Result<std::optional<RunView>> {
        TRY(compiled, RunView::make(catalog, view, model));
        return std::move(compiled);
    }));
    return made;
}

Result<RosterPass> RosterPass::make(Desk const& desk, BoundRoster const& roster,
                                    std::shared_ptr<Book const> book, RunView const* view) {
    RosterPass made(desk, roster, std::move(book));
    CHECK_OK(made.add_parts([&](DeployedModel const&) -> Result<std::optional<RunView>> {
        return view == nullptr ? std::nullopt : std::optional(*view);
    }));
    return made;
}

Result<void> RosterPass::add_parts(Shown const& shown) {
    for (auto const& part : roster_->parts()) CHECK_OK(add_part(part, shown));
    return {};
}

Result<void> RosterPass::add_part(BoundRoster::Part const& part, Shown const& shown) {
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
        TRY(columns, shown(*models.back()));
        TRY(made, RosterRules::make(*roster_, *book_, models, std::move(columns)));
        rules = std::move(made);
    }
    by_part_.push_back(rules.get());
    auto const& parts = roster_->parts();
    auto const index = before_.size();
    before_.push_back(index == 0 ? 0 : before_[index - 1] + parts[index - 1].members.size());
    return {};
}

std::unique_ptr<RosterLane> RosterPass::lane(std::size_t part) const {
    return std::make_unique<RosterLane>(
        Evaluator(*desk_, book_, desk_->catalogs().now(), roster_->setting()), *by_part_[part],
        *roster_, roster_->parts()[part]);
}

/// Every thread takes its share of each part, in whole blocks.
void RosterPass::share_out(unsigned threads, std::function<void(Share const&)> const& work) const {
    auto const all_of = [&](unsigned thread) {
        for (std::size_t i = 0; i < roster_->parts().size(); ++i) {
            auto const rows = roster_->parts()[i].members.size();
            auto const blocks = (rows + feel::block_rows - 1) / feel::block_rows;
            auto const from = blocks * thread / threads * feel::block_rows;
            auto const to = std::min(rows, blocks * (thread + 1) / threads * feel::block_rows);
            if (from < to) work({i, from, to, thread});
        }
    };
    std::vector<std::jthread> others;
    for (unsigned thread = 1; thread < threads; ++thread) others.emplace_back(all_of, thread);
    all_of(0);
}

void RosterPass::show(Share const& share, RosterLane& lane, std::size_t from, std::size_t rows,
                      std::span<std::uint32_t const> picked, Visit const& visit) const {
    lane.run(roster_->stages().size() - 1);
    auto const columns = lane.shown();
    visit({.part = roster_->parts()[share.part],
           .rows = rows,
           .from = from,
           .picked = picked,
           .before = before_[share.part],
           .columns = columns,
           .result = lane.result(),
           .inputs = lane.inputs(),
           .run = lane.last(),
           .thread = share.thread});
}

void RosterPass::run_share(Share const& share, Visit const& visit,
                           RosterMemory::Part* memory) const {
    auto const& rules = *by_part_[share.part];
    auto const lane = this->lane(share.part);
    if (memory != nullptr) {
        for (auto const& stage : rules.stages) memory->stages.push_back({stage.rules, {}});
        lane->note(*memory);
    }
    for (auto from = share.from; from < share.to; from += feel::block_rows) {
        auto const rows = std::min(feel::block_rows, share.to - from);
        lane->begin(from, rows);
        for (std::size_t i = 0; i + 1 < rules.stages.size(); ++i) {
            lane->run(i);
            if (memory == nullptr) continue;
            for (auto const& [slot, code] : rules.stages[i].gifts)
                memory->gifts[slot].append(lane->slot(slot), rows);
        }
        show(share, *lane, from, rows, {}, visit);
    }
}

void RosterPass::run(unsigned threads, Visit const& visit, RosterMemory* memory) const {
    std::vector<RosterMemory> found(threads);
    for (auto& each : found) each.parts.resize(roster_->parts().size());
    share_out(threads, [&](Share const& share) {
        auto* const noted = memory == nullptr ? nullptr : &found[share.thread].parts[share.part];
        run_share(share, visit, noted);
    });
    if (memory == nullptr) return;
    *memory = std::move(found.front());
    for (std::size_t i = 0; i < memory->parts.size(); ++i) {
        for (unsigned thread = 1; thread < threads; ++thread)
            if (!found[thread].parts[i].stages.empty())
                memory->parts[i].join(found[thread].parts[i]);
        for (auto& [slot, column] : memory->parts[i].gifts) column.seal();
    }
}

/// Earlier stages that say the same are not run; the last one is run for those whose figures moved,
/// gathered into blocks of their own, unless it says something else itself.
void RosterPass::run_changed_share(Share const& share, RosterMemory::Part const& then,
                                   Visit const& visit) const {
    auto const& stages = by_part_[share.part]->stages;
    auto const lane = this->lane(share.part);
    std::vector<bool> same;
    for (std::size_t i = 0; i < stages.size(); ++i)
        same.push_back(lane->says_the_same(i, then.stages[i]));
    if (std::ranges::find(same, false) == same.end()) return;
    MovedRows moved(then, lane->batch());
    std::vector<std::uint32_t> picked;
    std::map<std::uint32_t, feel::LongColumn> gifts;  // of those picked
    for (auto from = share.from; from < share.to; from += feel::block_rows) {
        auto const rows = std::min(feel::block_rows, share.to - from);
        lane->begin(from, rows);
        moved.begin(from, rows);
        for (std::size_t i = 0; i + 1 < stages.size(); ++i) {
            if (same[i] && !moved.any()) {
                moved.keep(*lane, stages[i]);
                continue;
            }
            lane->run(i);
            moved.compare(*lane, stages[i]);
        }
        if (!same.back()) {
            show(share, *lane, from, rows, {}, visit);
            continue;
        }
        for (std::size_t row = 0; moved.any() && row < rows; ++row) {
            if (!moved.has(row)) continue;
            picked.push_back(static_cast<std::uint32_t>(from + row));
            for (auto& [slot, column] : then.gifts) gifts[slot].append(lane->slot(slot).at(row));
        }
    }
    run_picked(share, *lane, picked, gifts, visit);
}

void RosterPass::run_picked(Share const& share, RosterLane& lane,
                            std::span<std::uint32_t const> picked,
                            std::map<std::uint32_t, feel::LongColumn>& gifts,
                            Visit const& visit) const {
    std::map<std::uint32_t, feel::LongColumnReader> readers;
    for (auto& [slot, column] : gifts) {
        column.seal();
        readers.emplace(slot, feel::LongColumnReader(column, lane.batch()));
    }
    for (std::size_t from = 0; from < picked.size(); from += feel::block_rows) {
        auto const rows = std::min(feel::block_rows, picked.size() - from);
        lane.begin(picked.subspan(from, rows));
        for (auto& [slot, reader] : readers) lane.set_slot(slot, reader.block(from));
        show(share, lane, 0, rows, picked.subspan(from, rows), visit);
    }
}

void RosterPass::run_changed(unsigned threads, RosterMemory const& then,
                             Visit const& visit) const {
    share_out(threads, [&](Share const& share) {
        run_changed_share(share, then.parts[share.part], visit);
    });
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
