#pragma once
#include <cstdint>
#include <string>

#include "record/field.hpp"
#include "store/connection.hpp"

namespace jizhi::record {

struct Dictionary;

/// How much is forgiven when a value is read: an API call is exact, a spreadsheet is not (dates as
/// people write them, full-width digits, titles instead of codes, 是 and 否).
enum class Reading { exact, lenient };

/// A typed value from JSON, YAML or a spreadsheet; null for null and for blank text. Checks the
/// form (digits, dates, check digits, scale), not bounds or existence. The error's `where` is the
/// suggestion, where there is one. `dictionary` is used for titles in lenient reading; may be null.
[[nodiscard]] Result<Value> read_value(Field const& field, Value const& raw, Reading reading,
                                       Dictionary const* dictionary = nullptr);
/// The JSON form: decimals, dates and times as strings.
[[nodiscard]] Value json_form(Field const& field, Value const& typed);

/// What stands in one column of a table.
struct Cell {
    enum class Kind : std::uint8_t { null, integer, text, blob } kind = Kind::null;
    std::int64_t number = 0;
    std::string bytes;

    [[nodiscard]] store::Bind bind() const;  ///< valid as long as this
    static Cell of(std::int64_t n) { return {Kind::integer, n, {}}; }
    static Cell of(std::string text) { return {Kind::text, 0, std::move(text)}; }
    static Cell of_blob(std::string b) { return {Kind::blob, 0, std::move(b)}; }
};

/// SQL type of a field's column, sealed or not.
[[nodiscard]] std::string_view column_type(Field const& field);
/// A value as its column holds it (not sealed).
[[nodiscard]] Cell to_cell(Field const& field, Value const& typed);
[[nodiscard]] Value from_column(Field const& field, store::Row const& row, int column);

/// Text that stands for a value under a MAC or in a unique key.
[[nodiscard]] std::string canonical(Field const& field, Value const& typed);

}  // namespace jizhi::record
