#include "feel/external.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>

#include "feel/function.hpp"
#include "value/text.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

struct Method {
    char const* owner;      ///< the class
    char const* signature;  ///< without spaces
    Value (*function)(Arguments arguments);
};

Value from_double(double number) {
    if (!std::isfinite(number)) return {};
    auto const parsed = Decimal::parse(fmt::format("{}", number));
    return parsed ? Value(*parsed) : Value();
}

template <double (*F)(double)>
Value real(Arguments a) {
    return a[0].is(Kind::number) ? from_double(F(a[0].number().to_double())) : Value();
}

bool two_numbers(Arguments a) { return a[0].is(Kind::number) && a[1].is(Kind::number); }

Value larger(Arguments a) {
    if (!two_numbers(a)) return {};
    return a[0].number() < a[1].number() ? a[1] : a[0];
}

Value smaller(Arguments a) {
    if (!two_numbers(a)) return {};
    return a[1].number() < a[0].number() ? a[1] : a[0];
}

Value power(Arguments a) {
    if (!two_numbers(a)) return {};
    return from_double(std::pow(a[0].number().to_double(), a[1].number().to_double()));
}

Value absolute(Arguments a) {
    return a[0].is(Kind::number) ? Value(a[0].number().absolute()) : Value();
}

/// A number as an integer type takes it: its whole part, if it is in range.
template <class Integer>
Value integer(Arguments a) {
    if (!a[0].is(Kind::number)) return {};
    auto const whole = a[0].number().rounded(0, Rounding::down).to_integer();
    if (!whole || *whole < std::numeric_limits<Integer>::min() ||
        *whole > std::numeric_limits<Integer>::max())
        return {};
    return Value(*whole);
}

Value parsed(Arguments a) {
    if (!a[0].is(Kind::string)) return {};
    auto const number = Decimal::parse(a[0].string());
    return number ? Value(*number) : Value();
}

Value parsed_integer(Arguments a) {
    auto const number = parsed(a);
    return number.is(Kind::number) && number.number().is_integer()
               ? integer<std::int32_t>({&number, 1})
               : Value();
}

Value character(Arguments a) {
    if (!a[0].is(Kind::string) || a[0].string().size() != 1) return {};
    return a[0];
}

Value same_number(Arguments a) { return a[0].is(Kind::number) ? a[0] : Value(); }

/// `%s` and `%d` take the next argument as text; `%%` is a percent sign.
Value formatted(Arguments a) {
    if (!a[0].is(Kind::string)) return {};
    std::string out;
    std::size_t next = 1;
    auto const& pattern = a[0].string();
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%') {
            out += pattern[i];
            continue;
        }
        char const kind = ++i < pattern.size() ? pattern[i] : '\0';
        if (kind == '%')
            out += '%';
        else if ((kind == 's' || kind == 'd') && next < a.size())
            out += to_text(a[next++]);
        else
            return {};
    }
    return Value(std::move(out));
}

double cosine(double x) { return std::cos(x); }
double sine(double x) { return std::sin(x); }
double tangent(double x) { return std::tan(x); }
double root(double x) { return std::sqrt(x); }

constexpr Method methods[] = {
    {"java.lang.Math", "max(double,double)", larger},
    {"java.lang.Math", "max(float,float)", larger},
    {"java.lang.Math", "max(int,int)", larger},
    {"java.lang.Math", "max(long,long)", larger},
    {"java.lang.Math", "min(double,double)", smaller},
    {"java.lang.Math", "min(float,float)", smaller},
    {"java.lang.Math", "min(int,int)", smaller},
    {"java.lang.Math", "min(long,long)", smaller},
    {"java.lang.Math", "abs(double)", absolute},
    {"java.lang.Math", "abs(int)", absolute},
    {"java.lang.Math", "abs(long)", absolute},
    {"java.lang.Math", "cos(double)", real<cosine>},
    {"java.lang.Math", "sin(double)", real<sine>},
    {"java.lang.Math", "tan(double)", real<tangent>},
    {"java.lang.Math", "sqrt(double)", real<root>},
    {"java.lang.Math", "pow(double,double)", power},
    {"java.lang.Byte", "valueOf(byte)", integer<std::int8_t>},
    {"java.lang.Short", "valueOf(short)", integer<std::int16_t>},
    {"java.lang.Integer", "valueOf(int)", integer<std::int32_t>},
    {"java.lang.Long", "valueOf(long)", integer<std::int64_t>},
    {"java.lang.Float", "valueOf(float)", same_number},
    {"java.lang.Double", "valueOf(double)", same_number},
    {"java.lang.Integer", "valueOf(java.lang.String)", parsed_integer},
    {"java.lang.Long", "valueOf(java.lang.String)", parsed_integer},
    {"java.lang.Float", "valueOf(java.lang.String)", parsed},
    {"java.lang.Double", "valueOf(java.lang.String)", parsed},
    {"java.lang.String", "valueOf(char)", character},
    {"java.lang.String", "format(java.lang.String,[Ljava.lang.Object;)", formatted},
};

class ExternalFunction : public Function {
public:
    ExternalFunction(std::vector<std::string> parameters, Method const& method)
        : Function(std::move(parameters)), method_(method) {}
    [[nodiscard]] Value call(std::span<Value const> arguments,
                             Environment& environment) const override {
        if (arguments.size() == parameters().size())
            if (auto result = method_.function(arguments); !result.is_null()) return result;
        return Call{.environment = environment}.fail(
            "feel.arguments", "外部函数的参数不合适",
            "the arguments do not fit the external function");
    }

private:
    Method const& method_;
};

std::size_t argument_count(std::string_view signature) {
    if (signature.ends_with("()")) return 0;
    std::size_t count = 1;
    for (char const c : signature)
        if (c == ',') ++count;
    return count;
}

}  // namespace

Value external_function(std::vector<std::string> const& parameters, Value const& description,
                        Call const& call) {
    auto const& java = description["java"];
    auto const owner = java["class"].string_or("");
    auto signature = java["method signature"].string_or("");
    std::erase(signature, ' ');
    for (auto const& method : methods)
        if (owner == method.owner && signature == method.signature &&
            parameters.size() == argument_count(signature))
            return Value(std::shared_ptr<Callable const>(
                std::make_shared<ExternalFunction>(parameters, method)));
    return call.fail("feel.external", "不支持这个外部函数",
                     "this external function is not supported");
}

}  // namespace jizhi::feel
