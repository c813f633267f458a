#include "feel/agreement.hpp"

#include <algorithm>
#include <memory>

#include "feel/column_encoder.hpp"
#include "feel/columnar.hpp"
#include "value/text.hpp"

namespace jizhi::feel {
namespace {

struct Alone {
    Value value;
    bool told = false;
};

Alone evaluate_alone(Expression const& expression, Columns const& columns, std::size_t row) {
    std::vector<Value> slots;
    for (auto const& column : columns) slots.push_back(column[row]);
    std::vector<Diagnostic> diagnostics;
    Environment environment;
    environment.diagnostics = &diagnostics;
    auto value = expression.evaluate(slots, environment);
    return {std::move(value), !diagnostics.empty()};
}

std::string compared(Column const& made, Expression const& expression, Columns const& columns,
                     std::size_t from, std::size_t rows) {
    for (std::size_t row = 0; row < rows; ++row) {
        auto const alone = evaluate_alone(expression, columns, from + row);
        auto const where = expression.text() + "\nrow " + std::to_string(from + row) + ": ";
        if (!identical(made.at(row), alone.value))
            return where + to_literal(made.at(row)) + " is not " + to_literal(alone.value);
        if (made.told_at(row) != alone.told) return where + "only one of them tells of it";
    }
    return {};
}

}  // namespace

std::string disagreement(Expression const& expression, Columns const& columns, bool coded) {
    ColumnCode const code(expression);
    Environment environment;
    Batch batch(environment);
    std::vector<std::unique_ptr<ColumnEncoder>> encoders;
    for (std::size_t i = 0; i < columns.size(); ++i)
        encoders.push_back(std::make_unique<ColumnEncoder>(batch));
    auto const count = columns.front().size();
    for (std::size_t from = 0; from < count; from += block_rows) {
        auto const here = std::min(block_rows, count - from);
        batch.begin(here);
        std::vector<Column> block;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            auto const values = std::span(columns[i]).subspan(from, here);
            block.push_back(coded ? encoders[i]->encode(values)
                                  : column_of({values.begin(), values.end()}));
        }
        auto wrong = compared(code.evaluate(block, batch), expression, columns, from, here);
        if (!wrong.empty()) return wrong;
    }
    return {};
}

}  // namespace jizhi::feel
