#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "api/endpoint.hpp"
#include "api/rate.hpp"

namespace jizhi::api {

/// Finds the endpoint of a request and does, from its line in the table, all that must happen
/// before the handler: method, sign-in, right, CSRF token, Idempotency-Key, media type, size and
/// known query names. Errors come out in the language of the asker. Immutable; thread-safe.
class Router {
public:
    /// `app` and what `table` points to must outlive the router.
    Router(App const& app, std::span<Endpoint const> table);
    ~Router();

    /// What stands at this method and path; says before the body is read how to take it.
    struct Match {
        Endpoint const* endpoint = nullptr;  ///< null: no such path, or not with this method
        bool path_exists = false;
    };
    [[nodiscard]] Match match(std::string_view method, std::string_view path) const;

    /// Never throws; a failure of the store is logged and answered as 500 or 503.
    [[nodiscard]] Response answer(Request& request) const;

    /// For an upload, before its body is read: the refusal of who may not send it at all.
    [[nodiscard]] std::optional<Response> refuse_before_body(Request const& request) const;

    /// Writes the body of a problem that was found before the router was asked.
    void finish(Response& response, Request const& request) const;

private:
    struct Node;
    /// As `match`; puts the path's values in `values` where that is given.
    [[nodiscard]] Match find(std::string_view method, std::string_view path,
                             NamedTexts* values) const;
    /// Sign-in, right, key and query: all that the head of a request tells.
    [[nodiscard]] static std::optional<Response> refused_head(Context const& context,
                                                              Endpoint const& endpoint,
                                                              Request const& request);
    /// Runs `answer`; what it throws becomes a 500 or 503. Writes the body of a problem.
    template <class Answer>
    [[nodiscard]] Response guarded(Request const& request, Context& context, Answer answer) const;
    [[nodiscard]] Response handle(Context& context, Request& request) const;
    [[nodiscard]] Response missing(Request const& request, Match const& match) const;
    [[nodiscard]] std::optional<Response> refused_body(Endpoint const& endpoint,
                                                       Request const& request) const;
    [[nodiscard]] Response failed(Request const& request, int status, std::string_view what) const;

    void note(Context const& context, Request const& request, Response const& response) const;

    [[nodiscard]] Result<void> check_rate(Endpoint const& endpoint, Request const& request) const;

    App const& app_;
    std::unique_ptr<Node> root_;
    std::unordered_map<Endpoint const*, std::unique_ptr<Rate>> rates_;  ///< of those that have one
};

}  // namespace jizhi::api
