#pragma once
#include <string>
#include <string_view>

#include "api/http.hpp"

namespace jizhi::api {

/// The HTTP status of an error, by the last part of its code: "record.not_found" is 404. What has
/// no entry is 422: understood, but it cannot be done as asked.
[[nodiscard]] int status_of(std::string_view code);

/// "Not Found": the fixed phrase of a status.
[[nodiscard]] std::string_view phrase_of(int status);

/// Writes the body of a response made by Response::problem, in `language` ("zh" or "en").
void write_problem(Response& response, std::string_view language);

}  // namespace jizhi::api
