#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/people_forward.hpp"
#include "kit/clock.hpp"
#include "store/connection.hpp"
#include "store/writer.hpp"
#include "value/value.hpp"

// The services of the folders below, by name only: an endpoint includes what it uses, so that a
// change in one domain recompiles the endpoints of that domain and nothing else.
namespace jizhi {
class Ids;
class Log;
}  // namespace jizhi

namespace jizhi::api {

class Metrics;
class Router;

/// Who a session cookie stands for, as the router needs to know it.
struct SignedIn {
    std::shared_ptr<people::Actor const> actor;
    std::string account_id;             ///< the actor of commands
    std::string language;               ///< "zh", "en", or "" where the account has not chosen
    std::uint64_t rights = 0;           ///< bit n: some role of the actor has Right n
    std::string session_id;
    std::string csrf;                   ///< what X-CSRF-Token must equal on everything but GET
    bool must_change_password = false;  ///< then only the session endpoints answer

    void grant(people::Right right) { rights |= std::uint64_t{1} << static_cast<unsigned>(right); }
    [[nodiscard]] bool may(people::Right right) const {
        return (rights >> static_cast<unsigned>(right) & 1) != 0;
    }
};

/// Looks a session token up; nothing for one that is unknown, idle too long or signed out.
using FindSession =
    std::function<std::optional<SignedIn>(store::Connection&, std::string_view token, Micros now)>;

/// Everything a request may use. Made once in cli/serve.cpp (or by a test), lives as long as the
/// server; every member is thread-safe. A new service is a forward declaration and one line here.
struct App {
    std::shared_ptr<store::Store> store;
    std::shared_ptr<store::Writer> writer;
    std::shared_ptr<Clock const> clock;
    std::shared_ptr<Ids> ids;
    std::shared_ptr<Log> log;        ///< may be empty: then nothing is logged
    FindSession find_session;        ///< empty: nobody is signed in
    std::shared_ptr<Metrics> metrics;

    bool demo = false;               ///< the demo accounts are enabled
    std::string home_region;         ///< code of the region whose programme this is
    std::int64_t zone_offset_seconds = 8 * 3600;  ///< of the deployment, for today()
};

}  // namespace jizhi::api
