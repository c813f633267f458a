#include "people/session.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "kit/crypto.hpp"
#include "kit/text.hpp"
#include "people/account.hpp"
#include "value/temporal.hpp"

namespace jizhi::people {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_text_max = 2 * token_bytes;
constexpr Micros second = 1'000'000;
constexpr Micros minute = 60 * second;

std::string id_of(std::string_view token) { return text::hex(crypto::sm3(token)); }

}  // namespace

struct Sessions::Held {
    Session session;
    std::string account;
    std::atomic<Micros> used_at{0}, saved_at{0}, checked_at{0};
};

Sessions::Sessions(Random& random, SessionTerms terms) : random_(random), terms_(terms) {}
Sessions::~Sessions() = default;

Sessions::Shard& Sessions::shard_of(std::string_view id) {
    return shards_[std::hash<std::string_view>{}(id) % shard_count];
}

std::shared_ptr<Sessions::Held> Sessions::held(std::string const& id) {
    auto& shard = shard_of(id);
    auto const lock = std::shared_lock(shard.mutex);
    auto const at = shard.by_id.find(id);
    return at == shard.by_id.end() ? nullptr : at->second;
}

void Sessions::hold(std::shared_ptr<Held> one) {
    auto& shard = shard_of(one->session.id);
    auto const lock = std::unique_lock(shard.mutex);
    shard.by_id.insert_or_assign(one->session.id, std::move(one));
}

void Sessions::drop(std::string const& id) {
    auto& shard = shard_of(id);
    auto const lock = std::unique_lock(shard.mutex);
    shard.by_id.erase(id);
}

bool Sessions::fresh(Held const& one, Micros now) const {
    auto const age = now - one.checked_at.load(std::memory_order_relaxed);
    return age >= 0 && age < terms_.recheck_seconds * second;
}

bool Sessions::idle(Micros used_at, Micros now) const {
    return now - used_at >= terms_.idle_minutes * minute;
}

std::string Sessions::day_of(Micros now) const {
    auto const seconds = now / second + terms_.zone_offset_seconds;
    return to_text(Date{seconds / seconds_per_day});
}

NewSession Sessions::open(store::Tx& tx, std::string const& account_id) {
    auto const token = text::hex(random_.bytes(token_bytes));
    auto one = std::make_shared<Held>();
    one->account = account_id;
    one->session = {.id = id_of(token),
                    .csrf = text::hex(random_.bytes(token_bytes)),
                    .actor = actor_of(tx.sql(), account_id, day_of(tx.now())),
                    .created_at = tx.now()};
    one->used_at = one->saved_at = one->checked_at = tx.now();
    tx.sql().execute(
        "INSERT INTO session (id, account, csrf, created_at, used_at) VALUES (?, ?, ?, ?, ?)",
        {std::string_view(one->session.id), std::string_view(account_id),
         std::string_view(one->session.csrf), tx.now(), tx.now()});
    tx.append({.subject_type = "account",
               .subject_id = account_id,
               .region = {},
               .activity = "sign_in",
               .lifecycle = "complete",
               .delta = {}});
    auto opened = NewSession{.token = token, .session = {one, &one->session}};
    tx.after_commit([this, one] { hold(one); });
    return opened;
}

std::shared_ptr<Sessions::Held> Sessions::read_one(store::Connection& read, std::string const& id,
                                                   Micros now) {
    auto one = std::make_shared<Held>();
    auto used_at = Micros{0};
    read.query("SELECT account, csrf, created_at, used_at FROM session WHERE id = ?",
               {std::string_view(id)}, [&](store::Row const& row) {
                   one->account = row.text(0);
                   one->session.csrf = row.text(1);
                   one->session.created_at = row.integer(2);
                   used_at = row.integer(3);
               });
    if (one->account.empty()) return nullptr;
    one->session.id = id;
    one->session.actor = actor_of(read, one->account, day_of(now));
    if (!one->session.actor) return nullptr;
    one->saved_at = used_at;
    one->used_at = used_at;
    one->checked_at = now;
    return one;
}

