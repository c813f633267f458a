#include "report/import_row.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kit/text.hpp"
#include "record/cell.hpp"
#include "record/dictionary.hpp"

namespace jizhi::report {
namespace {

constexpr std::string_view level_prefix = "region:", whose = "parent";

/// As exports write sealed values. It says nothing of a record that is known by its number.
bool is_mask(record::Field const& field, std::string_view said) {
    return field.sensitive && said.find("**") != std::string_view::npos;
}

/// "/", "-" and 无 are how people leave a cell empty.
bool says_nothing(std::string_view said) {
    return said == "/" || said == "-" || said == "—" || said == "无" || said == "\\";
}

Value raw_value(Cell const& cell) {
    if (cell.kind == Cell::Kind::empty || says_nothing(text::trim(cell.text))) return {};
    if (cell.kind == Cell::Kind::number)
        if (auto const number = Decimal::parse(cell.text)) return Value(*number);
    return Value(cell.text);
}

}  // namespace

RowReader::RowReader(ImportInput const& input) : input_(input), places_(input.tree, input.scope) {
    auto const& heads = input.sheet.rows[input.head_row];
    for (std::size_t index = 0; index < input.columns.size(); ++index) {
        if (!input.columns[index]) continue;
        auto const& path = *input.columns[index];
        if (path.starts_with(level_prefix)) {
            level_columns_.push_back(index);
            continue;
        }
        if (path == "id") {
            id_column_ = index;
            continue;
        }
        Column column{
            index,   path,    {}, column_letters(index) + " " + cell_at(heads, index).text,
            nullptr, nullptr, {}};
        auto const dot = path.find('.');
        auto const* type = &input.type;
        if (dot != path.npos) {
            column.child = path.substr(0, dot);
            type = input.catalog.type(column.child == whose ? input.type.parent : column.child);
        }
        column.field = type == nullptr ? nullptr : type->field(path.substr(dot + 1));
        if (column.field == nullptr) continue;
        column.dictionary = input.catalog.dictionary(column.field->dictionary);
        columns_.push_back(std::move(column));
    }
}

std::string RowReader::column_of(std::string const& path) const {
    for (auto const& column : columns_)
        if (column.path == path) return column.label;
    return {};
}

Result<Value> RowReader::code_of(Column& column, Cell const& cell) {
    if (auto const found = column.known.find(cell.text); found != column.known.end())
        return found->second;
    auto value = record::read_value(*column.field, raw_value(cell), record::Reading::lenient,
                                    column.dictionary);
    if (value) column.known.emplace(cell.text, *value);
    return value;
}

Result<Value> RowReader::value_of(Column& column, Cell const& cell, Cells const& row) {
    if (column.dictionary != nullptr && cell.kind == Cell::Kind::text) return code_of(column, cell);
    if (column.field->type != record::FieldType::region)
        return record::read_value(*column.field, raw_value(cell), record::Reading::lenient,
                                  column.dictionary);
    if (cell.kind == Cell::Kind::empty) return Value();
    std::vector<std::string> beside;
    for (auto const index : level_columns_) beside.push_back(cell_at(row, index).text);
    TRY(code, places_.find(cell.text, column.field->levels, beside));
    return Value(code);
}

std::string RowReader::id_of(Cells const& row) const {
    if (!id_column_) return {};
    auto const said = std::string(text::trim(cell_at(row, *id_column_).text));
    return says_nothing(said) ? std::string() : text::lower(said);
}

RowReader::Read RowReader::read(std::size_t row, std::vector<CellProblem>& problems) {
    Read read;
    auto const& cells = input_.sheet.rows[row];
    read.id = id_of(cells);
    for (auto& column : columns_) {
        auto const& cell = cell_at(cells, column.index);
        if (cell.kind == Cell::Kind::empty) continue;
        if (!read.id.empty() && is_mask(*column.field, cell.text)) continue;
        auto value = value_of(column, cell, cells);
        read.blank = false;
        if (!value) {
            auto const& error = value.error();
            auto const& title = column.field->title;
            problems.push_back({static_cast<std::int64_t>(row) + 1, column.label, column.path,
                                error.code, fmt::format("「{}」{}", title.zh, error.zh),
                                fmt::format("{}: {}", title.en, error.en), cell.text, error.where,
                                false});
            read.bad = true;
            continue;
        }
        if (value->is_null()) continue;
        if (column.child == whose) {
            read.parent.put(column.field->id, std::move(*value));
            continue;
        }
        if (column.child.empty()) {
            read.values.put(column.field->id, std::move(*value));
            continue;
        }
        auto at =
            std::ranges::find(read.children, column.child, &std::pair<std::string, Context>::first);
        if (at == read.children.end()) at = read.children.insert(at, {column.child, Context{}});
        at->second.put(column.field->id, std::move(*value));
    }
    return read;
}

}  // namespace jizhi::report
