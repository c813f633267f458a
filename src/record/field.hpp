#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feel/expression.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::record {

/// A name as people read it, in both languages. Empty where there is none.
struct Title {
    std::string zh, en;
    [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
    [[nodiscard]] std::string const& in(std::string_view language) const {
        return language == "en" ? en : zh;
    }
    [[nodiscard]] Value to_value() const;  ///< {"zh": …, "en": …}
    bool operator==(Title const&) const = default;
};

enum class FieldType : std::uint8_t {
    text, long_text, integer, decimal, money, boolean, date, datetime, code, codes, reference,
    region, account, resident_id, phone, uscc, file, files, point, line, polygon
};

[[nodiscard]] std::optional<FieldType> field_type(std::string_view name);
[[nodiscard]] std::string_view name_of(FieldType type);

/// A condition of a pack and what to say where it is false.
struct Check {
    feel::Expression that;
    std::string field;   ///< the field that it is said of
    std::string zh, en;
};

/// "2000-01-01", "today", "today-16y", "today+30d": a bound that may move with the day.
struct DateBound {
    bool relative = false;
    Date date{};           ///< where it is not relative
    std::int64_t months = 0, days = 0;
    [[nodiscard]] Date on(Date today) const;
    [[nodiscard]] static std::optional<DateBound> parse(std::string_view text);
};

/// How many rows of another type are in force today and name this row: `theirs` equals `ours`.
struct Counted {
    std::string record, theirs, ours;
    Value where;  ///< filters over the counted type's own fields, as in a list
};

/// One declared field of a record type. Immutable once its catalog is built.
struct Field {
    std::string id;
    FieldType type = FieldType::text;
    Title title, help, unit;
    std::size_t slot = 0;            ///< place among the fields of its type

    bool required = false, unique = false, sensitive = false, list = true, approval = false;
    std::string dictionary;          ///< code, codes
    std::string reference;           ///< reference: the record type
    std::vector<std::string> levels; ///< region: levels that are allowed; empty = any
    int scale = 0;                   ///< decimal: digits behind the point; money: 2
    std::size_t length_max = 200;    ///< text: code points
    std::string pattern;             ///< text: regular expression that the whole value fits
    std::optional<Decimal> min, max; ///< numbers
    std::optional<DateBound> from, to;  ///< dates
    std::vector<std::string> media;  ///< files
    Value default_value;

    std::optional<feel::Expression> required_if, computed;
    std::vector<Check> checks, warnings;
    std::optional<Counted> counted;
    std::string decided_by;          ///< "model.decision"; empty where people enter it
    std::vector<std::string> synonyms;

    [[nodiscard]] bool is_number() const {
        return type == FieldType::integer || type == FieldType::decimal || type == FieldType::money;
    }
    /// Nobody types it in: it is computed, counted or decided.
    [[nodiscard]] bool derived() const {
        return computed.has_value() || counted.has_value() || !decided_by.empty();
    }
};

}  // namespace jizhi::record
