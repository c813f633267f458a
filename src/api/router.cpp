#include "api/router.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <utility>

#include "api/problem.hpp"
#include "api/schema.hpp"
#include "api/url.hpp"
#include "audit/access_log.hpp"
#include "kit/crypto.hpp"
#include "kit/ids.hpp"
#include "kit/limits.hpp"
#include "kit/log.hpp"
#include "people/session.hpp"

namespace jizhi::api {
namespace {

constexpr std::string_view prefix = "/api/v1";
constexpr std::size_t path_values_max = 4;

/// The path's next part; what is left stays in `rest`.
std::string_view next_part(std::string_view& rest) {
    rest.remove_prefix(1);  // the slash
    auto const part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(part.size());
    return part;
}

struct Captured {
    std::array<std::string_view, path_values_max> values;
    std::size_t count = 0;
};

}  // namespace

struct Router::Node {
    std::vector<std::pair<std::string_view, std::unique_ptr<Node>>> literals;
    std::unique_ptr<Node> any;
    std::vector<Endpoint const*> endpoints;

    Node& child(std::string_view part) {
        if (part.starts_with('{')) {
            if (!any) any = std::make_unique<Node>();
            return *any;
        }
        for (auto& [name, node] : literals)
            if (name == part) return *node;
        return *literals.emplace_back(part, std::make_unique<Node>()).second;
    }

    /// Literal parts win over `{…}`: /records/{type}/export is not the record "export".
    Node const* find(std::string_view rest, Captured& captured) const {
        if (rest.empty()) return endpoints.empty() ? nullptr : this;
        auto const part = next_part(rest);
        for (auto const& [name, node] : literals)
            if (name == part)
                if (auto const* found = node->find(rest, captured)) return found;
        if (!any || part.empty() || captured.count == path_values_max) return nullptr;
        captured.values[captured.count++] = part;
        auto const* found = any->find(rest, captured);
        if (found == nullptr) --captured.count;
        return found;
    }
};

namespace {

Result<void> check_csrf(people::Session const& session, Request const& request) {
    if (crypto::equal(request.header("x-csrf-token"), session.csrf)) return {};
    return fail("csrf.forbidden", "X-CSRF-Token", "页面已过期，请刷新后重试",
                "the page is out of date: reload it and try again");
}

/// Browsers say where a request comes from; one from another site has no business here even where
/// there is no session yet to forge (signing somebody in as somebody else).
Result<void> check_same_site(Request const& request) {
    auto const site = request.header("sec-fetch-site");
    if (site.empty() || site == "same-origin" || site == "none") return {};
    return fail("origin.forbidden", "Sec-Fetch-Site", "请求来自其他网站，已拒绝",
                "refused: the request comes from another site");
}

Result<void> check_actor(Context const& context, Endpoint const& endpoint, Request const& request) {
    bool const changes = request.method != "GET";
    if (changes) CHECK_OK(check_same_site(request));
    if (endpoint.open) return {};
    if (!context.signed_in())
        return fail("session.unauthenticated", {}, "请先登录", "sign in first");
    auto const& session = *context.session();
    if (changes) CHECK_OK(check_csrf(session, request));
    if (session.actor->must_change_password && !endpoint.even_with_old_password)
        return fail("session.password_change.forbidden", {}, "首次登录请先修改密码",
                    "change your password first");
    auto const has = [&](std::optional<people::Right> right) {
        return right && session.actor->has(*right);
    };
    if (endpoint.right && !has(endpoint.right) && !has(endpoint.or_right))
        return fail("right.forbidden", {}, "您没有这项操作的权限",
                    "your roles do not include the right to do this");
    return {};
}

Result<void> check_key(Endpoint const& endpoint, Request const& request) {
    if (request.method != "POST" || endpoint.no_key) return {};
    if (looks_like_uuid(request.header("idempotency-key"))) return {};
    return fail(
        "idempotency.missing_key", "Idempotency-Key",
        "缺少 Idempotency-Key 请求头（每次操作一个新的 UUID，重试时用同一个）",
        "the header Idempotency-Key is missing: a new UUID for each operation, the same one "
        "when it is tried again");
}

bool is_count(std::string_view text) {
    std::int64_t count = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), count);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() && count > 0;
}

