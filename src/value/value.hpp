#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/clock.hpp"
#include "kit/decimal.hpp"

namespace jizhi {

class Value;
class Context;
using List = std::vector<Value>;

/// FEEL date: any year to ±999,999,999 (so not std::chrono). Held as days since 1970-01-01.
struct Date {
    Day day = 0;
    auto operator<=>(Date const&) const = default;
};

/// Where a time or date-time is: nowhere (local), a fixed offset, or an IANA zone id.
struct Zone {
    enum class Kind : std::uint8_t { none, offset, id } kind = Kind::none;
    std::int32_t offset_seconds = 0;
    std::string id;
    bool operator==(Zone const&) const = default;
};

struct Time {
    std::int64_t nanos = 0;  ///< since midnight, local
    Zone zone;
    bool operator==(Time const&) const = default;
};

struct DateTime {
    Date date;
    Time time;
    bool operator==(DateTime const&) const = default;
};

struct DaysDuration {
    std::int64_t seconds = 0;
    std::int32_t nanos = 0;  ///< 0..999,999,999, added to seconds
    auto operator<=>(DaysDuration const&) const = default;
};

struct MonthsDuration {
    std::int64_t months = 0;
    auto operator<=>(MonthsDuration const&) const = default;
};

struct Range;

/// What FEEL can call. `feel` derives from it; `value` only carries it.
class Callable {
public:
    virtual ~Callable() = default;
};

/// The one dynamic type: FEEL value = process variable = JSON value. Immutable once shared;
/// copying is cheap (strings, lists and contexts are reference counted, thread-safe).
class Value {
public:
    enum class Type : std::uint8_t {
        null, boolean, number, string, date, time, date_time,
        days_duration, months_duration, list, context, range, function
    };

    Value() = default;  ///< null
    Value(std::nullptr_t) {}
    Value(bool b);
    Value(int n) : Value(Decimal(n)) {}
    Value(std::int64_t n) : Value(Decimal(n)) {}
    Value(Decimal n);
    Value(char const* s) : Value(std::string_view(s)) {}
    Value(std::string_view s);
    Value(std::string s);
    Value(Date d);
    Value(Time t);
    Value(DateTime t);
    Value(DaysDuration d);
    Value(MonthsDuration d);
    Value(List items);
    Value(Context entries);
    Value(Range range);
    Value(std::shared_ptr<Callable const> function);

    [[nodiscard]] Type type() const;
    [[nodiscard]] bool is_null() const { return type() == Type::null; }
    [[nodiscard]] bool is(Type t) const { return type() == t; }

    // Each asserts that the value is of that type; ask `is` first, or use the `…_or` forms.
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] Decimal const& number() const;
    [[nodiscard]] std::string const& string() const;
    [[nodiscard]] Date const& date() const;
    [[nodiscard]] Time const& time() const;
    [[nodiscard]] DateTime const& date_time() const;
    [[nodiscard]] DaysDuration const& days_duration() const;
    [[nodiscard]] MonthsDuration const& months_duration() const;
    [[nodiscard]] List const& list() const;
    [[nodiscard]] Context const& context() const;
    [[nodiscard]] Range const& range() const;
    [[nodiscard]] std::shared_ptr<Callable const> function() const;

    [[nodiscard]] std::string string_or(std::string_view otherwise) const;
    [[nodiscard]] std::int64_t integer_or(std::int64_t otherwise) const;
    [[nodiscard]] bool boolean_or(bool otherwise) const;
    /// The entry of a context; null where this is no context or has no such entry.
    [[nodiscard]] Value const& operator[](std::string_view key) const;

    /// Same type and same content (deep). FEEL's three-valued `=` lives in feel/.
    [[nodiscard]] bool operator==(Value const& other) const;

private:
    // The owner of this file may change how it is held (16 bytes, intrusive counts); nobody looks.
    struct Cell;
    std::shared_ptr<Cell const> cell_;
};

/// Entries in the order they were put; a key stands once.
class Context {
public:
    using Entry = std::pair<std::string, Value>;
    Context() = default;
    Context(std::initializer_list<Entry> entries);

    void put(std::string key, Value value);  ///< replaces in place or appends
    bool erase(std::string_view key);
    [[nodiscard]] Value const* find(std::string_view key) const;
    [[nodiscard]] std::vector<Entry> const& entries() const { return entries_; }
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    bool operator==(Context const& other) const;  ///< same keys and values, in any order

private:
    std::vector<Entry> entries_;
};

/// FEEL range, with the operator form kept: `(< 10)` has a null low end and is not `(null..10)`.
struct Range {
    enum class Form : std::uint8_t { interval, less, less_equal, greater, greater_equal, equal, unequal };
    Form form = Form::interval;
    bool low_closed = true, high_closed = true;
    Value low, high;
    bool operator==(Range const&) const = default;
};

}  // namespace jizhi
