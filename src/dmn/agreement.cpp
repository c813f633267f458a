#include "dmn/agreement.hpp"

#include <algorithm>
#include <memory>

#include "dmn/columnar.hpp"
#include "feel/column_encoder.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

using Rows = std::vector<std::vector<Value>>;

/// What differs of one row, "" for nothing.
std::string compared(BatchRun const& run, BatchRun::Block const& made, std::size_t at,
                     Outcome const& alone) {
    if (!feel::identical(made.value.at(at), alone.value))
        return to_literal(made.value.at(at)) + " is not " + to_literal(alone.value);
    if ((made.told && made.told[at] != 0) == alone.diagnostics.empty())
        return "only one of them tells of it";
    auto const one_table = alone.steps.size() == 1 && run.hits().size() == 1;
    if (one_table && run.hits()[0].rules.at(at).integer_or(-1) != alone.steps[0].rule)
        return "they hit different rules";
    return {};
}

}  // namespace

std::string disagreement(Decision const& decision, Rows const& rows, bool coded) {
    BatchDecision const batch(decision);
    feel::Environment environment, alone;
    BatchRun run(batch, environment);
    auto const width = decision.inputs().size();
    std::vector<std::unique_ptr<feel::ColumnEncoder>> encoders;
    for (std::size_t i = 0; i < width; ++i)
        encoders.push_back(std::make_unique<feel::ColumnEncoder>(run.batch()));
    for (std::size_t from = 0; from < rows.size(); from += feel::block_rows) {
        auto const here = std::min(feel::block_rows, rows.size() - from);
        run.begin(here);
        std::vector<feel::Column> columns;
        for (std::size_t i = 0; i < width; ++i) {
            std::vector<Value> values;
            for (std::size_t row = 0; row < here; ++row) values.push_back(rows[from + row][i]);
            columns.push_back(coded ? encoders[i]->encode(values)
                                    : feel::column_of(std::move(values)));
        }
        auto const made = run.evaluate(columns);
        for (std::size_t row = 0; row < here; ++row) {
            auto const& inputs = rows[from + row];
            auto const wrong = compared(
                run, made, row, decision.evaluate(inputs, alone, TraceLevel::matched));
            if (!wrong.empty())
                return "row " + std::to_string(from + row) + ", inputs " +
                       to_literal(Value(List(inputs))) + ": " + wrong;
        }
    }
    return {};
}

}  // namespace jizhi::dmn
