#pragma once
#include <optional>
#include <span>
#include <string_view>

#include "api/context.hpp"
#include "api/http.hpp"

namespace jizhi::api {

using Handler = Response (*)(Context&, Request const&);

// What an endpoint's line in routes.cpp may say after method, pattern, handler and summary, in any
// order. Left unsaid: somebody must be signed in, JSON in, on an io thread if GET.
struct needs {                                      ///< one role of the actor must have it
    people::Right right;
    std::optional<people::Right> or_right = {};     ///< or this one
};
struct open_t {};                                   ///< nobody need be signed in
struct slow_t {};                                   ///< a GET that may take more than a few ms
struct raw_body_t {};                               ///< any media type, up to the upload limit
struct live_t {};                                   ///< a GET whose answer goes on (SSE)
struct hands_in_t {};                               ///< prepares its command and hands it in
struct no_key_t {};                                 ///< a POST that needs no Idempotency-Key
struct even_with_old_password_t {};                 ///< answers before the first password change
struct per_minute { int times; };                   ///< from one address; more are refused (429)
struct in { std::string_view schema; };             ///< of the body
struct out { std::string_view schema; };            ///< of the 2xx answer
struct query { std::string_view names; };           ///< "region q sort"; others are refused
inline constexpr open_t open;
inline constexpr slow_t slow;
inline constexpr raw_body_t raw_body;
inline constexpr live_t live;
inline constexpr hands_in_t hands_in;
inline constexpr no_key_t no_key;
inline constexpr even_with_old_password_t even_with_old_password;

/// One line of the table: the router, the checks before the handler, the OpenAPI document and the
/// authorisation matrix all come from it.
struct Endpoint {
    std::string_view method;
    std::string_view pattern;  ///< "/records/{type}/{id}", below /api/v1
    Handler handler;
    std::string_view summary;  ///< one English sentence
    std::optional<people::Right> right, or_right;
    bool open = false, slow = false, raw_body = false, no_key = false, live = false;
    bool hands_in = false;
    bool even_with_old_password = false;
    int times_per_minute = 0;  ///< 0: as often as one likes
    std::string_view in_schema, out_schema, query_names;

    template <class... Parts>
    Endpoint(std::string_view method_name, std::string_view path_pattern, Handler function,
             std::string_view sentence, Parts... parts)
        : method(method_name), pattern(path_pattern), handler(function), summary(sentence) {
        (say(parts), ...);
    }

private:
    void say(needs p) {
        right = p.right;
        or_right = p.or_right;
    }
    void say(open_t) { open = true; }
    void say(slow_t) { slow = true; }
    void say(raw_body_t) { raw_body = true; }
    void say(hands_in_t) { hands_in = true; }
    void say(no_key_t) { no_key = true; }
    void say(live_t) { live = slow = true; }
    void say(even_with_old_password_t) { even_with_old_password = true; }
    void say(per_minute p) { times_per_minute = p.times; }
    void say(in p) { in_schema = p.schema; }
    void say(out p) { out_schema = p.schema; }
    void say(query p) { query_names = p.names; }
};

/// The table of routes.cpp.
[[nodiscard]] std::span<Endpoint const> endpoints();

/// A JSON Schema under a name that `in` and `out` use. "@Name" in it is another one, "@Name?" that
/// or null. Stands at namespace scope beside the endpoint that uses it.
class Schema {
public:
    Schema(std::string_view name, std::string_view json);
};

/// `TRY_OR_PROBLEM(row, find(id));` binds, or ends the endpoint with the error as its answer.
#define TRY_OR_PROBLEM(name, expr)                                            \
    auto name##_or = (expr);                                                  \
    if (!name##_or) return ::jizhi::api::Response::problem(name##_or.error()); \
    auto& name = *name##_or

/// `CHECK_OR_PROBLEM(allowed(row));` the same for a Result whose value is of no interest.
#define CHECK_OR_PROBLEM(expr)                      \
    if (auto check_or_problem_ = (expr); !check_or_problem_) \
    return ::jizhi::api::Response::problem(check_or_problem_.error())

}  // namespace jizhi::api
