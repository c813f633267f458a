#include "feel/column_encoder.hpp"

#include <algorithm>

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

std::size_t mix(std::size_t hash, std::size_t more) {
    hash = (hash ^ more) * 0x9e3779b97f4a7c15U;
    return hash ^ (hash >> 29U);
}

std::size_t hash_of(Value const& value) {
    auto const type = static_cast<std::size_t>(value.type());
    auto const whole = [&](auto const number) {
        return mix(type, static_cast<std::size_t>(number));
    };
    switch (value.type()) {
        case Kind::boolean:
            return whole(value.boolean());
        case Kind::number:
            return mix(whole(value.number().low_word()), value.number().high_word());
        case Kind::string:
            return mix(type, std::hash<std::string>{}(value.string()));
        case Kind::date:
            return whole(value.date().day);
        case Kind::months_duration:
            return whole(value.months_duration().months);
        case Kind::days_duration:
            return whole(value.days_duration().seconds);
        case Kind::time:
            return whole(value.time().nanos);
        case Kind::date_time:
            return whole(value.date_time().date.day);
        case Kind::list: {
            auto hash = type;
            for (auto const& item : value.list()) hash = mix(hash, hash_of(item));
            return hash;
        }
        case Kind::context: {
            auto hash = type;
            for (auto const& [key, item] : value.context().entries())
                hash = mix(mix(hash, std::hash<std::string>{}(key)), hash_of(item));
            return hash;
        }
        default:
            return type;
    }
}

std::size_t bytes_of(Value const& value) {
    if (value.is(Kind::string)) return value.string().size();
    auto bytes = sizeof(Value);
    if (value.is(Kind::list))
        for (auto const& item : value.list()) bytes += bytes_of(item);
    if (value.is(Kind::context))
        for (auto const& [key, item] : value.context().entries())
            bytes += key.size() + bytes_of(item);
    return bytes;
}

}  // namespace

bool identical(Value const& a, Value const& b) {
    if (a.type() != b.type()) return false;
    switch (a.type()) {
        case Kind::number: {
            auto const x = a.number(), y = b.number();
            return x.low_word() == y.low_word() && x.high_word() == y.high_word();
        }
        case Kind::list:
            return std::ranges::equal(a.list(), b.list(), identical);
        case Kind::context:
            return std::ranges::equal(
                a.context().entries(), b.context().entries(), [](auto const& x, auto const& y) {
                    return x.first == y.first && identical(x.second, y.second);
                });
        case Kind::range: {
            auto const &x = a.range(), &y = b.range();
            return x.form == y.form && x.low_closed == y.low_closed &&
                   x.high_closed == y.high_closed && identical(x.low, y.low) &&
                   identical(x.high, y.high);
        }
        default:
            return a == b;
    }
}

std::size_t ColumnEncoder::Hash::operator()(Value const& value) const { return hash_of(value); }

bool ColumnEncoder::Same::operator()(Value const& a, Value const& b) const {
    return identical(a, b);
}

Column ColumnEncoder::encode(std::span<Value const> values) {
    if (given_up_) return column_of({values.begin(), values.end()});
    if (domain_ == nullptr) {
        domain_ = &batch_.new_domain();
        entries_ = std::make_shared<Entries>(*domain_);
    }
    auto* codes = rows_.write();
    for (std::size_t row = 0; row < values.size(); ++row) {
        auto const next = static_cast<std::uint32_t>(codes_.size());
        auto const [at, added] = codes_.try_emplace(values[row], next);
        if (added) {
            entries_->append(values[row]);
            bytes_ += bytes_of(values[row]);
        }
        codes[row] = at->second;
    }
    given_up_ = codes_.size() > codes_max || bytes_ > bytes_max;
    if (given_up_) return column_of({values.begin(), values.end()});
    domain_->set_codes(codes, static_cast<std::uint32_t>(codes_.size()), batch_.block());
    Column made;
    made.entries = entries_;
    return made;
}

}  // namespace jizhi::feel
