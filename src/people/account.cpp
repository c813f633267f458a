#include "people/account.hpp"

#include "kit/text.hpp"
#include "region/closure.hpp"

namespace jizhi::people {
namespace {

constexpr std::string_view account_columns =
    "a.id, a.login, a.name, a.language, a.state, a.must_change_password, a.demo, a.created_at";

Account account_of(store::Row const& row) {
    auto account = Account{};
    account.id = row.text(0);
    account.login = row.text(1);
    account.name = row.text(2);
    account.language = row.text(3);
    account.state = row.text(4);
    account.must_change_password = row.integer(5) != 0;
    account.demo = row.integer(6) != 0;
    account.created_at = row.integer(7);
    return account;
}

std::vector<Assignment> assignments_of(store::Connection& sql, std::string_view account) {
    auto found = std::vector<Assignment>{};
    sql.query(R"sql(
        SELECT id, account, role, region, record, valid_from, valid_to, state, asked_by, approved_by
        FROM role_assignment WHERE account = ? ORDER BY asked_at, id
    )sql",
              {account}, [&](store::Row const& row) {
                  auto one = Assignment{};
                  one.id = row.text(0);
                  one.account = row.text(1);
                  one.role = row.text(2);
                  one.region = row.text(3);
                  one.record = row.text(4);
                  one.valid_from = row.text(5);
                  one.valid_to = row.text(6) == region::day_open ? "" : row.text(6);
                  one.state = row.text(7);
                  one.asked_by = row.text(8);
                  one.approved_by = row.text(9);
                  found.push_back(std::move(one));
              });
    return found;
}

std::optional<Account> find_by(store::Connection& sql, std::string_view column,
                               std::string_view value) {
    auto found = std::optional<Account>{};
    auto const statement = "SELECT " + std::string(account_columns) + " FROM account a WHERE " +
                           std::string(column) + " = ?";
    sql.query(statement, {value}, [&](store::Row const& row) { found = account_of(row); });
    if (found) found->assignments = assignments_of(sql, found->id);
    return found;
}

/// For LIKE ... ESCAPE '!': what is typed is searched for as it is.
std::string like(std::string_view text) {
    auto pattern = std::string("%");
    for (auto const c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace

std::optional<Account> find_account(store::Connection& sql, std::string_view id) {
    return find_by(sql, "a.id", id);
}

std::optional<Account> find_login(store::Connection& sql, std::string_view login) {
    return find_by(sql, "a.login", text::lower(text::trim(login)));
}

std::vector<Account> list_accounts(store::Connection& sql, Scope const& scope,
                                   std::string_view words, std::string_view day,
                                   std::string_view after_login, std::size_t max) {
    auto const inside = scope.condition("r.region", "", day);
    auto const statement = "SELECT " + std::string(account_columns) + R"sql(
        FROM account a
        WHERE a.login > ? AND (a.login LIKE ? ESCAPE '!' OR a.name LIKE ? ESCAPE '!')
          AND EXISTS (SELECT 1 FROM role_assignment r WHERE r.account = a.id AND )sql" +
                           inside.sql + ") ORDER BY a.login LIMIT ?";
    auto const login_pattern = like(text::lower(words));
    auto const name_pattern = like(words);
    auto binds = std::vector<store::Bind>{after_login, std::string_view(login_pattern),
                                          std::string_view(name_pattern)};
    inside.bind_to(binds);
    binds.emplace_back(static_cast<std::int64_t>(max));
    auto found = std::vector<Account>{};
    sql.query(statement, binds, [&](store::Row const& row) { found.push_back(account_of(row)); });
    for (auto& account : found) account.assignments = assignments_of(sql, account.id);
    return found;
}

std::vector<std::string> regions_of_roles(store::Connection& sql, std::string_view day) {
    auto regions = std::vector<std::string>{};
    sql.query(R"sql(
        SELECT DISTINCT region FROM role_assignment
        WHERE state = 'approved' AND valid_to > ?
    )sql",
              {day}, [&](store::Row const& row) { regions.emplace_back(row.text(0)); });
    return regions;
}

std::shared_ptr<Actor const> actor_of(store::Connection& sql, std::string_view id,
                                      std::string_view day) {
    auto const account = find_account(sql, id);
    if (!account || account->state != "active") return nullptr;
    auto actor = std::make_shared<Actor>();
    actor->account_id = account->id;
    actor->login = account->login;
    actor->name = account->name;
    actor->language = account->language;
    actor->must_change_password = account->must_change_password;
    actor->demo = account->demo;
    for (auto const& one : account->assignments) {
        auto const* role = find_role(one.role);
        if (role == nullptr || one.state != "approved" || one.valid_from > day) continue;
        if (!one.valid_to.empty() && one.valid_to <= day) continue;
        actor->grants.push_back({.role = role, .region = one.region, .record = one.record});
    }
    return actor;
}

Result<Value> set_language(store::Tx& tx, std::string const& account_id,
                           std::string_view language) {
    if (language != "zh" && language != "en")
        return fail("account.language_unknown", "language", "语言应为 zh 或 en",
                    "the language must be zh or en");
    tx.sql().execute("UPDATE account SET language = ? WHERE id = ?",
                     {language, std::string_view(account_id)});
    return Value(Context{{"language", language}});
}

}  // namespace jizhi::people