std::shared_ptr<Sessions::Held> Sessions::look(store::Connection& read, std::string_view token,
                                               Micros now) {
    if (token.empty() || token.size() > token_text_max) return nullptr;
    auto const id = id_of(token);
    auto one = held(id);
    if (!one || !fresh(*one, now)) {
        auto again = read_one(read, id, now);
        // Others may have used it since it was last written down.
        if (again && one && one->used_at > again->used_at) again->used_at = one->used_at.load();
        if (!again || idle(again->used_at, now)) {
            if (one) drop(id);
            return nullptr;
        }
        one = std::move(again);
        hold(one);
    }
    if (idle(one->used_at.load(std::memory_order_relaxed), now)) return nullptr;
    return one;
}

std::shared_ptr<Session const> Sessions::find(store::Connection& read, std::string_view token,
                                              Micros now) {
    auto const one = look(read, token, now);
    if (!one) return nullptr;
    one->used_at.store(now, std::memory_order_relaxed);
    return {one, &one->session};
}

std::shared_ptr<Session const> Sessions::see(store::Connection& read, std::string_view token,
                                             Micros now) {
    auto const one = look(read, token, now);
    if (!one) return nullptr;
    return {one, &one->session};
}

void Sessions::close(store::Tx& tx, std::string const& session_id) {
    auto account = std::string{};
    tx.sql().query("DELETE FROM session WHERE id = ? RETURNING account",
                   {std::string_view(session_id)},
                   [&](store::Row const& row) { account = row.text(0); });
    if (account.empty()) return;
    tx.append({.subject_type = "account",
               .subject_id = account,
               .region = {},
               .activity = "sign_out",
               .lifecycle = "complete",
               .delta = {}});
    tx.after_commit([this, session_id] { drop(session_id); });
}

void Sessions::close_all(store::Tx& tx, std::string const& account_id, std::string const& but) {
    auto closed = std::vector<std::string>{};
    tx.sql().query("DELETE FROM session WHERE account = ? AND id <> ? RETURNING id",
                   {std::string_view(account_id), std::string_view(but)},
                   [&](store::Row const& row) { closed.emplace_back(row.text(0)); });
    tx.after_commit([this, account_id, closed = std::move(closed)] {
        for (auto const& id : closed) drop(id);
        forget(account_id);
    });
}

void Sessions::forget(std::string const& account_id) {
    for (auto& shard : shards_) {
        auto const lock = std::shared_lock(shard.mutex);
        for (auto const& [id, one] : shard.by_id)
            if (one->account == account_id) one->checked_at = 0;
    }
}

void Sessions::keep(store::Writer& writer, Ids& ids, Micros now) {
    auto used = std::vector<std::shared_ptr<Held>>{};
    for (auto& shard : shards_) {
        auto const lock = std::unique_lock(shard.mutex);
        std::erase_if(shard.by_id, [&](auto const& entry) {
            return idle(entry.second->used_at, now);
        });
        for (auto const& [id, one] : shard.by_id)
            if (one->used_at != one->saved_at) used.push_back(one);
    }
    auto const too_old = now - terms_.idle_minutes * minute;
    (void)writer.run({.id = ids.next(), .name = "session.keep", .actor = "system",
                      .on_behalf_of = {}, .payload = {}},
                     [&](store::Tx& tx) -> Result<Value> {
                         for (auto const& one : used)
                             tx.sql().execute("UPDATE session SET used_at = ? WHERE id = ?",
                                              {one->used_at.load(),
                                               std::string_view(one->session.id)});
                         tx.sql().execute("DELETE FROM session WHERE used_at <= ?", {too_old});
                         return Value{};
                     });
    for (auto const& one : used) one->saved_at = one->used_at.load();
}

}  // namespace jizhi::people
