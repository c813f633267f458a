#include "report/import_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "value/temporal.hpp"

namespace jizhi::report {
namespace {

constexpr std::size_t samples = 3;
constexpr std::string_view reason_title = "没有收下的原因";

Cell text_cell(std::string text) {
    if (text.empty()) return {};
    return {Cell::Kind::text, std::move(text)};
}

Value problem_value(CellProblem const& problem) {
    return Context{{"row", problem.row},        {"column", problem.column},
                   {"field", problem.field},    {"code", problem.code},
                   {"zh", problem.zh},          {"en", problem.en},
                   {"value", problem.value},    {"suggestion", problem.suggestion},
                   {"warning", problem.warning}};
}

}  // namespace

std::string instant_text(Micros at) {
    constexpr Micros per_second = 1'000'000;
    auto const seconds = (at >= 0 ? at : at - per_second + 1) / per_second;
    auto const day = (seconds >= 0 ? seconds : seconds - seconds_per_day + 1) / seconds_per_day;
    auto const second = seconds - day * seconds_per_day;
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_text(Date{day}), second / 3600, second / 60 % 60,
                       second % 60);
}

Value outcome_value(ImportPlan const& plan, std::size_t problems_max) {
    List errors;
    for (auto const& problem : plan.problems) {
        if (errors.size() == problems_max) break;
        errors.push_back(problem_value(problem));
    }
    using Kind = RowPlan::Kind;
    return Context{{"counts", Context{{"create", plan.count(Kind::create)},
                                      {"update", plan.count(Kind::update)},
                                      {"unchanged", plan.count(Kind::unchanged)},
                                      {"bad", plan.count(Kind::bad)}}},
                   {"errors", Value(std::move(errors))},
                   {"errors_total", static_cast<std::int64_t>(plan.problems.size())}};
}

Value failure_value(Error const& error) {
    return Context{
        {"error",
         Context{
             {"code", error.code}, {"where", error.where}, {"zh", error.zh}, {"en", error.en}}}};
}

Context describe_file(Sheet const& sheet, std::size_t head_row,
                      std::vector<std::optional<std::string>> const& columns,
                      std::vector<Target> const& targets) {
    List described;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        List shown;
        for (auto row = head_row + 1; row < sheet.rows.size() && shown.size() < samples; ++row)
            if (auto const& cell = cell_at(sheet.rows[row], index); !cell.text.empty())
                shown.push_back(Value(cell.text));
        auto const title = sheet.rows.empty() ? "" : cell_at(sheet.rows[head_row], index).text;
        if (title.empty() && shown.empty()) continue;
        described.push_back(Context{{"index", static_cast<std::int64_t>(index)},
                                    {"letters", column_letters(index)},
                                    {"title", title},
                                    {"sample", Value(std::move(shown))},
                                    {"field", columns[index] ? Value(*columns[index]) : Value()}});
    }
    List fields;
    for (auto const& target : targets)
        fields.push_back(Context{{"id", target.path},
                                 {"title", target.title.to_value()},
                                 {"required", target.required}});
    return Context{{"sheet", sheet.name},
                   {"header_row", static_cast<std::int64_t>(head_row) + 1},
                   {"columns", Value(std::move(described))},
                   {"fields", Value(std::move(fields))},
                   {"rows", static_cast<std::int64_t>(sheet.rows.size()) -
                                static_cast<std::int64_t>(head_row) - 1}};
}

SheetLayout rejected_layout(Sheet const& sheet, std::size_t head_row, Value const& errors) {
    std::map<std::int64_t, std::string> reasons;
    if (errors.is(Value::Type::list))
        for (auto const& error : errors.list()) {
            if (error["warning"].boolean_or(false)) continue;
            auto& reason = reasons[error["row"].integer_or(0)];
            if (!reason.empty()) reason += "; ";
            reason += error["zh"].string_or("");
            if (auto const right = error["suggestion"].string_or(""); !right.empty())
                reason += fmt::format("(应为 {})", right);
        }
    SheetLayout layout;
    layout.name = sheet.name;
    if (head_row >= sheet.rows.size()) return layout;
    std::size_t width = 0;
    for (auto const& row : sheet.rows) width = std::max(width, row.size());
    for (std::size_t i = 0; i < width; ++i)
        layout.heads.push_back(cell_at(sheet.rows[head_row], i).text);
    layout.heads.emplace_back(reason_title);
    for (auto const& [row, reason] : reasons) {
        auto cells = row > 0 && static_cast<std::size_t>(row) <= sheet.rows.size()
                         ? sheet.rows[static_cast<std::size_t>(row) - 1]
                         : Cells{};
        cells.resize(width);
        cells.push_back(text_cell(reason));
        layout.rows.push_back(std::move(cells));
    }
    return layout;
}

bool is_rejected_sheet(Sheet const& sheet, std::size_t head_row) {
    return head_row < sheet.rows.size() &&
           std::ranges::any_of(
               sheet.rows[head_row], [](Cell const& cell) { return cell.text == reason_title; });
}

SheetLayout template_layout(record::Catalog const& catalog, record::RecordType const& type) {
    SheetLayout layout;
    layout.name = type.title.zh;
    if (auto const* parent = catalog.type(type.parent))
        for (auto const& id : parent->key)
            layout.heads.push_back(parent->field(id)->title.zh + "*");
    for (auto const& field : type.fields) {
        if (field.derived()) continue;
        layout.heads.push_back(field.title.zh + (field.required ? "*" : ""));
    }
    for (auto const& [child, ids, synonyms] : type.imported_children) {
        auto const* declared = catalog.type(child);
        if (declared == nullptr) continue;
        for (auto const& id : ids)
            if (auto const* field = declared->field(id)) layout.heads.push_back(field->title.zh);
    }
    return layout;
}

}  // namespace jizhi::report
