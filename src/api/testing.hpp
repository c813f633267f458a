#pragma once
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "api/router.hpp"
#include "api/schema.hpp"
#include "api/url.hpp"
#include "people/session.hpp"
#include "value/json.hpp"

namespace jizhi::api::testing {

/// What a fixture holds, as the App holds things.
template <class T>
std::shared_ptr<T> lent(T& thing) {
    return {std::shared_ptr<void>{}, &thing};
}

/// One line of an API test: who asks for what, and what must be seen in the answer. No sockets.
///
///   for (auto const& s : std::vector<Scenario>{
///            {"a clerk sees her street", "clerk", "GET", "/api/v1/records/thing", "", 200,
///            {"张三"}},
///        }) check(router, s);
struct Scenario {
    char const* says;
    std::string who;  ///< a session token; "" = not signed in
    std::string method;
    std::string url;  ///< with its query, percent-encoded
    std::string body;
    int status;
    std::vector<std::string> contains = {};
    std::vector<std::string> lacks = {};
    std::vector<std::pair<std::string, std::string>> headers = {};  ///< replace the usual ones
};

/// Sessions by token, without a sign-in: `people.add("clerk", actor)`, then
/// `app.find_session = people.finder()`. The CSRF token of each is "csrf".
class Crowd {
public:
    void add(std::string token, people::Actor actor) {
        auto session = std::make_shared<people::Session>();
        session->id = token;
        session->csrf = "csrf";
        session->actor = std::make_shared<people::Actor const>(std::move(actor));
        (*sessions_)[std::move(token)] = std::move(session);
    }
    [[nodiscard]] FindSession finder() const {
        return [all = sessions_](store::Connection&, std::string_view token, Micros) {
            auto const found = all->find(token);
            return found == all->end() ? nullptr : found->second;
        };
    }

private:
    using All = std::map<std::string, std::shared_ptr<people::Session const>, std::less<>>;
    std::shared_ptr<All> sessions_ = std::make_shared<All>();
};

/// A request as net/ would make it: query decoded, session cookie, CSRF token, media type and, on
/// POST, a fresh Idempotency-Key.
[[nodiscard]] inline Request make_request(Scenario const& scenario) {
    static int keys = 0;
    Request request;
    request.method = scenario.method;
    auto const question = scenario.url.find('?');
    request.path = scenario.url.substr(0, question);
    if (question != std::string::npos) {
        auto const query = std::string_view(scenario.url).substr(question + 1);
        EXPECT_TRUE(parse_query(query, request.query));
    }
    request.body = scenario.body;
    request.address = "127.0.0.1";
    request.id = "test";
    if (!scenario.who.empty()) {
        request.headers["cookie"] = "jizhi_session=" + scenario.who;
        request.headers["x-csrf-token"] = "csrf";
    }
    if (!scenario.body.empty()) request.headers["content-type"] = "application/json";
    auto const number = std::to_string(++keys);
    request.headers["idempotency-key"] =
        "00000000-0000-4000-8000-" + std::string(12 - number.size(), '0') + number;
    for (auto const& [name, text] : scenario.headers) request.headers[name] = text;
    return request;
}

/// A good answer is what the OpenAPI document says of its endpoint.
inline void expect_as_documented(Router const& router, Request const& request,
                                 Response const& response) {
    auto const* endpoint = router.match(request.method, request.path).endpoint;
    if (endpoint == nullptr || response.status / 100 != 2 || endpoint->out_schema.empty()) return;
    auto const* schema = find_schema(endpoint->out_schema);
    auto const body = parse_json(response.content());
    ASSERT_TRUE(schema != nullptr && body) << endpoint->out_schema << ": " << response.body;
    for (auto const& misfit : misfits(*body, *schema))
        ADD_FAILURE() << endpoint->out_schema << '.' << misfit.field << ": " << misfit.error.en
                      << " in " << response.body.substr(0, 400);
}

/// Runs one scenario and expects what it says; gives the answer for more.
inline Response check(Router const& router, Scenario const& scenario) {
    SCOPED_TRACE(scenario.says);
    auto request = make_request(scenario);
    auto response = router.answer(request);
    EXPECT_EQ(response.status, scenario.status) << response.body;
    expect_as_documented(router, request, response);
    for (auto const& text : scenario.contains)
        EXPECT_NE(response.body.find(text), std::string::npos)
            << "lacks " << text << " in " << response.body;
    for (auto const& text : scenario.lacks)
        EXPECT_EQ(response.body.find(text), std::string::npos)
            << "must not contain " << text << " but is " << response.body;
    return response;
}

}  // namespace jizhi::api::testing
