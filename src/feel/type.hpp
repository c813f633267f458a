#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "feel/expression.hpp"
#include "value/value.hpp"

namespace jizhi::feel {

/// A type as FEEL texts name it: `list<number>`, `context<a: string>`, `function<date> -> number`.
struct Type {
    enum class Kind : std::uint8_t { any, null, scalar, list, context, range, function, declared };

    Kind kind = Kind::any;
    Value::Type scalar = Value::Type::null;
    std::shared_ptr<Type const> element;  ///< of a list or range; of a function what it gives
    std::vector<std::pair<std::string, std::shared_ptr<Type const>>> fields;
    std::vector<std::shared_ptr<Type const>> parameters;
    TypeTest declared;
};

/// A scalar type's name as FEEL writes it; nothing for others.
[[nodiscard]] std::shared_ptr<Type const> scalar_type(std::string_view name);
/// Whether the type is one: `list`, `range`, `context` and `function` need their parameters.
[[nodiscard]] bool is_complete(Type const& type);
/// Whether the value is of the type; null is of `Null` only.
[[nodiscard]] bool conforms(Value const& value, Type const& type);
/// The value as a parameter of that type takes it: a list of one as its item and the other way
/// round, a date as its midnight; false where it does not fit. Null always fits.
[[nodiscard]] bool coerce(Value& value, Type const& type);
/// "number", "list", … as FEEL calls it.
[[nodiscard]] char const* type_name(Value const& value);

}  // namespace jizhi::feel
