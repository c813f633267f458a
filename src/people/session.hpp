#pragma once
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kit/clock.hpp"
#include "kit/ids.hpp"
#include "kit/limits.hpp"
#include "kit/random.hpp"
#include "kit/result.hpp"
#include "people/actor.hpp"
#include "store/writer.hpp"

namespace jizhi::people {

/// A signed-in browser. The token is known to the browser only; the store holds its SM3.
struct Session {
    std::string id;    ///< hex of the token's hash
    std::string csrf;  ///< must stand in X-CSRF-Token on everything but GET
    std::shared_ptr<Actor const> actor;
    Micros created_at = 0;
};

struct NewSession {
    std::string token;  ///< for the cookie; nowhere else
    std::shared_ptr<Session const> session;
};

struct SessionTerms {
    std::int64_t idle_minutes = limits::session_idle_minutes;  ///< without a request: signed out
    std::int64_t recheck_seconds = 30;  ///< what is held in memory is read again after so long
    std::int64_t zone_offset_seconds = 8 * 3600;  ///< of the deployment: a role begins on a day
};

/// Sessions, held in memory by the hash of their token and read again from the store now and then,
/// so that looking one up costs one hash and one look. Thread-safe.
class Sessions {
public:
    explicit Sessions(Random& random, SessionTerms terms = {});
    ~Sessions();

    /// Inside a command: makes a session of an active account that has shown its password. It is
    /// found once that has committed.
    [[nodiscard]] NewSession open(store::Tx& tx, std::string const& account_id);
    /// Nothing for a token that is unknown, idle too long or signed out.
    [[nodiscard]] std::shared_ptr<Session const> find(store::Connection& read,
                                                      std::string_view token, Micros now);
    /// The same, but not counted as a use: what a page asks by itself keeps nobody signed in.
    [[nodiscard]] std::shared_ptr<Session const> see(store::Connection& read,
                                                     std::string_view token, Micros now);
    /// Inside a command: signs out.
    void close(store::Tx& tx, std::string const& session_id);
    /// Inside a command: signs out every session of an account but one ("" = all).
    void close_all(store::Tx& tx, std::string const& account_id, std::string const& but);
    /// What is held of an account is read again: its rights, name or language changed.
    void forget(std::string const& account_id);
    /// Writes down when sessions were last used and ends idle ones. Call it once a minute.
    void keep(store::Writer& writer, Ids& ids, Micros now);

private:
    struct Held;
    struct Shard {
        std::shared_mutex mutex;
        std::unordered_map<std::string, std::shared_ptr<Held>> by_id;
    };
    static constexpr std::size_t shard_count = 16;

    Shard& shard_of(std::string_view id);
    std::shared_ptr<Held> held(std::string const& id);
    void hold(std::shared_ptr<Held> one);
    void drop(std::string const& id);
    bool fresh(Held const& one, Micros now) const;
    bool idle(Micros used_at, Micros now) const;
    std::shared_ptr<Held> look(store::Connection& read, std::string_view token, Micros now);
    std::shared_ptr<Held> read_one(store::Connection& read, std::string const& id, Micros now);
    std::string day_of(Micros now) const;

    Random& random_;
    SessionTerms terms_;
    Shard shards_[shard_count];
};

}  // namespace jizhi::people
