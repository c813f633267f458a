#include "report/record_sheet.hpp"

#include "kit/text.hpp"
#include "record/cell.hpp"
#include "report/column_match.hpp"
#include "report/csv.hpp"
#include "value/json.hpp"

namespace jizhi::report {
namespace {

record::Field const* field_at(record::Catalog const& catalog, record::RecordType const& type,
                              std::string_view path) {
    auto const dot = path.find('.');
    if (dot == std::string_view::npos) return type.field(path);
    auto const owner = path.substr(0, dot);
    auto const* of = catalog.type(owner == "parent" ? std::string_view(type.parent) : owner);
    return of == nullptr ? nullptr : of->field(path.substr(dot + 1));
}

Value const* value_in(record::Row const& row, std::string_view id) {
    for (auto const& extra : row.extra)
        if (extra.id == id) return &extra.value;
    return row.values.find(id);
}

Cell cell_of(record::Display& display, record::Field const& field, Value const* value,
             std::string const& region, std::string_view language) {
    if (value == nullptr || value->is_null()) return {};
    auto const type = field.type;
    if (type == record::FieldType::integer || type == record::FieldType::decimal ||
        type == record::FieldType::money) {
        auto const json = record::json_form(field, *value);
        return {Cell::Kind::number, json.is(Value::Type::string) ? json.string() : to_json(json)};
    }
    auto said = display.text(field, *value, region, language);
    return {type == record::FieldType::date ? Cell::Kind::date : Cell::Kind::text, std::move(said)};
}

std::string csv_of(SheetLayout const& layout) {
    Sheet sheet{.name = layout.name, .rows = {}};
    Cells heads;
    for (auto const& head : layout.heads) heads.push_back({Cell::Kind::text, head});
    sheet.rows.push_back(std::move(heads));
    sheet.rows.insert(sheet.rows.end(), layout.rows.begin(), layout.rows.end());
    return write_csv(sheet);
}

}  // namespace

std::vector<SheetColumn> sheet_columns(record::Catalog const& catalog,
                                       record::RecordType const& type, std::string_view asked) {
    std::vector<SheetColumn> columns;
    for (auto const part : text::split(asked, ',')) {
        auto const id = text::trim(part);
        if (auto const* field = field_at(catalog, type, id))
            columns.push_back({std::string(id), field});
    }
    if (!columns.empty()) return columns;
    for (auto const& field : type.fields)
        if (field.list) columns.push_back({field.id, &field});
    return columns;
}

std::vector<std::string> column_ids(std::vector<SheetColumn> const& columns) {
    std::vector<std::string> ids;
    for (auto const& column : columns) ids.push_back(column.id);
    return ids;
}

SheetLayout record_sheet(record::Display& display, record::RecordType const& type,
                         std::vector<SheetColumn> const& columns,
                         std::vector<record::Row> const& rows, std::string_view language,
                         bool demo) {
    auto const in = [&](record::Title const& title) {
        return language == "en" ? title.en : title.zh;
    };
    SheetLayout sheet;
    sheet.name = in(type.title);
    if (demo) sheet.name += language == "en" ? " (demo data)" : "(演示数据)";
    for (auto const& column : columns) sheet.heads.push_back(in(column.field->title));
    sheet.heads.push_back(in(record_number_title()));
    for (auto const& row : rows) {
        Cells cells;
        for (auto const& column : columns)
            cells.push_back(
                cell_of(display, *column.field, value_in(row, column.id), row.region, language));
        cells.push_back({Cell::Kind::text, row.id});
        sheet.rows.push_back(std::move(cells));
    }
    return sheet;
}

Result<std::string> sheet_file(SheetLayout const& sheet, bool csv) {
    if (csv) return csv_of(sheet);
    return write_xlsx({sheet});
}

}  // namespace jizhi::report
