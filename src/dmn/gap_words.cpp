#include <fmt/format.h>

#include "dmn/gaps.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

std::string literal(Value const& value, bool zh) {
    if (value.is_null()) return zh ? "空" : "null";
    return to_literal(value);
}

/// "年龄 < 18，学历 空", columns that do not matter left out.
std::string conditions(Corners const& corners, bool zh) {
    std::string made;
    for (auto const& each : corners) {
        if (each.any) continue;
        made += (made.empty() ? "" : zh ? "，" : "; ");
        made += zh ? each.title.zh + "：" + each.values.zh : each.title.en + ": " + each.values.en;
    }
    return made.empty() ? (zh ? "任何输入" : "any input") : made;
}

/// "年龄 = 17，学历 = 空"
std::string example(Corners const& corners, bool zh) {
    std::string made;
    for (auto const& each : corners) {
        made += (made.empty() ? "" : zh ? "，" : ", ");
        made += (zh ? each.title.zh : each.title.en) + " = " + literal(each.example, zh);
    }
    return made;
}

std::string rows(std::vector<std::uint32_t> const& rules) {
    constexpr std::size_t most = 8;
    std::string made;
    for (std::size_t i = 0; i < rules.size() && i < most; ++i)
        made += (made.empty() ? "" : ", ") + std::to_string(rules[i] + 1);
    return made + (rules.size() > most ? " …" : "");
}

/// Makes the findings of one table.
class Words {
public:
    explicit Words(TableReport const& report)
        : report_(report),
          zh_(report.title.zh.empty() ? report.table : report.title.zh),
          en_(report.title.en.empty() ? report.table : report.title.en) {}

    std::vector<Finding> all() {
        for (auto const& gap : report_.gaps) say_gap(gap);
        if (report_.gaps_total > static_cast<double>(report_.gaps.size()))
            add("dmn.gap", false, report_.place, {},
                fmt::format("决策表“{}”共有 {:.0f} 处缺口，只列出前 {} 处", zh_,
                            report_.gaps_total, report_.gaps.size()),
                fmt::format("table '{}' has {:.0f} gaps in all; the first {} are listed",
                            en_, report_.gaps_total, report_.gaps.size()));
        for (auto const& each : report_.overlaps) say_overlap(each);
        if (report_.overlaps_total > report_.overlaps.size())
            add("dmn.overlap", true, report_.place, {},
                fmt::format("决策表“{}”共有 {} 处重叠，只列出前 {} 处", zh_,
                            report_.overlaps_total, report_.overlaps.size()),
                fmt::format("table '{}' has {} overlaps in all; the first {} are listed",
                            en_, report_.overlaps_total, report_.overlaps.size()));
        for (auto const& each : report_.unreachable) say_unreachable(each);
        for (auto const& each : report_.undecided)
            add("dmn.undecided", false, each.place, {},
                fmt::format("决策表“{}”：{}", zh_, each.zh),
                fmt::format("table '{}': {}", en_, each.en));
        return std::move(made_);
    }

private:
    void add(std::string code, bool error, Place place, std::vector<std::uint32_t> const& rules,
             std::string zh, std::string en) {
        auto where = fmt::format("{}:{}:{}", report_.source, place.line, place.column);
        Finding made{error, {std::move(code), std::move(where), std::move(zh), std::move(en)}, {}};
        for (auto const each : rules) made.rules.push_back(report_.definition->rules[each].id);
        made_.push_back(std::move(made));
    }

    [[nodiscard]] Place place_of(std::uint32_t rule) const {
        return report_.definition->rules[rule].place;
    }

    void say_gap(Corners const& gap) {
        auto const zh_end = report_.gaps_matter ? "。请补一行，或填写默认结果" : "";
        auto const* en_end = report_.gaps_matter ? ". Add a rule or a default output" : "";
        add("dmn.gap", false, report_.place, {},
            fmt::format("决策表“{}”有缺口，没有一行匹配：{}；例如 {}{}", zh_,
                        conditions(gap, true), example(gap, true), zh_end),
            fmt::format("table '{}' has a gap, no row matches {}; for example {}{}", en_,
                        conditions(gap, false), example(gap, false), en_end));
    }

    void say_overlap(Overlap const& overlap) {
        auto const unique = report_.definition->hit_policy == HitPolicy::unique;
        auto const a = overlap.first + 1, b = overlap.second + 1;
        add("dmn.overlap", true, place_of(overlap.second), {overlap.first, overlap.second},
            fmt::format("决策表“{}”第 {} 行与第 {} 行{}：{}；例如 {}。请改窄其中一行",
                        zh_, a, b,
                        unique ? "重叠，而命中策略要求唯一" : "同时匹配而结果不同",
                        conditions(overlap.inputs, true), example(overlap.inputs, true)),
            fmt::format("table '{}': rows {} and {} {}: {}; for example {}. Narrow one of them",
                        en_, a, b,
                        unique ? "overlap, but the hit policy is UNIQUE"
                               : "match together with different results",
                        conditions(overlap.inputs, false), example(overlap.inputs, false)));
    }

    void say_unreachable(Unreachable const& each) {
        auto const row = each.rule + 1;
        if (each.by.empty())
            return add(
                "dmn.unreachable", false, place_of(each.rule), {each.rule},
                fmt::format("决策表“{}”第 {} 行永远不会匹配，请改条件或删除", zh_, row),
                fmt::format("table '{}': row {} can never match; change or delete it",
                            en_, row));
        auto rules = each.by;
        rules.insert(rules.begin(), each.rule);
        add("dmn.unreachable", false, place_of(each.rule), rules,
            fmt::format("决策表“{}”第 {} 行永远轮不到，第 {} 行总在它之前；请调整顺序或删除",
                        zh_, row, rows(each.by)),
            fmt::format("table '{}': row {} is never reached, rows {} always come before it; "
                        "reorder or delete it",
                        en_, row, rows(each.by)));
    }

    TableReport const& report_;
    std::string const zh_, en_;  ///< what the table is called
    std::vector<Finding> made_;
};

}  // namespace

std::vector<Finding> findings(TableReport const& report) { return Words(report).all(); }

}  // namespace jizhi::dmn
