#include "dmn/gap_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dmn/table_reader.hpp"
#include "feel/compare.hpp"
#include "feel/cuts.hpp"

namespace jizhi::dmn {
namespace {

std::optional<Value::Type> scalar_of(Type::Kind kind) {
    switch (kind) {
        case Type::Kind::boolean:
            return Value::Type::boolean;
        case Type::Kind::number:
            return Value::Type::number;
        case Type::Kind::string:
            return Value::Type::string;
        case Type::Kind::date:
            return Value::Type::date;
        case Type::Kind::time:
            return Value::Type::time;
        case Type::Kind::date_time:
            return Value::Type::date_time;
        case Type::Kind::days_duration:
            return Value::Type::days_duration;
        case Type::Kind::months_duration:
            return Value::Type::months_duration;
        default:
            return std::nullopt;
    }
}

/// The type that the clause names, or else that of the input or decision that it reads.
Type const* type_of(Program const& program, Site const& site, std::size_t column) {
    if (auto const* type = site.table->parts().inputs[column].type) return type;
    auto const text = trimmed(site.source->inputs[column].expression.text);
    auto const name =
        std::ranges::find(site.names, text, &std::pair<std::string, std::uint32_t>::first);
    if (name == site.names.end()) return nullptr;
    for (auto const& need : program.units[site.unit].needs)
        if (need.slot == name->second) return program.units[need.unit].type;
    return nullptr;
}

/// Several input clauses that ask the same expression.
class ColumnBuilder {
public:
    ColumnBuilder(Program const& program, Site const& site, std::vector<std::size_t> clauses,
                  std::vector<Undecided>& undecided)
        : site_(site),
          clauses_(std::move(clauses)),
          undecided_(undecided),
          type_(type_of(program, site, clauses_.front())),
          slots_(site.slots + 1),
          run_{environment_, outcome_} {}

    GapColumn build() {
        GapColumn made;
        made.title = title();
        read_cells();
        cut();
        made.pieces = pieces_;
        for (std::size_t rule = 0; rule < cuts_.size(); ++rule) {
            Bits sure(pieces_.size(), true), maybe(pieces_.size(), true);
            for (std::size_t i = 0; i < clauses_.size(); ++i) {
                auto const& cell = site_.table->parts().rows[rule].cells[clauses_[i]];
                if (auto const known = taken(cell, cuts_[rule][i])) {
                    sure &= *known;
                    maybe &= *known;
                } else {
                    sure = Bits(pieces_.size());
                    tell(rule, clauses_[i]);
                }
            }
            made.sure.push_back(std::move(sure));
            made.maybe.push_back(std::move(maybe));
        }
        return made;
    }

private:
    using CellCuts = std::optional<feel::Cuts>;

    [[nodiscard]] InputClause const& clause() const {
        return site_.source->inputs[clauses_.front()];
    }

    [[nodiscard]] Title title() const {
        if (!clause().title.empty()) return clause().title;
        auto const name =
            clause().label.empty() ? trimmed(clause().expression.text) : clause().label;
        return {name, name, {}};
    }

    void gather(feel::Cuts const& cuts) {
        all_.insert(all_.end(), cuts.values.begin(), cuts.values.end());
        ordered_ = ordered_ || cuts.ordered;
    }

    /// What the table knows without FEEL is compiled here: literals, which need no names.
    [[nodiscard]] std::optional<feel::Expression> tests_of(Cell const& cell, std::size_t rule,
                                                           std::size_t column) const {
        if (cell.code() != nullptr) return *cell.code();
        if (cell.kind() != Cell::Kind::values && cell.kind() != Cell::Kind::interval)
            return std::nullopt;
        auto made = feel::compile_unary_tests(site_.source->rules[rule].inputs[column].text, {});
        return made ? std::optional(std::move(*made)) : std::nullopt;
    }

    void read_cells() {
        auto const& rows = site_.table->parts().rows;
        for (std::size_t rule = 0; rule < rows.size(); ++rule) {
            auto const& row = rows[rule];
            auto& found = cuts_.emplace_back();
            for (auto const each : clauses_) {
                only_any_ = only_any_ && row.cells[each].is_any();
                auto const tests = tests_of(row.cells[each], rule, each);
                auto const cuts = tests ? feel::cuts_of(*tests) : CellCuts(feel::Cuts{});
                if (cuts) gather(*cuts);
                found.push_back(cuts);
            }
        }
    }

    /// What bounds the values of the column: the clause's allowed values and the type's.
    void add_bounds() {
        auto const add = [&](std::optional<feel::Expression> const& test, bool also_null) {
            if (!test) return;
            if (auto const cuts = feel::cuts_of(*test)) {
                gather(*cuts);
                bounds_.emplace_back(&*test, also_null);
            } else {
                undecided_.push_back(
                    {clause().expression.place,
                     fmt::format("“{}”的允许值是一般表达式，缺口可能落在允许值之外", title().zh),
                     fmt::format("the allowed values of '{}' are a general expression: a gap may "
                                 "lie outside of them",
                                 title().en)});
            }
        };
        for (auto const each : clauses_) add(site_.table->parts().inputs[each].allowed, true);
        if (type_ == nullptr) return;
        add(type_->allowed, false);
        add(type_->constraint, false);
    }

