#include "dmn/gaps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "dmn/gap_columns.hpp"
#include "dmn/table_reader.hpp"
#include "feel/cuts.hpp"

namespace jizhi::dmn {
namespace {

constexpr std::size_t shown_max = 50;     // gaps and overlaps that are spelled out
constexpr std::size_t columns_max = 200;  // the search goes as deep as there are columns

class Analysis {
public:
    Analysis(Program const& program, Site const& site, Work& work)
        : site_(site), table_(*site.source), work_(work) {
        auto const& unit = program.units[site.unit];
        report_.source = unit.definitions->source;
        report_.decision_id = unit.element->id;
        report_.table = site.name;
        if (site.name == unit.element->name) report_.title = unit.element->title;
        report_.place = table_.rules.empty() ? unit.element->place : table_.rules.front().place;
        report_.definition = &table_;
        columns_ = gap_columns(program, site, report_.undecided);
        for (auto const& column : columns_) sizes_.push_back(column.pieces.size());
        for (std::size_t rule = 0; rule < table_.rules.size(); ++rule) {
            sure_.push_back(box(rule, &GapColumn::sure));
            maybe_.push_back(box(rule, &GapColumn::maybe));
        }
    }

    TableReport run() {
        if (columns_.size() > columns_max) {
            say_undecided("列数太多，没有判断缺口与重叠",
                          "too many columns: gaps and overlaps were not decided");
            return std::move(report_);
        }
        find_gaps();
        find_overlaps();
        find_unreachable();
        return std::move(report_);
    }

private:
    [[nodiscard]] Box box(std::size_t rule, std::vector<Bits> GapColumn::* which) const {
        Box made;
        for (auto const& column : columns_) made.push_back((column.*which)[rule]);
        return made;
    }

    void say_undecided(std::string zh, std::string en) {
        report_.undecided.push_back({report_.place, std::move(zh), std::move(en)});
    }

    [[nodiscard]] Corners corners(Box const& where) const {
        Corners made;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            auto const chosen = where[i].members();
            Corner corner{columns_[i].title, {}, {}, chosen.size() == sizes_[i]};
            corner.values =
                corner.any ? Said{"任何值", "any value"} : said(columns_[i].pieces, chosen);
            if (!chosen.empty()) corner.example = columns_[i].pieces[chosen.front()].example;
            made.push_back(std::move(corner));
        }
        return made;
    }

    /// A gap is what no rule takes even where the undecided cells would take all.
    void find_gaps() {
        auto const has_default = std::ranges::any_of(
            table_.outputs, [](auto const& each) { return !trimmed(each.otherwise.text).empty(); });
        using enum HitPolicy;
        auto const policy = table_.hit_policy;
        report_.gaps_matter = !has_default && (policy == unique || policy == any ||
                                               policy == first || policy == priority);
        auto const found = uncovered(sizes_, maybe_, shown_max, work_);
        if (!found)
            return say_undecided("规则太多，没有判断有没有缺口",
                                 "too many rules to decide on gaps");
        report_.gaps_total = found->total;
        for (auto const& each : found->boxes) report_.gaps.push_back(corners(each));
    }

    void find_overlaps() {
        if (table_.hit_policy != HitPolicy::unique && table_.hit_policy != HitPolicy::any) return;
        for (std::uint32_t b = 1; b < sure_.size(); ++b)
            for (std::uint32_t a = 0; a < b; ++a) {
                auto shared = meeting(sure_[a], sure_[b]);
                if (work_.left < 0)
                    return say_undecided("规则太多，没有查完重叠",
                                         "too many rules: not all overlaps were looked for");
                if (!shared || !clash(a, b)) continue;
                ++report_.overlaps_total;
                if (report_.overlaps.size() < shown_max)
                    report_.overlaps.push_back({a, b, corners(*shared)});
            }
    }

    /// What both boxes take, if anything.
    [[nodiscard]] std::optional<Box> meeting(Box const& a, Box const& b) {
        for (std::size_t i = 0; i < a.size(); ++i)
            if (!work_.spend(a[i].words().size() / 4) || !a[i].meets(b[i])) return std::nullopt;
        auto shared = a;
        for (std::size_t i = 0; i < a.size(); ++i) shared[i] &= b[i];
        return shared;
    }

