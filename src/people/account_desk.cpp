#include <fmt/format.h>

#include <algorithm>

#include "kit/text.hpp"
#include "people/account.hpp"
#include "people/password.hpp"
#include "region/closure.hpp"

// What the system administrator prepares and the security administrator decides.
namespace jizhi::people {
namespace {

constexpr std::size_t login_bytes_max = 64;
constexpr std::size_t name_bytes_max = 200;

void append_event(store::Tx& tx, std::string_view account, std::string_view region,
                  char const* activity, Context delta) {
    tx.append({.subject_type = "account",
               .subject_id = std::string(account),
               .region = std::string(region),
               .activity = activity,
               .lifecycle = "complete",
               .delta = Value(std::move(delta))});
}

Result<std::string> good_login(std::string_view typed) {
    auto login = text::lower(text::trim(typed));
    auto const fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    };
    if (login.size() < 2 || login.size() > login_bytes_max ||
        !std::all_of(login.begin(), login.end(), fits))
        return fail("account.login_bad", "login",
                    "登录名应为 2 到 64 个小写字母、数字或 . - _",
                    "a login has 2 to 64 letters, digits or . - _");
    return login;
}

/// Whether this role in this region may be given, and by whom.
Result<void> check_wanted(AccountDesk const& desk, Assignment const& wanted,
                          std::vector<Assignment> const& held) {
    auto roles = std::vector<std::string>{};
    for (auto const& one : held)
        if (one.state == "approved" || one.state == "pending") roles.push_back(one.role);
    CHECK_OK(may_join(roles, wanted.role));
    if (desk.tree.find(wanted.region) == nullptr)
        return fail("account.region_unknown", "region", "没有这个区域，请从区域树中选择",
                    "there is no such region; choose one from the tree");
    if (!desk.by.scope(Right::manage_accounts).contains(desk.tree, wanted.region))
        return fail("account.forbidden", "region", "这个区域不在您的管理范围内",
                    "this region is outside what you manage");
    if (find_role(wanted.role)->own_record_only && wanted.record.empty())
        return fail("account.record_missing", "record", "“本人”角色要指明是哪一条记录",
                    "this role needs the record that is the person's own");
    return {};
}

Assignment insert_assignment(store::Tx& tx, AccountDesk const& desk, Assignment wanted) {
    wanted.id = tx.new_id();
    wanted.asked_by = desk.by.account_id;
    wanted.state = desk.by.everything ? "approved" : "pending";
    wanted.approved_by = desk.by.everything ? desk.by.account_id : "";
    if (wanted.valid_from.empty()) wanted.valid_from = desk.today;
    auto const until =
        wanted.valid_to.empty() ? region::day_open : std::string_view(wanted.valid_to);
    tx.sql().execute(R"sql(
        INSERT INTO role_assignment (id, account, role, region, record, valid_from, valid_to, state,
                                     asked_by, asked_at, approved_by, approved_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
    )sql",
                     {std::string_view(wanted.id), std::string_view(wanted.account),
                      std::string_view(wanted.role), std::string_view(wanted.region),
                      std::string_view(wanted.record), std::string_view(wanted.valid_from), until,
                      std::string_view(wanted.state), std::string_view(wanted.asked_by), tx.now(),
                      std::string_view(wanted.approved_by)});
    return wanted;
}

/// Hands an assignment, and with it a new account, to the security administrator.
Result<void> hand_over(store::Tx& tx, AccountDesk const& desk, Account const& account,
                       Assignment const& wanted, bool is_new) {
    auto const* role = find_role(wanted.role);
    auto proposal = Proposal{};
    proposal.command = is_new ? "account.activate" : "account.grant";
    proposal.payload = Value(Context{{"account", account.id}, {"assignment", wanted.id}});
    proposal.maker = desk.by.account_id;
    proposal.maker_name = desk.by.name;
    proposal.region = wanted.region;
    proposal.right = Right::approve_accounts;
    auto const place = desk.tree.name(wanted.region);
    proposal.title = {fmt::format("{} {}：{}（{}）", is_new ? "新账号" : "新权限", account.name,
                                  role->zh, place),
                      fmt::format("{} {}: {} ({})", is_new ? "New account" : "New right",
                                  account.name, role->en, place)};
    proposal.detail = {fmt::format("登录名 {}，由 {} 提出", account.login, desk.by.name),
                       fmt::format("Login {}, asked for by {}", account.login, desk.by.name)};
    proposal.subject_type = "account";
    proposal.subject_id = account.id;
    auto held = propose(tx, desk.commands, std::move(proposal));
    if (!held) return std::unexpected(std::move(held).error());
    return {};
}

Result<void> check_scope(AccountDesk const& desk, Account const& account) {
    auto const scope = desk.by.scope(Right::manage_accounts);
    auto const inside = std::any_of(
        account.assignments.begin(), account.assignments.end(),
        [&](Assignment const& one) { return scope.contains(desk.tree, one.region); });
    if (inside || scope.everything) return {};
    return fail("account.not_found", {}, "没有这个账号", "there is no such account");
}

Result<Account> account_in_scope(store::Tx& tx, AccountDesk const& desk, std::string_view id) {
    auto account = find_account(tx.sql(), id);
    if (!account) return fail("account.not_found", {}, "没有这个账号", "there is no such account");
    CHECK_OK(check_scope(desk, *account));
    return std::move(*account);
}

}  // namespace

