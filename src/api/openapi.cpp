#include "api/openapi.hpp"

#include <map>
#include <utility>

#include "api/endpoint.hpp"
#include "api/schema.hpp"
#include "people/right.hpp"
#include "value/json.hpp"

namespace jizhi::api {
namespace {

Value reference(std::string_view schema) {
    return Object{{"$ref", "#/components/schemas/" + std::string(schema)}};
}

Value content(std::string_view media_type, Value schema) {
    return Object{{std::string(media_type), Object{{"schema", std::move(schema)}}}};
}

Value parameter(std::string_view name, std::string_view where, bool required) {
    return Object{{"name", name},
                  {"in", where},
                  {"required", required},
                  {"schema", Object{{"type", "string"}}}};
}

List parameters(Endpoint const& endpoint) {
    List all;
    for (auto at = endpoint.pattern.find('{'); at != std::string_view::npos;
         at = endpoint.pattern.find('{', at + 1)) {
        auto const end = endpoint.pattern.find('}', at);
        all.push_back(parameter(endpoint.pattern.substr(at + 1, end - at - 1), "path", true));
    }
    for (auto rest = endpoint.query_names; !rest.empty();) {
        auto const name = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(name.size() + 1, rest.size()));
        if (!name.empty()) all.push_back(parameter(name, "query", false));
    }
    if (endpoint.method == "POST" && !endpoint.no_key)
        all.push_back(parameter("Idempotency-Key", "header", true));
    if (endpoint.method != "GET" && !endpoint.open)
        all.push_back(parameter("X-CSRF-Token", "header", true));
    return all;
}

/// "list_records" out of GET /records/{type}: what generated clients call the function.
std::string operation_id(Endpoint const& endpoint) {
    std::string id;
    for (char const c : endpoint.method) id += static_cast<char>(c + ('a' - 'A'));
    for (char const c : endpoint.pattern) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            id += c;
        else if (!id.ends_with('_') && c != '}')
            id += '_';
    }
    return id;
}

Value request_body(Endpoint const& endpoint) {
    if (endpoint.raw_body)
        return Object{{"required", true},
                      {"content", content("application/octet-stream", Object{{"type", "string"}})}};
    return Object{{"required", true},
                  {"content", content("application/json", reference(endpoint.in_schema))}};
}

Value responses(Endpoint const& endpoint) {
    Object success{{"description", "done"}};
    if (endpoint.live)
        success.put("content", content("text/event-stream", Object{{"type", "string"}}));
    if (!endpoint.out_schema.empty())
        success.put("content", content("application/json", reference(endpoint.out_schema)));
    return Object{{"2XX", std::move(success)},
                  {"default",
                   Object{{"description", "refused or failed (RFC 9457)"},
                          {"content", content("application/problem+json", reference("Problem"))}}}};
}

Value operation(Endpoint const& endpoint) {
    Object out{{"operationId", operation_id(endpoint)}, {"summary", endpoint.summary}};
    auto all = parameters(endpoint);
    if (!all.empty()) out.put("parameters", std::move(all));
    if (endpoint.raw_body || !endpoint.in_schema.empty())
        out.put("requestBody", request_body(endpoint));
    out.put("responses", responses(endpoint));
    if (endpoint.open) out.put("security", List{});
    if (endpoint.right) out.put("x-right", people::name_of(*endpoint.right));
    if (endpoint.or_right) out.put("x-or-right", people::name_of(*endpoint.or_right));
    return out;
}

Value paths() {
    std::map<std::string_view, Object> by_path;
    for (auto const& endpoint : endpoints()) {
        std::string method;
        for (char const c : endpoint.method) method += static_cast<char>(c + ('a' - 'A'));
        by_path[endpoint.pattern].put(method, operation(endpoint));
    }
    Object all;
    for (auto& [path, operations] : by_path) all.put(std::string(path), std::move(operations));
    return all;
}

Value components() {
    Object all;
    for (auto const& [name, schema] : schemas()) all.put(name, schema);
    return Object{
        {"schemas", std::move(all)},
        {"securitySchemes",
         Object{{"session",
                 Object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "jizhi_session"}}}}}};
}

}  // namespace

std::string const& openapi_json() {
    static std::string const text =
        to_json(Object{{"openapi", "3.1.0"},
                       {"info", Object{{"title", "Jizhi 基治"}, {"version", "1"}}},
                       {"servers", List{Object{{"url", "/api/v1"}}}},
                       {"security", List{Object{{"session", List{}}}}},
                       {"paths", paths()},
                       {"components", components()}});
    return text;
}

}  // namespace jizhi::api
