#pragma once
#include <string>

#include "api/endpoint.hpp"
#include "api/testing.hpp"
#include "kit/random.hpp"
#include "people/sign_in.hpp"
#include "people/testing.hpp"
#include "people/todo.hpp"
#include "record/catalog.hpp"
#include "value/json.hpp"

namespace jizhi::api::testing {

/// A server without sockets over the invented town: two counties, an account for each role, all
/// endpoints of the table. `in("clerk")` signs somebody in.
class TownServer : public people::testing::Town {
protected:
    void SetUp() override {
        Town::SetUp();
        app.store = {std::shared_ptr<void>{}, &store()};
        app.writer = {std::shared_ptr<void>{}, &writer()};
        app.clock = {std::shared_ptr<void>{}, &clock};
        app.ids = {std::shared_ptr<void>{}, &ids};
        app.keys = keys;
        app.random = {std::shared_ptr<void>{}, &random};
        app.regions = std::make_shared<region::Regions>();
        app.regions->reload(*store().read(), today);
        app.sessions = {std::shared_ptr<void>{}, &sessions};
        app.sign_in = std::make_shared<people::SignIn>(store(), writer(), sessions, ids);
        app.held_commands = {std::shared_ptr<void>{}, &commands};
        app.reminders = std::make_shared<people::Reminders>();
        app.catalogs = std::make_shared<record::Catalogs>();
        app.find_session = [this](store::Connection& read, std::string_view token, Micros now) {
            return sessions.find(read, token, now);
        };
        add("clerk", "street_clerk", "990001001");
        add("neighbour", "street_clerk", "990001002");
        add("county", "county_admin", "990001");
        add("reviewer", "reviewer", "990001");
        add("auditor", "auditor", "990001");
        add("far", "county_admin", "990002");
        add("me", "self", "990001001", "record-1");
        add("sysadmin", "system_admin", "990001");
        add("secadmin", "security_admin", "990001");
        add("secaudit", "security_auditor", "990001");
        router_ = std::make_unique<Router>(app, endpoints());
    }

    /// The token and CSRF token of a fresh session; "" stands for nobody.
    struct SignedIn {
        std::string token, csrf;
    };
    SignedIn in(std::string const& login) {
        if (login.empty()) return {};
        auto const opened =
            app.sign_in->with_password(login, people::testing::password, clock.now());
        EXPECT_TRUE(opened) << opened.error().en;
        return opened ? SignedIn{opened->token, opened->session->csrf} : SignedIn{};
    }
    Response ask(SignedIn const& who, std::string method, std::string url, std::string body = {},
                 std::vector<std::pair<std::string, std::string>> headers = {}) {
        headers.emplace_back("x-csrf-token", who.csrf);
        auto request = make_request({"", who.token, std::move(method), "/api/v1" + std::move(url),
                                     std::move(body), 0, {}, {}, std::move(headers)});
        return router_->answer(request);
    }
    /// The same for somebody who signs in for it.
    Response ask_as(std::string const& login, std::string method, std::string url,
                    std::string body = {}) {
        return ask(in(login), std::move(method), std::move(url), std::move(body));
    }
    static Value json(Response const& response) {
        auto value = parse_json(response.body);
        EXPECT_TRUE(value) << response.body;
        return value ? *value : Value{};
    }

    App app;

private:
    std::unique_ptr<Router> router_;
};

}  // namespace jizhi::api::testing
