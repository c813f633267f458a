#include "value/value.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <unordered_map>

#include "value/held.hpp"

namespace jizhi {

/// What a value refers to, with the number of values that do.
struct Value::Cell {
    std::atomic<std::uint32_t> count{1};
    std::uint32_t depth = 0;
    std::uint32_t weight = 1;
};

template <class Content>
struct Value::CellOf : Cell {
    explicit CellOf(Content c) : content(std::move(c)) {}
    Content content;
};

namespace {

std::uint32_t add(std::uint32_t a, std::uint32_t b) {
    auto const total = std::uint64_t{a} + b;
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(total, std::numeric_limits<std::uint32_t>::max()));
}

thread_local std::int64_t held = 0;  // only differences mean something
thread_local std::int64_t held_before = 0;

constexpr std::size_t heap_word = 16;  // what the heap keeps beside a block

/// What a content has on the heap beside itself, about.
std::size_t heap_of(auto const&) { return 0; }
std::size_t heap_of(std::string const& text) {
    constexpr std::size_t inside = 15;
    return text.capacity() > inside ? text.capacity() + heap_word : 0;
}
std::size_t heap_of(List const& list) {
    return list.capacity() == 0 ? 0 : list.capacity() * sizeof(Value) + heap_word;
}
std::size_t heap_of(Context const& context) {
    auto const& entries = context.entries();
    auto bytes = entries.capacity() == 0
                     ? 0
                     : entries.capacity() * sizeof(Context::Entry) + heap_word;
    for (auto const& [key, value] : entries) bytes += heap_of(key);
    return bytes;
}

/// The depth and weight of what holds other values.
struct Measure {
    std::uint32_t depth = 1;
    std::uint32_t weight = 1;
    void take(Value const& value) {
        depth = std::max(depth, add(value.depth(), 1));
        weight = add(weight, value.weight());
    }
};

template <class Content>
Measure measure(Content const&) {
    return {.depth = 0, .weight = 1};
}
Measure measure(List const& list) {
    Measure result;
    for (auto const& item : list) result.take(item);
    return result;
}
Measure measure(Context const& context) {
    Measure result;
    for (auto const& [key, value] : context.entries()) result.take(value);
    return result;
}
Measure measure(Range const& range) {
    Measure result;
    result.take(range.low);
    result.take(range.high);
    return result;
}

Value const null_value;

}  // namespace

Value::Cell* Value::cell() const {
    assert(on_heap());
    return reinterpret_cast<Cell*>(static_cast<std::uintptr_t>(payload_));
}

void Value::keep_cell() const { cell()->count.fetch_add(1, std::memory_order_relaxed); }

template <class Content>
void Value::hold(Type type, Content content) {
    auto const measured = measure(content);
    auto* made = new CellOf<Content>(std::move(content));
    held += static_cast<std::int64_t>(sizeof(*made) + heap_word + heap_of(made->content));
    made->depth = measured.depth;
    made->weight = measured.weight;
    payload_ =
        static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(static_cast<Cell*>(made)));
    rest_ = tag(type) | heap_bit;
}

template <class Content>
Content const& Value::content() const {
    return static_cast<CellOf<Content> const*>(cell())->content;
}