    [[nodiscard]] bool in_bounds(Portion const& piece) {
        return std::ranges::all_of(bounds_, [&](auto const& bound) {
            if (piece.kind == Portion::Kind::null && !bound.second) return true;
            slots_[0] = piece.example;
            return bound.first->evaluate(slots_, environment_).boolean_or(false);
        });
    }

    std::vector<Value::Type> types() const {
        if (type_ != nullptr && type_->kind != Type::Kind::any) {
            auto const scalar = scalar_of(type_->kind);
            return scalar ? std::vector{*scalar} : std::vector<Value::Type>{};
        }
        std::vector<Value::Type> found;
        for (auto const& each : all_)
            if (std::ranges::find(found, each.type()) == found.end()) found.push_back(each.type());
        return found;
    }

    void cut() {
        if (!only_any_) add_bounds();
        auto const kinds = only_any_ ? std::vector<Value::Type>{} : types();
        for (auto const kind : kinds) {
            auto made = pieces_of(kind, all_, ordered_);
            if (!made) return give_up();
            starts_.push_back(pieces_.size());
            for (auto& piece : *made)
                if (in_bounds(piece)) pieces_.push_back(std::move(piece));
        }
        if (kinds.empty() && !only_any_) return give_up();
        starts_.push_back(pieces_.size());
        Portion const null{};
        if (pieces_.empty() || in_bounds(null)) pieces_.push_back(null);
    }

    /// No pieces: the values have no order, or are lists or contexts.
    void give_up() {
        pieces_ = {Portion{}};
        starts_ = {0};
        opaque_ = true;
    }

    /// The first piece from `from` on that is not wholly below `value`.
    [[nodiscard]] std::size_t position(Value const& value) const {
        for (std::size_t group = 0; group + 1 < starts_.size(); ++group) {
            auto const from = pieces_.begin() + static_cast<std::ptrdiff_t>(starts_[group]);
            auto const to = pieces_.begin() + static_cast<std::ptrdiff_t>(starts_[group + 1]);
            if (from == to || from->example.type() != value.type()) continue;
            auto const at = std::partition_point(from, to, [&](Portion const& piece) {
                if (piece.kind == Portion::Kind::other || piece.high.is_null()) return false;
                auto const ordered = feel::order(piece.high, value);
                return ordered &&
                       (*ordered < 0 || (*ordered == 0 && piece.kind == Portion::Kind::between));
            });
            return static_cast<std::size_t>(at - pieces_.begin());
        }
        return pieces_.size();
    }

    /// The pieces that a cell takes. Between two of its own cuts its answer is the same, so that
    /// one piece of them is asked.
    std::optional<Bits> taken(Cell const& cell, CellCuts const& cuts) {
        if (cell.is_any()) return Bits(pieces_.size(), true);
        if (!cuts || opaque_) return std::nullopt;
        auto borders = starts_;
        for (auto const& each : cuts->values) {
            borders.push_back(position(each));
            borders.push_back(borders.back() + 1);
        }
        for (std::size_t i = 0; i < pieces_.size(); ++i)  // false and true have no order
            if (pieces_[i].example.is(Value::Type::boolean)) borders.push_back(i);
        std::ranges::sort(borders);
        borders.push_back(pieces_.size());
        Bits made(pieces_.size());
        for (std::size_t i = 0; i + 1 < borders.size() && borders[i] < pieces_.size(); ++i) {
            auto const end = std::min(borders[i + 1], pieces_.size());
            if (end == borders[i]) continue;
            if (cell.matches(pieces_[borders[i]].example, slots_, run_))
                made.set_range(borders[i], end);
        }
        return made;
    }

    void tell(std::size_t rule, std::size_t column) {
        auto const& source = site_.source->rules[rule];
        auto const place =
            column < source.inputs.size() ? source.inputs[column].place : source.place;
        undecided_.push_back(
            {place, fmt::format("第 {} 行“{}”是一般表达式，没有判断", rule + 1, title().zh),
             fmt::format("row {}, '{}' is a general expression and was not decided", rule + 1,
                         title().en)});
    }

    Site const& site_;
    std::vector<std::size_t> clauses_;
    std::vector<Undecided>& undecided_;
    Type const* type_;
    std::vector<std::vector<CellCuts>> cuts_;  ///< by rule and clause
    std::vector<Value> all_;
    bool ordered_ = false, only_any_ = true, opaque_ = false;
    std::vector<std::pair<feel::Expression const*, bool>> bounds_;
    std::vector<Portion> pieces_;
    std::vector<std::size_t> starts_;  ///< of each type's pieces, and of null
    std::vector<Value> slots_;
    feel::Environment environment_;
    Outcome outcome_;
    Run run_;
};

}  // namespace

std::vector<GapColumn> gap_columns(Program const& program, Site const& site,
                                   std::vector<Undecided>& undecided) {
    std::vector<std::pair<std::string, std::vector<std::size_t>>> groups;
    for (std::size_t i = 0; i < site.source->inputs.size(); ++i) {
        auto const text = trimmed(site.source->inputs[i].expression.text);
        auto const known = std::ranges::find(
            groups, text, &std::pair<std::string, std::vector<std::size_t>>::first);
        if (known == groups.end())
            groups.emplace_back(text, std::vector{i});
        else
            known->second.push_back(i);
    }
    std::vector<GapColumn> made;
    for (auto const& [text, clauses] : groups)
        made.push_back(ColumnBuilder(program, site, clauses, undecided).build());
    return made;
}

}  // namespace jizhi::dmn
