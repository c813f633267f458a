#include "report/column_match.hpp"

#include <algorithm>
#include <map>

#include "kit/text.hpp"

namespace jizhi::report {
namespace {

constexpr std::size_t head_rows_looked_at = 20;
constexpr std::string_view region_levels = "region_level";  // dictionary of the base declarations

void add_name(std::vector<std::string>& names, std::string_view name) {
    auto normal = normal_title(name);
    if (!normal.empty() && std::ranges::find(names, normal) == names.end())
        names.push_back(std::move(normal));
}

Target target_of(record::Field const& field, std::string path, bool required) {
    Target target{std::move(path), field.title, {}, required};
    add_name(target.names, field.title.zh);
    add_name(target.names, field.title.en);
    for (auto const& synonym : field.synonyms) add_name(target.names, synonym);
    return target;
}

/// 3: the very name; 2: the column says more ("本人联系电话"); 0: something else.
int likeness(std::string const& column, Target const& target) {
    auto best = 0;
    for (auto const& name : target.names) {
        if (column == name) return 3;
        // Two Chinese characters are six bytes: a shorter name is contained by accident.
        if (name.size() >= 6 && column.find(name) != std::string::npos) best = 2;
    }
    return best;
}

std::size_t named_in(Cells const& row, std::vector<Target> const& targets) {
    std::size_t named = 0;
    for (auto const& cell : row) {
        auto const title = normal_title(cell.text);
        named += !title.empty() && std::ranges::any_of(targets, [&](Target const& target) {
            return likeness(title, target) == 3;
        });
    }
    return named;
}

std::size_t head_row_of(Sheet const& sheet, std::vector<Target> const& targets) {
    std::size_t best = 0, most = 0;
    for (std::size_t row = 0; row < std::min(sheet.rows.size(), head_rows_looked_at); ++row) {
        auto const named = named_in(sheet.rows[row], targets);
        if (named <= most) continue;
        most = named;
        best = row;
    }
    return best;
}

}  // namespace

std::string normal_title(std::string_view title) {
    auto const half = text::half_width(title);
    std::string normal;
    auto depth = 0;
    for (auto const c : half) {
        if (c == '(' || c == '[')
            ++depth;
        else if ((c == ')' || c == ']') && depth > 0)
            --depth;
        else if (depth == 0 && std::string_view(" \t\r\n*:_-/").find(c) == std::string_view::npos)
            normal.push_back(c);
    }
    return text::lower(text::replace_all(normal, "：", ""));
}

record::Title record_number_title() { return {"记录编号", "Record number"}; }

std::vector<Target> import_targets(record::Catalog const& catalog, record::RecordType const& type) {
    std::vector<Target> targets;
    for (auto const& field : type.fields)
        if (!field.computed && !field.counted)
            targets.push_back(target_of(field, field.id, field.required));
    if (auto const* parent = catalog.type(type.parent))
        for (auto const& id : parent->key)
            targets.push_back(target_of(*parent->field(id), "parent." + id, true));
    Target number{"id", record_number_title(), {}, false};
    add_name(number.names, number.title.zh);
    add_name(number.names, number.title.en);
    targets.push_back(std::move(number));
    for (auto const& imported : type.imported_children) {
        auto const* child = catalog.type(imported.child);
        if (child == nullptr) continue;
        for (auto const& id : imported.fields) {
            auto const* field = child->field(id);
            if (field == nullptr) continue;
            auto target = target_of(*field, imported.child + "." + id, false);
            // What this sheet calls it comes before what a sheet of the child alone would.
            if (auto const at = imported.synonyms.find(id); at != imported.synonyms.end())
                for (auto const& synonym : at->second) add_name(target.names, synonym);
            targets.push_back(std::move(target));
        }
    }
    if (auto const* levels = catalog.dictionary(region_levels))
        for (auto const& code : levels->codes) {
            Target target{"region:" + code.code, code.title, {}, false};
            add_name(target.names, code.title.zh);
            for (auto const& synonym : code.synonyms) add_name(target.names, synonym);
            targets.push_back(std::move(target));
        }
    return targets;
}

Matching match_columns(Sheet const& sheet, std::vector<Target> const& targets) {
    Matching matching;
    if (sheet.rows.empty()) return matching;
    matching.head_row = head_row_of(sheet, targets);
    auto const& heads = sheet.rows[matching.head_row];
    std::size_t width = heads.size();
    for (auto const& row : sheet.rows) width = std::max(width, row.size());
    matching.columns.resize(width);
    std::vector<bool> given(targets.size());
    for (auto const wanted : {3, 2})
        for (std::size_t column = 0; column < heads.size(); ++column) {
            if (matching.columns[column]) continue;
            auto const title = normal_title(heads[column].text);
            for (std::size_t i = 0; i < targets.size(); ++i) {
                if (given[i] || title.empty() || likeness(title, targets[i]) != wanted) continue;
                matching.columns[column] = targets[i].path;
                given[i] = true;
                break;
            }
        }
    return matching;
}

}  // namespace jizhi::report
