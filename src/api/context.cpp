#include "api/context.hpp"

#include <cassert>
#include <utility>

#include "kit/ids.hpp"
#include "people/session.hpp"

namespace jizhi::api {
namespace {

constexpr std::string_view session_cookie = "jizhi_session=";
constexpr Micros micros_per_second = 1'000'000;

std::string_view session_token(Request const& request) {
    auto cookies = request.header("cookie");
    while (!cookies.empty()) {
        while (cookies.starts_with(' ')) cookies.remove_prefix(1);
        auto const end = cookies.find(';');
        auto const cookie = cookies.substr(0, end);
        if (cookie.starts_with(session_cookie)) return cookie.substr(session_cookie.size());
        if (end == std::string_view::npos) break;
        cookies.remove_prefix(end + 1);
    }
    return {};
}

}  // namespace

std::string_view accepted_language(std::string_view accept_language) {
    auto const en = accept_language.find("en");
    return en != std::string_view::npos && en < accept_language.find("zh") ? "en" : "zh";
}

Context::Context(App const& app, Request const& request)
    : app_(app), request_(request), now_(app.clock->now()) {}

Context::~Context() = default;

std::shared_ptr<people::Session const> const& Context::session() const {
    if (looked_up_) return session_;
    looked_up_ = true;
    auto const& find = by_itself_ ? app_.see_session : app_.find_session;
    if (!token().empty() && find) session_ = find(read(), token(), now_);
    return session_;
}

std::string_view Context::token() const { return session_token(request_); }

people::Actor const& Context::actor() const {
    assert(signed_in() && "an open endpoint must ask signed_in() first");
    return *session()->actor;
}

std::string_view Context::language() const {
    // After a failed look-up of the session this must still work: it is how the failure is told.
    if (looked_up_ && session_ && !session_->actor->language.empty())
        return session_->actor->language;
    return accepted_language(request_.header("accept-language"));
}

store::Connection& Context::read() const {
    if (!lease_) lease_ = app_.store->read();
    return *lease_;
}

store::Command Context::next_command(std::string name, Value payload) {
    store::Command command;
    auto const key = request_.header("idempotency-key");
    command.id = request_.method == "POST" && !key.empty() ? std::string(key) : app_.ids->next();
    if (++commands_ > 1) command.id += ':' + std::to_string(commands_);
    command.name = std::move(name);
    command.actor = signed_in() ? actor().account_id : std::string{"system"};
    command.payload = std::move(payload);
    return command;
}

Result<Value> Context::run(std::string name, Value payload, store::Change const& change) {
    auto const command = next_command(std::move(name), std::move(payload));
    // Readers are few: none may wait on the writer with a connection in its hands. What is read
    // afterwards sees the change.
    lease_.reset();
    return app_.writer->run(command, change);
}

Response Context::hand_in(std::string name, Value payload, store::Change change,
                          std::function<Response(Result<Value>)> then) {
    Response response;
    response.handed_in = std::make_shared<HandedIn>(
        next_command(std::move(name), std::move(payload)), std::move(change), std::move(then));
    lease_.reset();
    return response;
}

std::string Context::home() const {
    if (!signed_in() || actor().grants.empty()) return {};
    return actor().grants.front().region;
}

Day Context::today() const {
    auto const seconds = now_ / micros_per_second + app_.zone_offset_seconds;
    constexpr std::int64_t day_seconds = 86'400;
    return seconds >= 0 ? seconds / day_seconds : (seconds - day_seconds + 1) / day_seconds;
}

std::string Context::new_id() { return app_.ids->next(); }

}  // namespace jizhi::api