Result<Account> create_account(store::Tx& tx, AccountDesk const& desk, NewAccount const& wanted) {
    TRY(login, good_login(wanted.login));
    if (text::trim(wanted.name).empty() || wanted.name.size() > name_bytes_max)
        return fail("account.name_bad", "name", "请填写姓名", "a name is needed");
    CHECK_OK(check_wanted(desk, wanted.first, {}));
    if (find_login(tx.sql(), login))
        return fail("account.taken", "login", fmt::format("登录名 {} 已有人使用", login),
                    fmt::format("the login {} is taken", login));
    auto account = Account{};
    account.id = tx.new_id();
    account.login = login;
    account.name = text::trim(wanted.name);
    account.language = wanted.language == "en" ? "en" : "zh";
    account.state = desk.by.everything ? "active" : "pending";
    account.must_change_password = wanted.must_change_password;
    account.demo = wanted.demo;
    account.created_at = tx.now();
    tx.sql().execute(R"sql(
        INSERT INTO account (id, login, name, language, state, password, must_change_password, demo,
                             created_at, created_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql",
                     {std::string_view(account.id), std::string_view(account.login),
                      std::string_view(account.name), std::string_view(account.language),
                      std::string_view(account.state), std::string_view(wanted.password_hash),
                      std::int64_t{account.must_change_password}, std::int64_t{account.demo},
                      account.created_at, std::string_view(desk.by.account_id)});
    auto first = wanted.first;
    first.account = account.id;
    account.assignments.push_back(insert_assignment(tx, desk, std::move(first)));
    append_event(tx, account.id, wanted.first.region, "create",
                 {{"login", login}, {"role", wanted.first.role}, {"region", wanted.first.region}});
    if (!desk.by.everything)
        CHECK_OK(hand_over(tx, desk, account, account.assignments.back(), true));
    return account;
}

Result<Assignment> ask_for_right(store::Tx& tx, AccountDesk const& desk,
                                 std::string const& account_id, Assignment wanted) {
    TRY(account, account_in_scope(tx, desk, account_id));
    if (account.state == "disabled" || account.state == "refused")
        return fail("account.conflict", {}, "账号已停用，不能再授权", "the account is disabled");
    CHECK_OK(check_wanted(desk, wanted, account.assignments));
    wanted.account = account.id;
    auto assignment = insert_assignment(tx, desk, std::move(wanted));
    append_event(tx, account.id, assignment.region, "ask_right",
                 {{"role", assignment.role}, {"region", assignment.region}});
    if (!desk.by.everything) CHECK_OK(hand_over(tx, desk, account, assignment, false));
    return assignment;
}

Result<Value> end_right(store::Tx& tx, AccountDesk const& desk, std::string const& account_id,
                        std::string const& assignment_id) {
    TRY(account, account_in_scope(tx, desk, account_id));
    auto const at = std::find_if(account.assignments.begin(), account.assignments.end(),
                                 [&](Assignment const& one) { return one.id == assignment_id; });
    if (at == account.assignments.end() || at->state != "approved")
        return fail("account.right_not_found", {}, "没有这项权限，或它已结束",
                    "there is no such right, or it has ended");
    tx.sql().execute("UPDATE role_assignment SET state = 'ended', valid_to = ? WHERE id = ?",
                     {std::string_view(desk.today), std::string_view(assignment_id)});
    append_event(tx, account.id, at->region, "end_right",
                 {{"role", at->role}, {"region", at->region}});
    return Value(Context{{"id", assignment_id}, {"state", "ended"}});
}

Result<Value> disable_account(store::Tx& tx, AccountDesk const& desk,
                              std::string const& account_id) {
    if (account_id == desk.by.account_id)
        return fail("account.conflict", {}, "不能停用自己的账号", "one cannot disable oneself");
    TRY(account, account_in_scope(tx, desk, account_id));
    if (account.state != "active" && account.state != "pending")
        return fail("account.conflict", {}, "账号已停用", "the account is disabled already");
    tx.sql().execute("UPDATE account SET state = 'disabled' WHERE id = ?",
                     {std::string_view(account_id)});
    append_event(tx, account.id, account.assignments.front().region, "disable", {});
    return Value(Context{{"id", account_id}, {"state", "disabled"}});
}

Result<Value> reset_password(store::Tx& tx, AccountDesk const& desk, std::string const& account_id,
                             std::string const& password_hash) {
    TRY(account, account_in_scope(tx, desk, account_id));
    for (auto const& one : account.assignments)
        if (find_role(one.role)->exclusive && !desk.by.everything)
            return fail("account.exclusive.forbidden", {},
                        "三员账号的密码只能在服务器上用命令行重置",
                        "the password of this office is reset on the server's command line only");
    store_password(tx, account.id, password_hash, true);
    tx.sql().execute("DELETE FROM sign_in_failure WHERE login = ?",
                     {std::string_view(account.login)});
    return Value(Context{{"id", account.id}});
}

}  // namespace jizhi::people