Result<void> check_query(Endpoint const& endpoint, Request const& request) {
    for (auto const& [name, value] : request.query) {
        auto rest = endpoint.query_names;
        bool known = false;
        while (!rest.empty() && !known) {
            auto const end = std::min(rest.find(' '), rest.size());
            known = rest.substr(0, end) == name;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        if (!known)
            return fail("query.bad_request", name, "没有名为“" + name + "”的查询参数",
                        "there is no query parameter \"" + name + "\"");
        if (name == "limit" && !is_count(value))
            return fail("query.bad_request", name, "limit 要填正整数：最多要几条",
                        "limit is a whole number above zero: how many rows at most");
    }
    return {};
}

bool is_json(std::string_view media_type) {
    return media_type.substr(0, media_type.find(';')) == "application/json";
}

Result<void> check_size(Endpoint const& endpoint, Request const& request) {
    auto const most = endpoint.raw_body ? limits::upload_bytes_max : limits::body_bytes_max;
    if (request.body.size() <= most) return {};
    return fail("body.too_large", {}, fmt::format("请求正文超过 {} 字节的上限", most),
                fmt::format("the body is larger than the limit of {} bytes", most));
}

}  // namespace

Router::Router(App const& app, std::span<Endpoint const> table)
    : app_(app), root_(std::make_unique<Node>()) {
    for (auto const& endpoint : table) {
        auto* node = root_.get();
        for (auto rest = endpoint.pattern; !rest.empty();) node = &node->child(next_part(rest));
        node->endpoints.push_back(&endpoint);
        if (endpoint.times_per_minute > 0)
            rates_.emplace(&endpoint, std::make_unique<Rate>(endpoint.times_per_minute));
    }
}

Router::~Router() = default;

namespace {

/// The values of the pattern's {names}; false where one is not valid percent-encoding.
bool bind_path(Endpoint const& endpoint, Captured const& captured, NamedTexts* values) {
    if (values == nullptr) return true;
    std::size_t index = 0;
    for (auto rest = endpoint.pattern; !rest.empty();) {
        auto const part = next_part(rest);
        if (!part.starts_with('{')) continue;
        auto decoded = percent_decoded(captured.values[index++]);
        if (!decoded) return false;
        values->add(std::string(part.substr(1, part.size() - 2)), std::move(*decoded));
    }
    return true;
}

}  // namespace

Router::Match Router::find(std::string_view method, std::string_view path,
                           NamedTexts* values) const {
    if (!path.starts_with(prefix)) return {};
    path.remove_prefix(prefix.size());
    if (!path.starts_with('/')) return {};
    Captured captured;
    auto const* node = root_->find(path, captured);
    if (node == nullptr) return {};
    for (auto const* endpoint : node->endpoints)
        if (endpoint->method == method)
            return bind_path(*endpoint, captured, values) ? Match{endpoint, true} : Match{};
    return {nullptr, true};
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
    return find(method, path, nullptr);
}

Response Router::missing(Request const& request, Match const& match) const {
    if (!match.path_exists)
        return Response::problem(Error{"path.not_found", request.path, "没有这个地址",
                                       "there is nothing at this address"});
    auto response =
        Response::problem(Error{"path.method_not_allowed", request.method, "这个地址不支持该方法",
                                "this address does not know that method"});
    std::string allowed;
    for (auto const* method : {"GET", "POST", "PUT", "DELETE"})
        if (find(method, request.path, nullptr).endpoint != nullptr)
            allowed += (allowed.empty() ? "" : ", ") + std::string(method);
    response.headers.emplace_back("allow", allowed);
    return response;
}

std::optional<Response> Router::refused_body(Endpoint const& endpoint,
                                             Request const& request) const {
    if (auto size = check_size(endpoint, request); !size) return Response::problem(size.error());
    if (endpoint.raw_body || endpoint.in_schema.empty()) return {};
    if (!is_json(request.header("content-type")))
        return Response::problem(Error{"body.unsupported_media", "Content-Type",
                                       "请求正文应为 application/json",
                                       "the body must be application/json"});
    auto const body = request.json();
    if (!body) return Response::problem(400, body.error());
    auto const* schema = find_schema(endpoint.in_schema);
    if (schema == nullptr) return {};
    auto wrong = misfits(*body, *schema);
    if (wrong.empty()) return {};
    Error const error{"body.invalid", wrong.front().field, "有字段填写不正确",
                      "some fields are not right"};
    return Response::problem(error, std::move(wrong));
}

std::optional<Response> Router::refused_head(Context const& context, Endpoint const& endpoint,
                                             Request const& request) {
    if (auto ok = check_actor(context, endpoint, request); !ok)
        return Response::problem(ok.error());
    if (auto ok = check_key(endpoint, request); !ok) return Response::problem(ok.error());
    if (auto ok = check_query(endpoint, request); !ok) return Response::problem(ok.error());
    return {};
}

