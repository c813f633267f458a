#include "feel/identity.hpp"

#include <algorithm>
#include <functional>

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

std::size_t IdentityHash::operator()(Value const& value) const { return hash_of(value); }

}  // namespace jizhi::feel
