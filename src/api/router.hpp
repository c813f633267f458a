#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "api/endpoint.hpp"
#include "api/rate.hpp"

namespace jizhi::api {

class Router;

/// A request on its way: begun by the router, perhaps waiting for its command, then answered.
/// Whoever holds it keeps the request meanwhile.
class Begun {
public:
    [[nodiscard]] bool waits() const { return response_.handed_in != nullptr; }
    /// Where it waits: hands the command in. `ready` is called once its outcome is here, on the
    /// writer's thread; it must be quick.
    void submit(std::function<void()> ready);
    /// Whether `answer` has only to write down what the command answered: else it may take long.
    [[nodiscard]] bool went_well() const { return outcome_.went_well(); }
    /// Once, when it does not wait or `ready` was called.
    [[nodiscard]] Response answer();

private:
    friend Router;
    Begun(Router const& router, App const& app, Request const& request)
        : router_(router), app_(app), request_(request), context_(app, request) {}

    Router const& router_;
    App const& app_;
    Request const& request_;
    Context context_;
    Response response_;
    store::Outcome outcome_;
};

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

    /// Never throws; a failure of the store is logged and answered as 500 or 503. Waits for what
    /// the endpoint hands in.
    [[nodiscard]] Response answer(Request& request) const;

    /// As `answer` as far as the command that the endpoint hands in, if it does.
    [[nodiscard]] std::shared_ptr<Begun> begin(Request& request) const;

    /// For an upload, before its body is read: the refusal of who may not send it at all.
    [[nodiscard]] std::optional<Response> refuse_before_body(Request const& request) const;

    /// Writes the body of a problem that was found before the router was asked.
    void finish(Response& response, Request const& request) const;

private:
    friend Begun;
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
    [[nodiscard]] Response finished(Context const& context, Request const& request,
                                    Response response) const;
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
