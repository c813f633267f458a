#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "api/app.hpp"
#include "api/http.hpp"
#include "people/actor.hpp"

namespace jizhi::api {

/// A command of an endpoint, and what makes the answer once the command has its own. Neither may
/// hold anything of the endpoint's frame; the request and its Context they may.
struct HandedIn {
    store::Command command;
    store::Change change;
    std::function<Response(Result<Value>)> then;
};

/// English only where it comes before Chinese: the program's first language is Chinese.
[[nodiscard]] std::string_view accepted_language(std::string_view accept_language);

/// One request's view of the program: who asks, in which language, and the doors to the store.
/// Made by the router for each request; used by one thread.
class Context {
public:
    Context(App const& app, Request const& request);
    Context(Context const&) = delete;
    Context& operator=(Context const&) = delete;
    ~Context();

    [[nodiscard]] App const& app() const { return app_; }
    [[nodiscard]] bool signed_in() const { return session() != nullptr; }
    /// Before the first look: this request comes by itself and does not keep a session alive.
    void come_by_itself() { by_itself_ = true; }
    [[nodiscard]] bool looked_up() const { return looked_up_; }  ///< anybody asked for the session
    /// Looked up at first use from the cookie `jizhi_session`.
    [[nodiscard]] std::shared_ptr<people::Session const> const& session() const;
    /// Asserts that somebody is signed in: only in endpoints that are not open.
    [[nodiscard]] people::Actor const& actor() const;

    /// "zh" or "en": of the account, else of Accept-Language, else zh.
    [[nodiscard]] std::string_view language() const;
    [[nodiscard]] std::string_view in_language(std::string_view zh, std::string_view en) const {
        return language() == "en" ? en : zh;
    }

    /// A read connection, leased at the first call and given back at the end or by `run`: do not
    /// keep the reference over a `run`.
    [[nodiscard]] store::Connection& read() const;

    /// Runs one idempotent command: its id is the Idempotency-Key (of a POST, else a fresh one),
    /// its actor is who is signed in. Blocks until it is durable. A second command of the same
    /// request gets the key with ":2", and so on.
    [[nodiscard]] Result<Value> run(std::string name, Value payload, store::Change const& change);

    /// As `run`, where the answer needs nothing else: no thread waits for the disk. `then` may.
    [[nodiscard]] Response hand_in(std::string name, Value payload, store::Change change,
                                   std::function<Response(Result<Value>)> then);

    /// Where whoever asks works first: what a request means that names no region. "" for nowhere.
    [[nodiscard]] std::string home() const;

    [[nodiscard]] Micros now() const { return now_; }  ///< one time for the whole request
    [[nodiscard]] Day today() const;                   ///< the day at the deployment's place
    [[nodiscard]] std::string new_id();
    [[nodiscard]] std::string_view token() const;  ///< of the session cookie; "" if none

private:
    [[nodiscard]] store::Command next_command(std::string name, Value payload);

    App const& app_;
    Request const& request_;
    Micros now_;
    int commands_ = 0;
    bool by_itself_ = false;
    mutable store::Lease lease_;
    mutable bool looked_up_ = false;
    mutable std::shared_ptr<people::Session const> session_;
};

}  // namespace jizhi::api
