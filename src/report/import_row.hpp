#pragma once
#include <unordered_map>

#include "report/import_plan.hpp"
#include "report/place.hpp"

namespace jizhi::report {

/// Turns rows of a sheet into typed values of the record and of its children, one after another.
/// One import, one thread.
class RowReader {
public:
    explicit RowReader(ImportInput const& input);

    struct Read {
        std::string id;                                         ///< of the record, where it is said
        Context parent;                                         ///< the key of whose it is
        Context values;                                         ///< of the record itself
        std::vector<std::pair<std::string, Context>> children;  ///< type -> values, non-empty ones
        bool blank = true;                                      ///< nothing in any known column
        bool bad = false;
    };
    /// Problems are appended to `problems`; warnings among them do not make the row bad.
    [[nodiscard]] Read read(std::size_t row, std::vector<CellProblem>& problems);

    /// "C 身份证号": where a field of this import stands; "" where no column gives it.
    [[nodiscard]] std::string column_of(std::string const& path) const;

private:
    struct Column {
        std::size_t index = 0;
        std::string path, child, label;
        record::Field const* field = nullptr;  ///< null: a level of the place
        record::Dictionary const* dictionary = nullptr;
        /// What texts mean that were read already: a roster says the same few words in every row.
        std::unordered_map<std::string, Value> known;
    };
    [[nodiscard]] std::string id_of(Cells const& row) const;
    [[nodiscard]] Result<Value> value_of(Column& column, Cell const& cell, Cells const& row);
    [[nodiscard]] static Result<Value> code_of(Column& column, Cell const& cell);

    ImportInput const& input_;
    Places places_;
    std::vector<Column> columns_;
    std::optional<std::size_t> id_column_;
    std::vector<std::size_t> level_columns_;  ///< columns that say a level of the place
};

}  // namespace jizhi::report