Result<void> Router::check_rate(Endpoint const& endpoint, Request const& request) const {
    if (endpoint.times_per_minute == 0) return {};
    if (rates_.at(&endpoint)->take(request.address, app_.clock->now())) return {};
    return fail("request.too_many", {}, "操作过于频繁，请稍后再试",
                "too often: try again in a moment");
}

Response Router::handle(Context& context, Request& request) const {
    auto const match = find(request.method, request.path, &request.path_values);
    if (match.endpoint == nullptr) return missing(request, match);
    auto const& endpoint = *match.endpoint;
    if (auto ok = check_rate(endpoint, request); !ok) {
        auto response = Response::problem(ok.error());
        response.headers.emplace_back("retry-after", "30");
        return response;
    }
    if (endpoint.live) context.come_by_itself();
    if (auto refused = refused_head(context, endpoint, request)) return std::move(*refused);
    if (auto refused = refused_body(endpoint, request)) return std::move(*refused);
    return endpoint.handler(context, request);
}

template <class Answer>
Response Router::guarded(Request const& request, Context& context, Answer answer) const {
    Response response;
    try {
        response = answer();
    } catch (store::Failure const& failure) {
        bool const busy = failure.kind == store::Failure::Kind::busy;
        response = failed(request, busy ? 503 : 500, failure.what());
    } catch (std::exception const& problem) {
        response = failed(request, 500, problem.what());
    }
    write_problem(response, context.language());
    return response;
}

std::optional<Response> Router::refuse_before_body(Request const& request) const {
    auto const* endpoint = match(request.method, request.path).endpoint;
    if (endpoint == nullptr) return {};
    Context context(app_, request);
    bool refused = false;
    auto response = guarded(request, context, [&] {
        auto refusal = refused_head(context, *endpoint, request);
        refused = refusal.has_value();
        return refused ? std::move(*refusal) : Response{};
    });
    if (refused || response.status >= 500) return response;
    return {};
}

void Router::finish(Response& response, Request const& request) const {
    write_problem(response, accepted_language(request.header("accept-language")));
}

Response Router::failed(Request const& request, int status, std::string_view what) const {
    if (app_.log)
        app_.log->error("request_failed",
                        {{"request", request.id}, {"path", request.path}, {"what", what}});
    if (status == 503)
        return Response::problem(status,
                                 Error{"store.unavailable", request.id, "数据库正忙，请稍后重试",
                                       "the database is busy: try again in a moment"});
    return Response::problem(
        status,
        Error{"server.internal", request.id, "服务器内部错误，已记入日志，请把编号告知管理员",
              "an internal error was logged; give the number to your administrator"});
}

Response Router::answer(Request& request) const {
    Context context(app_, request);
    auto response = guarded(request, context, [&] {
        auto begun = handle(context, request);
        if (!begun.handed_in) return begun;
        auto const& [command, change, then] = *begun.handed_in;
        return then(app_.writer->run(command, change));
    });
    return finished(context, request, std::move(response));
}

std::shared_ptr<Begun> Router::begin(Request& request) const {
    std::shared_ptr<Begun> begun(new Begun(*this, app_, request));
    begun->response_ =
        guarded(request, begun->context_, [&] { return handle(begun->context_, request); });
    return begun;
}

void Begun::submit(std::function<void()> ready) {
    auto& [command, change, then] = *response_.handed_in;
    app_.writer->submit(std::move(command), std::move(change),
                        [this, ready = std::move(ready)](store::Outcome outcome) {
                            outcome_ = std::move(outcome);
                            ready();
                        });
}

Response Begun::answer() {
    auto response = std::move(response_);
    if (response.handed_in)
        response = router_.guarded(request_, context_, [&] {
            auto const handed_in = std::move(response.handed_in);
            return handed_in->then(outcome_.take());
        });
    return router_.finished(context_, request_, std::move(response));
}

Response Router::finished(Context const& context, Request const& request,
                          Response response) const {
    note(context, request, response);
    if (context.looked_up() && context.session()) response.account = context.actor().account_id;
    return response;
}

/// Who looked at what. Changes are events of their own.
void Router::note(Context const& context, Request const& request, Response const& response) const {
    if (!app_.access_log || request.method != "GET" || !context.looked_up()) return;
    if (!context.session()) return;
    app_.access_log->note({.actor = context.actor().account_id,
                           .method = request.method,
                           .path = request.path,
                           .address = request.address,
                           .status = response.status,
                           .at = context.now()});
}

}  // namespace jizhi::api