void Value::release_cell() {
    auto* const gone = cell();
    if (gone->count.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    using Function = std::shared_ptr<Callable const>;
    auto const drop = [](auto* cell) {
        held -= static_cast<std::int64_t>(sizeof(*cell) + heap_word + heap_of(cell->content));
        delete cell;
    };
    switch (type()) {
        case Type::number:
            drop(static_cast<CellOf<Decimal>*>(gone));
            break;
        case Type::string:
            drop(static_cast<CellOf<std::string>*>(gone));
            break;
        case Type::time:
            drop(static_cast<CellOf<Time>*>(gone));
            break;
        case Type::date_time:
            drop(static_cast<CellOf<DateTime>*>(gone));
            break;
        case Type::list:
            drop(static_cast<CellOf<List>*>(gone));
            break;
        case Type::context:
            drop(static_cast<CellOf<Context>*>(gone));
            break;
        case Type::range:
            drop(static_cast<CellOf<Range>*>(gone));
            break;
        case Type::function:
            drop(static_cast<CellOf<Function>*>(gone));
            break;
        default:
            assert(false);
    }
}

std::int64_t held_bytes() { return held - held_before; }
void begin_holding() { held_before = held; }

void Value::hold_wide(Decimal const& n) { hold(Type::number, n); }
Decimal Value::wide() const { return content<Decimal>(); }

Value::Value(std::string s) { hold(Type::string, std::move(s)); }
Value::Value(Time t) { hold(Type::time, std::move(t)); }
Value::Value(DateTime t) { hold(Type::date_time, std::move(t)); }
Value::Value(List items) { hold(Type::list, std::move(items)); }
Value::Value(Context entries) { hold(Type::context, std::move(entries)); }
Value::Value(Range range) { hold(Type::range, std::move(range)); }
Value::Value(std::shared_ptr<Callable const> function) {
    hold(Type::function, std::move(function));
}

std::string const& Value::string() const {
    assert(is(Type::string));
    return content<std::string>();
}
Time const& Value::time() const {
    assert(is(Type::time));
    return content<Time>();
}
DateTime const& Value::date_time() const {
    assert(is(Type::date_time));
    return content<DateTime>();
}
List const& Value::list() const {
    assert(is(Type::list));
    return content<List>();
}
Context const& Value::context() const {
    assert(is(Type::context));
    return content<Context>();
}
Range const& Value::range() const {
    assert(is(Type::range));
    return content<Range>();
}
std::shared_ptr<Callable const> Value::function() const {
    assert(is(Type::function));
    return content<std::shared_ptr<Callable const>>();
}

std::string Value::string_or(std::string_view otherwise) const {
    return is(Type::string) ? string() : std::string(otherwise);
}

std::int64_t Value::integer_or(std::int64_t otherwise) const {
    return is(Type::number) ? number().to_integer().value_or(otherwise) : otherwise;
}

bool Value::boolean_or(bool otherwise) const { return is(Type::boolean) ? boolean() : otherwise; }

Value const& Value::operator[](std::string_view key) const {
    if (!is(Type::context)) return null_value;
    auto const* found = context().find(key);
    return found != nullptr ? *found : null_value;
}

std::uint32_t Value::depth() const { return on_heap() ? cell()->depth : 0; }
std::uint32_t Value::weight() const { return on_heap() ? cell()->weight : 1; }

bool Value::operator==(Value const& other) const {
    if (type() != other.type()) return false;
    if (payload_ == other.payload_ && rest_ == other.rest_) return true;
    switch (type()) {
        case Type::number:
            return number() == other.number();
        case Type::string:
            return string() == other.string();
        case Type::time:
            return time() == other.time();
        case Type::date_time:
            return date_time() == other.date_time();
        case Type::list:
            return list() == other.list();
        case Type::context:
            return context() == other.context();
        case Type::range:
            return range() == other.range();
        case Type::function:
            return function() == other.function();
        default:
            return false;
    }
}

Context::Context(std::initializer_list<Entry> entries) {
    for (auto const& [key, value] : entries) put(key, value);
}

Context Context::of(std::vector<Entry> entries) {
    constexpr std::size_t few = 16;  // up to here comparing is cheaper than hashing
    Context result;
    if (entries.size() <= few) {
        for (auto& [key, value] : entries) result.put(std::move(key), std::move(value));
        return result;
    }
    std::unordered_map<std::string, std::size_t> places;
    for (auto& [key, value] : entries) {
        auto const [at, fresh] = places.emplace(key, result.entries_.size());
        if (fresh)
            result.entries_.emplace_back(std::move(key), std::move(value));
        else
            result.entries_[at->second].second = std::move(value);
    }
    return result;
}

void Context::put(std::string key, Value value) {
    auto const same = [&](Entry const& entry) { return entry.first == key; };
    auto const found = std::find_if(entries_.begin(), entries_.end(), same);
    if (found != entries_.end())
        found->second = std::move(value);
    else
        entries_.emplace_back(std::move(key), std::move(value));
}

bool Context::erase(std::string_view key) {
    return std::erase_if(entries_, [&](Entry const& entry) { return entry.first == key; }) != 0;
}

Value const* Context::find(std::string_view key) const {
    for (auto const& [name, value] : entries_)
        if (name == key) return &value;
    return nullptr;
}

bool Context::operator==(Context const& other) const {
    if (size() != other.size()) return false;
    return std::all_of(entries_.begin(), entries_.end(), [&](Entry const& entry) {
        auto const* found = other.find(entry.first);
        return found != nullptr && *found == entry.second;
    });
}

}  // namespace jizhi
