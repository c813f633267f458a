#include <gtest/gtest.h>

#include <set>
#include <string>

#include "api/endpoint.hpp"
#include "api/openapi.hpp"
#include "api/router.hpp"
#include "api/schema.hpp"
#include "kit/clock.hpp"
#include "value/json.hpp"

namespace jizhi::api {
namespace {

/// A path that fits the pattern.
std::string example_of(Endpoint const& endpoint) {
    std::string path = "/api/v1";
    bool inside = false;
    for (char const c : endpoint.pattern) {
        if (c == '{') path += 'x';
        inside = c == '{' || (inside && c != '}');
        if (!inside && c != '}') path += c;
    }
    return path;
}

void expect_references_exist(Value const& schema, std::string const& where) {
    if (schema.is(Value::Type::string)) {
        EXPECT_FALSE(schema.string().starts_with('@')) << where << " left " << schema.string();
    }
    if (schema.is(Value::Type::list))
        for (auto const& item : schema.list()) expect_references_exist(item, where);
    if (!schema.is(Value::Type::context)) return;
    for (auto const& [key, value] : schema.context().entries()) {
        if (key == "$ref") {
            std::string_view const target = value.string();
            EXPECT_NE(find_schema(target.substr(target.rfind('/') + 1)), nullptr)
                << where << " names " << target;
        }
        expect_references_exist(value, where);
    }
}

TEST(Routes, are_complete_and_served) {
    App app;
    app.clock = std::make_shared<StillClock>(0);
    Router const router(app, endpoints());
    std::set<std::string> seen;
    for (auto const& endpoint : endpoints()) {
        auto const name = std::string(endpoint.method) + ' ' + std::string(endpoint.pattern);
        EXPECT_TRUE(seen.insert(name).second) << name << " stands twice";
        EXPECT_FALSE(endpoint.summary.empty()) << name;
        EXPECT_TRUE(endpoint.pattern.starts_with('/')) << name;
        for (auto const schema : {endpoint.in_schema, endpoint.out_schema})
            if (!schema.empty()) {
                EXPECT_NE(find_schema(schema), nullptr) << name << " lacks the schema " << schema;
            }
        EXPECT_FALSE(endpoint.raw_body && !endpoint.in_schema.empty()) << name;
        EXPECT_FALSE(endpoint.open && endpoint.right) << name << " is open and yet needs a right";
        EXPECT_EQ(router.match(endpoint.method, example_of(endpoint)).endpoint, &endpoint)
            << name << " is hidden by another line";
    }
}

TEST(Routes, schemas_refer_to_schemas_that_exist) {
    for (auto const& [name, schema] : schemas()) expect_references_exist(schema, name);
}

TEST(Openapi, lists_every_endpoint) {
    auto const document = parse_json(openapi_json());
    ASSERT_TRUE(document);
    EXPECT_EQ((*document)["openapi"].string_or(""), "3.1.0");
    std::set<std::string> operations;
    for (auto const& endpoint : endpoints()) {
        std::string method;
        for (char const c : endpoint.method) method += static_cast<char>(c | 0x20);
        auto const& operation = (*document)["paths"][endpoint.pattern][method];
        EXPECT_EQ(operation["summary"].string_or(""), endpoint.summary);
        EXPECT_TRUE(operations.insert(operation["operationId"].string_or("")).second)
            << endpoint.pattern << ": two operations of one id";
    }
    EXPECT_FALSE((*document)["components"]["schemas"]["Problem"].is_null());
}

}  // namespace
}  // namespace jizhi::api
