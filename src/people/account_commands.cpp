#include <utility>

#include "people/account.hpp"

// What runs when the security administrator decides about an account or a right.
namespace jizhi::people {
namespace {

using Changed = std::function<void(std::string const&)>;

struct Subject {
    Account account;
    Assignment assignment;
};

Result<Subject> subject_of(store::Tx& tx, Held const& held) {
    auto const& payload = held.proposal.payload;
    auto account = find_account(tx.sql(), payload["account"].string_or(""));
    auto const id = payload["assignment"].string_or("");
    if (account)
        for (auto const& one : account->assignments)
            if (one.id == id && one.state == "pending") return Subject{*account, one};
    return fail("account.conflict", {}, "这项申请已不在等待中", "this request no longer waits");
}

/// The roles may have changed while the request waited, so the exclusion is tested again.
Result<void> check_still_joins(Subject const& subject) {
    auto roles = std::vector<std::string>{};
    for (auto const& one : subject.account.assignments)
        if (one.state == "approved") roles.push_back(one.role);
    return may_join(roles, subject.assignment.role);
}

void set_assignment(store::Tx& tx, Held const& held, Assignment const& one, char const* state) {
    tx.sql().execute(
        "UPDATE role_assignment SET state = ?, approved_by = ?, approved_at = ? WHERE id = ?",
        {std::string_view(state), std::string_view(held.approver), tx.now(),
         std::string_view(one.id)});
}

void append_event(store::Tx& tx, Subject const& subject, char const* activity) {
    tx.append({.subject_type = "account",
               .subject_id = subject.account.id,
               .region = subject.assignment.region,
               .activity = activity,
               .lifecycle = "complete",
               .delta = Value(Context{{"role", subject.assignment.role},
                                      {"region", subject.assignment.region}})});
}

void tell(store::Tx& tx, Changed const& changed, std::string const& account) {
    if (changed) tx.after_commit([changed, account] { changed(account); });
}

Result<Value> grant(store::Tx& tx, Held const& held, Changed const& changed, bool activate) {
    TRY(subject, subject_of(tx, held));
    CHECK_OK(check_still_joins(subject));
    if (activate &&
        tx.sql().execute("UPDATE account SET state = 'active' WHERE id = ? AND state = 'pending'",
                         {std::string_view(subject.account.id)}) != 1)
        return fail("account.conflict", {}, "账号已停用，不能再启用",
                    "the account was disabled meanwhile");
    set_assignment(tx, held, subject.assignment, "approved");
    append_event(tx, subject, activate ? "activate" : "grant");
    tell(tx, changed, subject.account.id);
    return Value(Context{{"account", subject.account.id}, {"role", subject.assignment.role}});
}

Result<void> refuse(store::Tx& tx, Held const& held, bool new_account) {
    auto const subject = subject_of(tx, held);
    if (!subject) return {};  // disabled meanwhile: there is nothing left to refuse
    set_assignment(tx, held, subject->assignment, "refused");
    if (new_account)
        tx.sql().execute("UPDATE account SET state = 'refused' WHERE id = ? AND state = 'pending'",
                         {std::string_view(subject->account.id)});
    append_event(tx, *subject, "refuse");
    return {};
}

}  // namespace

void hold_account_commands(HeldCommands& commands, Changed changed) {
    for (auto const activate : {true, false})
        commands.add(activate ? "account.activate" : "account.grant",
                     {.run = [changed, activate](store::Tx& tx, Held const& held) {
                          return grant(tx, held, changed, activate);
                      },
                      .refused = [activate](store::Tx& tx, Held const& held, std::string_view) {
                          return refuse(tx, held, activate);
                      }});
}

}  // namespace jizhi::people
