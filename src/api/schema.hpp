#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/http.hpp"

namespace jizhi::api {

/// The schemas that endpoints declared (`Schema` in endpoint.hpp), by name; read-only once main has
/// begun.
struct NamedSchema {
    std::string name;
    Value schema;
};
[[nodiscard]] std::vector<NamedSchema> const& schemas();
[[nodiscard]] Value const* find_schema(std::string_view name);

/// What in `value` does not fit, each with the path of its field. Understands type, properties,
/// required, additionalProperties, items, enum, const, pattern-free formats date and uuid,
/// minLength, maxLength, minItems, maxItems, minimum, maximum, anyOf and $ref: what our schemas
/// use.
/// Where `properties` is given and additionalProperties is not, other names are unknown fields.
[[nodiscard]] std::vector<FieldError> misfits(Value const& value, Value const& schema);

}  // namespace jizhi::api