    /// Under UNIQUE any two; under ANY two that give different results.
    bool clash(std::uint32_t a, std::uint32_t b) {
        if (table_.hit_policy == HitPolicy::unique) return true;
        auto const &x = table_.rules[a].outputs, &y = table_.rules[b].outputs;
        for (std::size_t i = 0; i < x.size() && i < y.size(); ++i) {
            if (trimmed(x[i].text) == trimmed(y[i].text)) continue;
            auto const &left = output(a, i), &right = output(b, i);
            if (left && right && *left == *right) continue;
            if (left && right) return true;
            report_.undecided.push_back(
                {y[i].place,
                 fmt::format("第 {} 行与第 {} 行同时匹配，结果是一般表达式，没有比较", a + 1,
                             b + 1),
                 fmt::format("rows {} and {} match together; their outputs are general expressions "
                             "and were not compared",
                             a + 1, b + 1)});
        }
        return false;
    }

    /// An output cell's value where it is a constant.
    std::optional<Value> const& output(std::uint32_t rule, std::size_t column) {
        auto const [at, fresh] = outputs_.try_emplace({rule, column});
        if (!fresh) return at->second;
        auto const code = feel::compile(table_.rules[rule].outputs[column].text, {});
        if (code) at->second = feel::constant_of(*code);
        return at->second;
    }

    void find_unreachable() {
        for (std::uint32_t rule = 0; rule < maybe_.size(); ++rule) {
            if (std::ranges::any_of(maybe_[rule], &Bits::empty)) {
                report_.unreachable.push_back({rule, {}});
                continue;
            }
            auto const before = going_before(rule);
            if (before.empty()) continue;
            std::vector<Box const*> boxes;
            for (auto const each : before) boxes.push_back(&sure_[each]);
            auto const hidden = covered(maybe_[rule], boxes, work_);
            if (!hidden)
                return say_undecided("规则太多，没有查完轮不到的行",
                                     "too many rules: not all unreachable rows were looked for");
            if (*hidden) report_.unreachable.push_back({rule, needed(rule, before)});
        }
    }

    /// Rules that win over this one wherever both match, as the hit policy says.
    std::vector<std::uint32_t> going_before(std::uint32_t rule) {
        std::vector<std::uint32_t> found;
        if (table_.hit_policy == HitPolicy::first) {
            found.resize(rule);
            std::iota(found.begin(), found.end(), 0U);
        }
        if (table_.hit_policy != HitPolicy::priority) return found;
        auto const own = ranks(rule);
        for (std::uint32_t other = 0; own && other < sure_.size(); ++other) {
            auto const theirs = ranks(other);
            if (theirs && (*theirs < *own || (*theirs == *own && other < rule)))
                found.push_back(other);
        }
        return found;
    }

    [[nodiscard]] std::optional<std::vector<std::size_t>> ranks(std::uint32_t rule) {
        std::vector<std::size_t> made;
        auto const& outputs = site_.table->parts().outputs;
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            if (i >= table_.rules[rule].outputs.size()) return std::nullopt;
            auto const& value = output(rule, i);
            if (!value) return std::nullopt;
            made.push_back(static_cast<std::size_t>(std::ranges::find(outputs[i].ordered, *value) -
                                                    outputs[i].ordered.begin()));
        }
        return made;
    }

    /// Those of the rules that have anything in common with this one.
    [[nodiscard]] std::vector<std::uint32_t> needed(std::uint32_t rule,
                                                    std::vector<std::uint32_t> const& rules) {
        std::vector<std::uint32_t> found;
        for (auto const each : rules)
            if (meeting(maybe_[rule], sure_[each])) found.push_back(each);
        return found;
    }

    Site const& site_;
    DecisionTable const& table_;
    Work& work_;
    TableReport report_;
    std::vector<GapColumn> columns_;
    std::vector<std::size_t> sizes_;
    std::vector<Box> sure_, maybe_;
    std::map<std::pair<std::uint32_t, std::size_t>, std::optional<Value>> outputs_;
};

}  // namespace

std::vector<TableReport> find_gaps(Program const& program, std::string_view decision,
                                   std::int64_t work) {
    std::vector<TableReport> made;
    for (auto const& site : program.sites) {
        if (site.table == nullptr || site.source == nullptr) continue;
        auto const& unit = program.units[site.unit];
        auto const& element = *unit.element;
        if (unit.definitions != program.root.get()) continue;
        if (!decision.empty() && element.id != decision && element.name != decision) continue;
        Work left{work};
        made.push_back(Analysis(program, site, left).run());
    }
    return made;
}

}  // namespace jizhi::dmn
