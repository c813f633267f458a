#include "api/problem.hpp"

#include <array>
#include <utility>

#include "api/endpoint.hpp"
#include "value/json.hpp"

namespace jizhi::api {
namespace {

Schema const problem_schema{"Problem", R"({
  "type": "object", "required": ["title", "status", "code", "detail"],
  "properties": {
    "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
    "code": {"type": "string"}, "detail": {"type": "string"}, "where": {"type": "string"},
    "fields": {"type": "array", "items": {
      "type": "object", "required": ["field", "code", "detail"],
      "properties": {"field": {"type": "string"}, "code": {"type": "string"},
                     "detail": {"type": "string"}}}}
  }
})"};

using Ending = std::pair<std::string_view, int>;

// Whole codes first, then endings: the first that fits counts.
constexpr std::array endings{
    Ending{"command.reused", 422},
    Ending{"json.too_deep", 400},
    Ending{".malformed", 400},
    Ending{".missing_key", 400},
    Ending{".bad_request", 400},
    Ending{".unauthenticated", 401},
    Ending{".sign_in_failed", 401},
    Ending{".forbidden", 403},
    Ending{".not_found", 404},
    Ending{".method_not_allowed", 405},
    Ending{".conflict", 409},
    Ending{".taken", 409},
    Ending{".stale", 412},
    Ending{".version_missing", 428},
    Ending{".too_large", 413},
    Ending{".unsupported_media", 415},
    Ending{".too_many", 429},
    Ending{".internal", 500},
    Ending{".unavailable", 503},
};

constexpr std::array phrases{
    std::pair{200, "OK"},
    std::pair{201, "Created"},
    std::pair{202, "Accepted"},
    std::pair{204, "No Content"},
    std::pair{206, "Partial Content"},
    std::pair{304, "Not Modified"},
    std::pair{400, "Bad Request"},
    std::pair{401, "Unauthorized"},
    std::pair{403, "Forbidden"},
    std::pair{404, "Not Found"},
    std::pair{405, "Method Not Allowed"},
    std::pair{408, "Request Timeout"},
    std::pair{409, "Conflict"},
    std::pair{412, "Precondition Failed"},
    std::pair{413, "Content Too Large"},
    std::pair{415, "Unsupported Media Type"},
    std::pair{422, "Unprocessable Content"},
    std::pair{428, "Precondition Required"},
    std::pair{429, "Too Many Requests"},
    std::pair{431, "Request Header Fields Too Large"},
    std::pair{500, "Internal Server Error"},
    std::pair{501, "Not Implemented"},
    std::pair{503, "Service Unavailable"},
    std::pair{505, "HTTP Version Not Supported"},
};

std::string_view said(Error const& error, std::string_view language) {
    auto const& wanted = language == "en" ? error.en : error.zh;
    return wanted.empty() ? std::string_view{error.code} : std::string_view{wanted};
}

List fields_of(Response::Problem const& problem, std::string_view language) {
    List fields;
    for (auto const& [field, error] : problem.fields)
        fields.emplace_back(Object{{"field", field},
                                           {"code", error.code},
                                           {"detail", said(error, language)}});
    return fields;
}

}  // namespace

int status_of(std::string_view code) {
    for (auto const& [ending, status] : endings)
        if (code.ends_with(ending)) return status;
    return 422;
}

std::string_view phrase_of(int status) {
    for (auto const& [number, phrase] : phrases)
        if (number == status) return phrase;
    return "Unknown";
}

Response Response::problem(Error const& error) { return problem(status_of(error.code), error); }

Response Response::problem(int status, Error const& error) {
    Response response;
    response.status = status;
    response.problem_of = std::make_shared<Problem const>(Problem{error, {}});
    return response;
}

Response Response::problem(Error const& error, std::vector<FieldError> fields) {
    Response response;
    response.status = status_of(error.code);
    response.problem_of = std::make_shared<Problem const>(Problem{error, std::move(fields)});
    return response;
}

void write_problem(Response& response, std::string_view language) {
    if (!response.problem_of) return;
    auto const& problem = *response.problem_of;
    Object body{{"type", "about:blank"},
                        {"title", phrase_of(response.status)},
                        {"status", response.status},
                        {"code", problem.error.code},
                        {"detail", said(problem.error, language)}};
    if (!problem.error.where.empty()) body.put("where", problem.error.where);
    if (!problem.fields.empty()) body.put("fields", fields_of(problem, language));
    response.headers.emplace_back("content-type", "application/problem+json");
    response.headers.emplace_back("content-language", language == "en" ? "en" : "zh");
    response.body = to_json(std::move(body));
}

}  // namespace jizhi::api
