#pragma once
#include <string>

namespace jizhi::api {

/// The OpenAPI 3.1 document of everything in the table, made once.
[[nodiscard]] std::string const& openapi_json();

}  // namespace jizhi::api
