#pragma once
#include <cassert>
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

/// The one dynamic type: FEEL value = process variable = JSON value. Immutable; copying is cheap:
/// 16 bytes, in which booleans, short numbers, dates and durations stand themselves; strings, lists
/// and the rest are counted references (thread-safe).
class Value {
public:
    enum class Type : std::uint8_t {
        null,
        boolean,
        number,
        string,
        date,
        time,
        date_time,
        days_duration,
        months_duration,
        list,
        context,
        range,
        function
    };

    Value() = default;  ///< null
    Value(std::nullptr_t) {}
    Value(bool b) : payload_(b ? 1 : 0), rest_(tag(Type::boolean)) {}
    Value(int n) : Value(Decimal(n)) {}
    Value(std::int64_t n) : Value(Decimal(n)) {}
    Value(Decimal n) {
        if ((n.high_word() & small_mask) == 0) {
            payload_ = n.low_word();
            rest_ = n.high_word() | tag(Type::number);
        } else {
            hold_wide(n);
        }
    }
    Value(char const* s) : Value(std::string_view(s)) {}
    Value(std::string_view s) : Value(std::string(s)) {}
    Value(std::string s);
    Value(Date d) : payload_(static_cast<std::uint64_t>(d.day)), rest_(tag(Type::date)) {}
    Value(Time t);
    Value(DateTime t);
    Value(DaysDuration d)
        : payload_(static_cast<std::uint64_t>(d.seconds)),
          rest_(tag(Type::days_duration) | static_cast<std::uint64_t>(d.nanos) << 32) {}
    Value(MonthsDuration d)
        : payload_(static_cast<std::uint64_t>(d.months)), rest_(tag(Type::months_duration)) {}
    Value(List items);
    Value(Context entries);
    Value(Range range);
    Value(std::shared_ptr<Callable const> function);

    Value(Value const& other) : payload_(other.payload_), rest_(other.rest_) { keep(); }
    Value(Value&& other) noexcept : payload_(other.payload_), rest_(other.rest_) {
        other.payload_ = other.rest_ = 0;
    }
    Value& operator=(Value const& other) {
        Value copy(other);
        swap(copy);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        Value taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~Value() { release(); }
    void swap(Value& other) noexcept {
        std::swap(payload_, other.payload_);
        std::swap(rest_, other.rest_);
    }

    [[nodiscard]] Type type() const { return static_cast<Type>(rest_ & type_mask); }
    [[nodiscard]] bool is_null() const { return type() == Type::null; }
    [[nodiscard]] bool is(Type t) const { return type() == t; }

    // Each asserts that the value is of that type; ask `is` first, or use the `…_or` forms.
    [[nodiscard]] bool boolean() const {
        assert(is(Type::boolean));
        return payload_ != 0;
    }
    [[nodiscard]] Decimal number() const {
        assert(is(Type::number));
        return on_heap() ? wide() : Decimal::from_words(payload_, rest_ & ~small_mask);
    }
    [[nodiscard]] std::string const& string() const;
    [[nodiscard]] Date date() const {
        assert(is(Type::date));
        return {static_cast<Day>(payload_)};
    }
    [[nodiscard]] Time const& time() const;
    [[nodiscard]] DateTime const& date_time() const;
    [[nodiscard]] DaysDuration days_duration() const {
        assert(is(Type::days_duration));
        return {static_cast<std::int64_t>(payload_), static_cast<std::int32_t>(rest_ >> 32)};
    }
    [[nodiscard]] MonthsDuration months_duration() const {
        assert(is(Type::months_duration));
        return {static_cast<std::int64_t>(payload_)};
    }
    [[nodiscard]] List const& list() const;
    [[nodiscard]] Context const& context() const;
    [[nodiscard]] Range const& range() const;
    [[nodiscard]] std::shared_ptr<Callable const> function() const;

    [[nodiscard]] std::string string_or(std::string_view otherwise) const;
    [[nodiscard]] std::int64_t integer_or(std::int64_t otherwise) const;
    [[nodiscard]] bool boolean_or(bool otherwise) const;
    /// The entry of a context; null where this is no context or has no such entry.
    [[nodiscard]] Value const& operator[](std::string_view key) const;

    /// How deep lists, contexts and ranges are nested: 0 for a scalar. What builds values from
    /// outside input keeps this below `value_depth_max`, so that walking them cannot overflow.
    [[nodiscard]] std::uint32_t depth() const;
    /// How many values this is in all, shared ones counted each time; stops at 2^32-1.
    [[nodiscard]] std::uint32_t weight() const;

    /// Same type and same content (deep). FEEL's three-valued `=` lives in feel/.
    [[nodiscard]] bool operator==(Value const& other) const;

private:
    // payload_ is the boolean, the number's low word, the days… or the address of a Cell. rest_ has
    // the type in its low bits; a number's sign and exponent keep their place at the top.
    struct Cell;
    template <class Content>
    struct CellOf;
    static constexpr std::uint64_t type_mask = 0x1f;
    static constexpr std::uint64_t heap_bit = 0x20;
    static constexpr std::uint64_t small_mask = (std::uint64_t{1} << 49) - 1;

    static constexpr std::uint64_t tag(Type type) { return static_cast<std::uint64_t>(type); }
    [[nodiscard]] bool on_heap() const { return (rest_ & heap_bit) != 0; }
    [[nodiscard]] Cell* cell() const;
    void keep() const {
        if (on_heap()) keep_cell();
    }
    void release() {
        if (on_heap()) release_cell();
    }
    void keep_cell() const;
    void release_cell();
    void hold_wide(Decimal const& n);
    [[nodiscard]] Decimal wide() const;
    template <class Content>
    void hold(Type type, Content content);
    template <class Content>
    [[nodiscard]] Content const& content() const;

    std::uint64_t payload_ = 0;
    std::uint64_t rest_ = 0;
};

/// Deeper values are refused where they come from outside or out of an expression.
inline constexpr std::uint32_t value_depth_max = 200;

/// Entries in the order they were put; a key stands once.
class Context {
public:
    using Entry = std::pair<std::string, Value>;
    Context() = default;
    Context(std::initializer_list<Entry> entries);
    /// Many entries at once; of those with the same key the last one's value stays.
    [[nodiscard]] static Context of(std::vector<Entry> entries);

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
    enum class Form : std::uint8_t {
        interval,
        less,
        less_equal,
        greater,
        greater_equal,
        equal,
        unequal
    };
    Form form = Form::interval;
    bool low_closed = true, high_closed = true;
    Value low, high;
    bool operator==(Range const&) const = default;
};

}  // namespace jizhi
