#include "people/sign_in.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "kit/crypto.hpp"
#include "kit/limits.hpp"
#include "kit/text.hpp"

namespace jizhi::people {
namespace {

constexpr Micros lock_micros = limits::sign_in_lock_minutes * 60 * 1'000'000;
constexpr std::size_t login_bytes_max = 64;

struct Known {
    std::string id, state, hash;
};

Known known(store::Connection& sql, std::string_view login) {
    auto found = Known{};
    sql.query("SELECT id, state, password FROM account WHERE login = ?", {login},
              [&](store::Row const& row) {
                  found = {std::string(row.text(0)), std::string(row.text(1)),
                           std::string(row.text(2))};
              });
    return found;
}

bool locked(store::Connection& sql, std::string_view login, Micros now) {
    return sql.integer("SELECT locked_until FROM sign_in_failure WHERE login = ?", {login}) > now;
}

std::unexpected<Error> refused() {
    return fail("session.sign_in_failed", {}, "登录名或密码不对", "wrong login or password");
}

std::unexpected<Error> refused_for_now() {
    return fail("session.locked.too_many", {},
                fmt::format("连续输错 {} 次，请 {} 分钟后再试，或请系统管理员重置密码",
                            limits::sign_in_failures_max, limits::sign_in_lock_minutes),
                fmt::format("{} wrong attempts in a row: try again in {} minutes, or ask the "
                            "system administrator for a new password",
                            limits::sign_in_failures_max, limits::sign_in_lock_minutes));
}

void append_event(store::Tx& tx, std::string_view account, char const* activity,
                  std::int64_t failures) {
    tx.append({.subject_type = "account",
               .subject_id = std::string(account),
               .region = {},
               .activity = activity,
               .lifecycle = "complete",
               .delta = Value(Context{{"failures", failures}})});
}

/// One more failure. Logins that nobody has are counted too, or the lock would tell them apart;
/// they are forgotten after the lock time, so that guesses do not fill the table.
void count_failure(store::Tx& tx, std::string_view login, std::string_view account) {
    auto& sql = tx.sql();
    sql.execute("DELETE FROM sign_in_failure WHERE last_at <= ? AND locked_until <= ?",
                {tx.now() - lock_micros, tx.now()});
    auto const failures =
        1 + sql.integer(
                "SELECT failures FROM sign_in_failure WHERE login = ? AND locked_until = 0",
                {login});
    auto const locks = failures >= limits::sign_in_failures_max;
    auto const until = locks ? tx.now() + lock_micros : Micros{0};
    sql.execute(R"sql(
        INSERT INTO sign_in_failure (login, failures, last_at, locked_until) VALUES (?, ?, ?, ?)
        ON CONFLICT (login) DO UPDATE SET failures = excluded.failures,
            last_at = excluded.last_at, locked_until = excluded.locked_until
    )sql",
                {login, failures, tx.now(), until});
    if (!account.empty() || locks)
        append_event(tx, account, locks ? "lock_sign_in" : "refuse_sign_in", failures);
}

Result<NewSession> answer_of(std::string_view state, std::optional<NewSession> opened) {
    if (opened) return std::move(*opened);
    if (state == "locked") return refused_for_now();
    if (state == "pending")
        return fail("session.account_pending.forbidden", {}, "账号正在等待安全管理员批准",
                    "the account waits for the security administrator");
    if (state == "wrong") return refused();
    return fail("session.account_closed.forbidden", {}, "账号已停用，请联系系统管理员",
                "the account is disabled; ask the system administrator");
}

}  // namespace

SignIn::SignIn(store::Store& store, store::Writer& writer, Sessions& sessions, Ids& ids)
    : store_(store),
      writer_(writer),
      sessions_(sessions),
      ids_(ids),
      dummy_hash_(crypto::hash_password("no account has this one")) {}

Result<NewSession> SignIn::with_password(std::string_view typed, std::string_view password,
                                         Micros now) {
    auto const login = text::lower(text::trim(typed));
    if (login.empty() || login.size() > login_bytes_max || !text::valid_utf8(login) ||
        password.size() > std::size_t{limits::password_bytes_max})
        return refused();
    auto account = Known{};
    {
        auto const read = store_.read();
        if (locked(*read, login, now)) return refused_for_now();
        account = known(*read, login);
    }
    auto const& hash = account.hash.empty() ? dummy_hash_ : account.hash;
    auto const fits = crypto::password_fits(password, hash) && !account.hash.empty();
    auto opened = std::optional<NewSession>{};
    auto const command = store::Command{.id = ids_.next(),
                                        .name = "session.open",
                                        .actor = account.id.empty() ? "system" : account.id,
                                        .on_behalf_of = {},
                                        .payload = {}};
    auto answer = writer_.run(command, [&](store::Tx& tx) -> Result<Value> {
        // Guesses that ran at the same time must not get past the lock.
        if (locked(tx.sql(), login, tx.now())) return Value("locked");
        if (!fits) {
            count_failure(tx, login, account.id);
            return Value("wrong");
        }
        auto const state = known(tx.sql(), login).state;
        if (state != "active") return Value(state);
        tx.sql().execute("DELETE FROM sign_in_failure WHERE login = ?", {std::string_view(login)});
        opened = sessions_.open(tx, account.id);
        return Value("active");
    });
    if (!answer) return std::unexpected(std::move(answer).error());
    return answer_of(answer->string_or(""), std::move(opened));
}

}  // namespace jizhi::people
