#include "decision/bound_roster.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "decision/binding.hpp"
#include "feel/column_encoder.hpp"

namespace jizhi::decision {
namespace {

/// The part of a path where rules stand.
std::vector<std::string> within(std::vector<std::string> const& path,
                                std::set<std::string, std::less<>> const& regions) {
    std::vector<std::string> found;
    std::ranges::copy_if(path, std::back_inserter(found),
                         [&](auto const& each) { return regions.contains(each); });
    return found;
}

/// Parameters are the rules' own: what reads them is evaluated with the rules, not before.
bool reads_parameters(std::string_view text) {
    return text.find("param(") != std::string_view::npos;
}

}  // namespace

std::set<std::string, std::less<>> rule_regions(Book const& book) {
    auto regions = book.parameters().localities();
    for (auto const* model : book.all())
        if (!model->region.empty()) regions.insert(model->region);
    return regions;
}

bool BoundRoster::fits(Book const& book) const {
    return std::ranges::includes(regions_, rule_regions(book));
}

/// The records of one part that are not bound yet.
struct BoundRoster::Builder::Filling {
    Filling(feel::Environment surroundings, std::size_t reads)
        : environment(std::move(surroundings)), batch(environment), slots(reads) {
        for (std::size_t i = 0; i < reads; ++i)
            encoders.push_back(std::make_unique<feel::ColumnEncoder>(batch));
    }
    feel::Environment environment;
    feel::Batch batch;
    std::vector<std::unique_ptr<feel::ColumnEncoder>> encoders;
    std::vector<std::vector<Value>> slots;  ///< by what is read, then by row
    std::size_t rows = 0;
};

BoundRoster::Builder::Builder(Builder&&) noexcept = default;
BoundRoster::Builder::~Builder() = default;

BoundRoster::Builder::Builder(Desk const& desk, record::RecordType const& type, Setting setting,
                              std::vector<std::shared_ptr<Book const>> const& books,
                              Decided decided)
    : desk_(&desk),
      type_(&type),
      decided_(decided),
      scope_(Binding::scope_of(type)),
      as_of_(setting.as_of),
      period_(setting.period.to_value()),
      evaluator_(
          std::make_unique<Evaluator>(desk, books.front(), desk.catalogs().now(), setting)) {
    made_.setting_ = std::move(setting);
    made_.slot_count_ = static_cast<std::uint32_t>(scope_.names.size());
    for (auto const& book : books) made_.regions_.merge(rule_regions(*book));
}

Result<BoundRoster::Builder> BoundRoster::Builder::make(
    Desk const& desk, record::RecordType const& type, RunView const& view, Setting setting,
    std::vector<std::shared_ptr<Book const>> const& books, Decided decided) {
    Builder builder(desk, type, std::move(setting), books, decided);
    CHECK_OK(builder.plan(view.model, view.extra_names()));
    return builder;
}

Result<BoundRoster::Builder> BoundRoster::Builder::make(Desk const& desk,
                                                        record::RecordType const& type,
                                                        std::string const& model, Setting setting,
                                                        std::shared_ptr<Book const> const& book) {
    Builder builder(desk, type, std::move(setting), {book}, Decided::stored);
    CHECK_OK(builder.plan(model, {}));
    return builder;
}

Result<void> BoundRoster::Builder::plan(std::string const& model,
                                        std::vector<std::string> const& extra_names) {
    std::set<std::string> seen;
    CHECK_OK(plan_stage(model, seen));
    // What the run gives wins over the bind.
    auto& inputs = made_.stages_.back().inputs;
    for (auto const& name : extra_names) {
        std::erase_if(inputs, [&](Source const& each) { return each.input == name; });
        inputs.push_back({name, column({.code = {}, .slot = {}, .extra = name}), nullptr});
    }
    std::set<std::uint32_t> read;
    for (auto const& wanted : wanted_) {
        if (wanted.code) read.insert(wanted.code->inputs().begin(), wanted.code->inputs().end());
        if (wanted.slot) read.insert(*wanted.slot);
    }
    read_.assign(read.begin(), read.end());
    return {};
}

/// Plans what the model reads, and before it the models that decide a field it reads.
Result<void> BoundRoster::Builder::plan_stage(std::string const& model,
                                              std::set<std::string>& seen) {
    seen.insert(model);
    Stage stage{.model = model, .inputs = {}, .gifts = {}};
    if (auto const declared = type_->bind.find(model); declared != type_->bind.end())
        for (auto const& [name, text] : declared->second)
            CHECK_OK(plan_input(stage, name, text, seen));
    for (auto const& [field, component] : decided_fields(*type_, model)) {
        auto const at = std::ranges::find(scope_.names, field->id) - scope_.names.begin();
        stage.gifts.push_back({static_cast<std::uint32_t>(at), component});
    }
    made_.stages_.push_back(std::move(stage));
    return {};
}

Result<void> BoundRoster::Builder::plan_input(Stage& stage, std::string const& name,
                                              std::string const& text,
                                              std::set<std::string>& seen) {
    auto code = feel::compile(text, scope_);
    if (!code) {
        auto error = code.error();
        error.where = fmt::format("{}.bind.{}.{}:{}", type_->id, stage.model, name, error.where);
        return std::unexpected(std::move(error));
    }
    auto columns = std::make_shared<feel::ColumnCode const>(*code);
    TRY(decided, decided_before(*columns, seen));
    if (!decided && !reads_parameters(text)) {
        auto const at = column({.code = std::move(columns), .slot = {}, .extra = {}});
        stage.inputs.push_back({name, at, nullptr});
        return {};
    }
    for (auto const slot : columns->inputs()) keep_slot(slot);
    stage.inputs.push_back({name, std::nullopt, std::move(columns)});
    return {};
}

/// Whether the code reads a field that a stage decides; plans that stage.
Result<bool> BoundRoster::Builder::decided_before(feel::ColumnCode const& code,
                                                  std::set<std::string>& seen) {
    auto found = false;
    if (decided_ == Decided::stored) return found;
    for (auto const slot : code.inputs()) {
        auto const* field = type_->field(scope_.names[slot]);
        if (field == nullptr || field->decided_by.empty()) continue;
        auto const decider = field->decided_by.substr(0, field->decided_by.find('.'));
        if (!type_->bind.contains(decider)) continue;
        if (!seen.contains(decider)) CHECK_OK(plan_stage(decider, seen));
        // One that is still being planned decides by what is stored: it cannot wait for itself.
        found = found ||
                std::ranges::find(made_.stages_, decider, &Stage::model) != made_.stages_.end();
    }
    return found;
}

std::size_t BoundRoster::Builder::column(Wanted wanted) {
    wanted_.push_back(std::move(wanted));
    return wanted_.size() - 1;
}

void BoundRoster::Builder::keep_slot(std::uint32_t slot) {
    if (made_.slots_.contains(slot)) return;
    made_.slots_.emplace(slot, column({.code = {}, .slot = slot, .extra = {}}));
}

std::size_t BoundRoster::Builder::part_of(std::string const& region) {
    auto const known = part_by_region_.find(region);
    if (known != part_by_region_.end()) return known->second;
    auto path = desk_->path(region);
    auto const [at, added] =
        part_by_path_.try_emplace(within(path, made_.regions_), made_.parts_.size());
    if (added) {
        Part part{.path = std::move(path), .members = {}, .columns = {}};
        part.columns.resize(wanted_.size());
        made_.parts_.push_back(std::move(part));
        filling_.push_back(
            std::make_unique<Filling>(evaluator_->environment_at(region), read_.size()));
    }
    part_by_region_.emplace(region, at->second);
    return at->second;
}

void BoundRoster::Builder::add(record::Loaded const& record, Context const& extra) {
    auto const index = part_of(record.region);
    auto& part = made_.parts_[index];
    auto& filling = *filling_[index];
    auto slots = Binding::slots_of(scope_, record.value, as_of_, period_);
    for (std::size_t i = 0; i < read_.size(); ++i)
        filling.slots[i].push_back(std::move(slots[read_[i]]));
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
        if (wanted_[i].extra.empty()) continue;
        auto const* given = extra.find(wanted_[i].extra);
        part.columns[i].append(given == nullptr ? Value() : *given);
    }
    part.members.push_back(static_cast<std::uint32_t>(made_.members_.size()));
    made_.members_.push_back({record.id, record.value[type_->label].string_or(""), record.region});
    if (++filling.rows == feel::block_rows) flush(index);
}

void BoundRoster::Builder::flush(std::size_t index) {
    auto& filling = *filling_[index];
    auto& part = made_.parts_[index];
    if (filling.rows == 0) return;
    filling.batch.begin(filling.rows);
    std::vector<feel::Column> slots(scope_.names.size());
    for (std::size_t i = 0; i < read_.size(); ++i) {
        slots[read_[i]] = filling.encoders[i]->encode(filling.slots[i]);
        filling.slots[i].clear();
    }
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
        auto const& wanted = wanted_[i];
        if (wanted.code)
            part.columns[i].append(wanted.code->evaluate(slots, filling.batch), filling.rows);
        if (wanted.slot) part.columns[i].append(slots[*wanted.slot], filling.rows);
    }
    filling.rows = 0;
}

BoundRoster BoundRoster::Builder::take() {
    for (std::size_t i = 0; i < filling_.size(); ++i) flush(i);
    filling_.clear();
    for (auto& part : made_.parts_)
        for (auto& column : part.columns) column.seal();
    return std::move(made_);
}

}  // namespace jizhi::decision
