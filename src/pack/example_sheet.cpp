#include "pack/example_sheet.hpp"

#include <map>

#include "value/temporal.hpp"

namespace jizhi::pack {
namespace {

using report::Cell;

std::unexpected<Error> wrong(Node const& node, std::string zh, std::string en) {
    return fail("example_sheet.invalid", node.where(), std::move(zh), std::move(en));
}

struct Column {
    std::string title;
    feel::Expression value;
};

struct Kind {
    std::string id, column;
    feel::Expression value;
};

struct Declared {
    std::string name, title, record;
    std::vector<Column> columns;
    std::vector<Kind> kinds;
};

/// The names that a column's FEEL sees: the row's, then the lists', then `cell` and `before`.
feel::Scope scope_of(std::vector<Context> const& rows, Context const& lists) {
    feel::Scope scope;
    if (!rows.empty())
        for (auto const& [name, value] : rows[0].entries()) scope.names.push_back(name);
    for (auto const& [name, value] : lists.entries()) scope.names.push_back(name);
    scope.names.insert(scope.names.end(), {"cell", "before"});
    return scope;
}

Result<feel::Expression> compiled(Node const* node, Node const& parent, feel::Scope const& scope) {
    if (node == nullptr) return wrong(parent, "缺少 value", "value is missing");
    auto expression = feel::compile(node->scalar, scope);
    if (!expression)
        return wrong(*node, expression.error().zh, expression.error().en);
    return expression;
}

std::string scalar(Node const& node, std::string_view key) {
    auto const* found = node.find(key);
    return found == nullptr ? std::string() : found->scalar;
}

Result<Declared> read(Node const& root, feel::Scope const& scope) {
    Declared declared;
    declared.name = scalar(root, "sheet");
    declared.title = scalar(root, "title");
    auto const* columns = root.find("columns");
    auto const* faults = root.find("faults");
    if (columns == nullptr || faults == nullptr)
        return wrong(root, "缺少 columns 或 faults", "columns or faults are missing");
    for (auto const& item : columns->items) {
        TRY(value, compiled(item.find("value"), item, scope));
        declared.columns.push_back({scalar(item, "title"), std::move(value)});
    }
    for (auto const& item : faults->items) {
        TRY(value, compiled(item.find("value"), item, scope));
        declared.kinds.push_back({scalar(item, "fault"), scalar(item, "column"), std::move(value)});
    }
    return declared;
}

Cell cell_of(Value const& value) {
    switch (value.type()) {
        case Value::Type::string:
            return value.string().empty() ? Cell{} : Cell{Cell::Kind::text, value.string()};
        case Value::Type::number: return {Cell::Kind::number, value.number().to_string()};
        case Value::Type::date: return {Cell::Kind::date, to_text(value.date())};
        default: return {};
    }
}

Value said(Cell const& cell) { return cell.text.empty() ? Value() : Value(cell.text); }

}  // namespace

Result<ExampleSheet> make_example_sheet(std::string_view yaml, std::string const& name,
                                        std::int64_t count, std::int64_t faulty, Date today) {
    TRY(root, parse_yaml(yaml, name));
    TRY(population, Population::parse_block(root));
    TRY(rows, population.rows(scalar(root, "record"), count, today));
    auto const scope = scope_of(rows, population.lists());
    TRY(declared, read(root, scope));
    ExampleSheet sheet;
    sheet.layout.name = declared.name;
    sheet.layout.title = declared.title;
    for (auto const& column : declared.columns) sheet.layout.heads.push_back(column.title);
    feel::Environment environment;
    environment.today = today;
    Context before;
    auto const every = faulty > 0 ? std::max<std::int64_t>(1, count / faulty) : 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::vector<Value> slots;
        for (auto const& [id, value] : rows[i].entries()) slots.push_back(value);
        for (auto const& [id, value] : population.lists().entries()) slots.push_back(value);
        slots.resize(scope.names.size());
        slots.back() = Value(before);
        auto const turn = static_cast<std::int64_t>(i);
        Kind const* kind = nullptr;
        if (every > 0 && turn % every == every - 1 && turn / every < faulty)
            kind = &declared.kinds[static_cast<std::size_t>(turn / every) % declared.kinds.size()];
        report::Cells cells;
        Context shown;
        for (auto const& column : declared.columns) {
            auto cell = cell_of(column.value.evaluate(slots, environment));
            if (kind != nullptr && kind->column == column.title) {
                slots[slots.size() - 2] = said(cell);
                cell = cell_of(kind->value.evaluate(slots, environment));
            }
            shown.put(column.title, said(cell));
            cells.push_back(std::move(cell));
        }
        if (kind != nullptr) sheet.faults.push_back({i, kind->id});
        else before = std::move(shown);
        sheet.layout.rows.push_back(std::move(cells));
    }
    return sheet;
}

}  // namespace jizhi::pack
