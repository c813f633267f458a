#include "dmn/cell.hpp"

#include "dmn/table_reader.hpp"
#include "feel/compare.hpp"

namespace jizhi::dmn {
namespace {

bool plain_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::optional<Decimal> number(std::string_view text) {
    auto const bare = trimmed(text);
    return plain_number(bare) ? Decimal::parse(bare) : std::nullopt;
}

/// A literal that needs no unescaping; the rest of `text` behind it.
std::optional<Value> take_literal(std::string_view& text) {
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::nullopt;
    text.remove_prefix(first);
    if (text.front() == '"') {
        auto const end = text.find('"', 1);
        if (end == std::string_view::npos) return std::nullopt;
        auto const inner = text.substr(1, end - 1);
        if (inner.find('\\') != std::string_view::npos) return std::nullopt;
        text.remove_prefix(end + 1);
        return Value(inner);
    }
    auto const end = std::min(text.find(','), text.size());
    auto const word = trimmed(text.substr(0, end));
    text.remove_prefix(end);
    if (word == "true" || word == "false") return Value(word == "true");
    if (word == "null") return Value();
    if (auto const found = number(word)) return Value(*found);
    return std::nullopt;
}

}  // namespace

Cell Cell::never() {
    Cell made;
    made.kind_ = Kind::never;
    return made;
}

void Cell::recognise(std::string_view text) {
    recognise_values(text) || recognise_comparison(text) || recognise_interval(text);
}

bool Cell::recognise_values(std::string_view text) {
    std::vector<Value> found;
    auto type = Value::Type::null;
    while (true) {
        auto literal = take_literal(text);
        if (!literal) return false;
        if (type == Value::Type::null) type = literal->type();
        if (!literal->is_null() && literal->type() != type) return false;
        found.push_back(std::move(*literal));
        auto const next = text.find_first_not_of(" \t\r\n");
        if (next == std::string_view::npos) break;
        if (text[next] != ',') return false;
        text.remove_prefix(next + 1);
    }
    rest_ = std::make_unique<Rest const>(Rest{std::move(found), std::nullopt});
    kind_ = Kind::values;
    return true;
}

bool Cell::recognise_comparison(std::string_view text) {
    auto const bare = trimmed(text);
    std::string_view rest = bare;
    auto const less = rest.starts_with('<');
    if (!less && !rest.starts_with('>')) return false;
    rest.remove_prefix(1);
    auto const equal = rest.starts_with('=');
    if (equal) rest.remove_prefix(1);
    auto const bound = number(rest);
    if (!bound) return false;
    (less ? high_ : low_) = *bound;
    (less ? high_closed_ : low_closed_) = equal;
    kind_ = Kind::interval;
    rest_ = nullptr;
    return true;
}

bool Cell::recognise_interval(std::string_view text) {
    auto const bare = trimmed(text);
    auto const dots = bare.find("..");
    if (bare.size() < 5 || dots == std::string::npos) return false;
    auto const open = bare.front(), close = bare.back();
    if (std::string_view("[](").find(open) == std::string_view::npos ||
        std::string_view("[])").find(close) == std::string_view::npos)
        return false;
    auto const low = number(std::string_view(bare).substr(1, dots - 1));
    auto const high = number(std::string_view(bare).substr(dots + 2, bare.size() - dots - 3));
    if (!low || !high) return false;
    low_ = *low;
    high_ = *high;
    low_closed_ = open == '[';
    high_closed_ = close == ']';
    kind_ = Kind::interval;
    if (*low <= *high) rest_ = nullptr;  // else FEEL has something to tell of it
    return true;
}

bool Cell::ask_feel(Value const& value, Slots slots, Run& run) const {
    slots[0] = value;
    return rest_->code->evaluate(slots, run.environment).boolean_or(false);
}

/// Whether a range is the same as the cell's, as FEEL makes it.
bool Cell::holds_range(Value const& value) const {
    using Form = Range::Form;
    Range own;
    if (high_.is_null())
        own.form = low_closed_ ? Form::greater_equal : Form::greater;
    else if (low_.is_null())
        own.form = high_closed_ ? Form::less_equal : Form::less;
    own.low_closed = low_closed_;
    own.high_closed = high_closed_;
    own.low = low_;
    own.high = high_;
    return feel::equal(value, Value(std::move(own))) == true;
}

namespace {

bool between(Decimal const& number, Value const& low, bool low_closed, Value const& high,
             bool high_closed) {
    if (!low.is_null()) {
        auto const order = number <=> low.number();
        if (low_closed ? order < 0 : order <= 0) return false;
    }
    if (high.is_null()) return true;
    auto const order = number <=> high.number();
    return high_closed ? order <= 0 : order < 0;
}

}  // namespace

bool Cell::matches(Value const& value, Slots slots, Run& run) const {
    switch (kind_) {
        case Kind::any: return true;
        case Kind::never: return false;
        case Kind::values:
            for (auto const& each : rest_->values)
                if (each == value) return true;
            return false;
        case Kind::interval:
            if (value.is(Value::Type::number))
                return between(value.number(), low_, low_closed_, high_, high_closed_);
            if (rest_) return ask_feel(value, slots, run);
            return value.is(Value::Type::range) && holds_range(value);
        case Kind::code: return ask_feel(value, slots, run);
    }
    return false;
}

}  // namespace jizhi::dmn
