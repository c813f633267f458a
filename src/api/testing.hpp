#pragma once
#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "api/router.hpp"

namespace jizhi::api::testing {

/// One line of an API test: who asks for what, and what must be seen in the answer. Calls the
/// router without sockets.
///
///   INSTANTIATE_TEST_SUITE_P(Records, Api, ValuesIn<Scenario>({
///       {"a clerk sees her street", "clerk", "GET", "/api/v1/records/thing", "", 200, {"张三"}},
///   }));
struct Scenario {
    char const* says;
    std::string who;     ///< a session token known to the test's App; "" = not signed in
    std::string method;
    std::string url;     ///< with its query, percent-encoded
    std::string body;
    int status;
    std::vector<std::string> contains = {};
    std::vector<std::string> lacks = {};
    std::vector<std::pair<std::string, std::string>> headers = {};  ///< added to the usual ones
};

inline std::ostream& operator<<(std::ostream& out, Scenario const& s) { return out << s.says; }

/// A request as net/ would make it: query decoded, session cookie, CSRF token and, on POST, a fresh
/// Idempotency-Key set.
[[nodiscard]] Request make_request(Scenario const& scenario);

/// Runs one scenario against the router and expects what it says; gives the answer for more.
Response check(Router const& router, Scenario const& scenario);

}  // namespace jizhi::api::testing
