#include "people/proposal.hpp"

#include <fmt/format.h>

#include <cassert>
#include <utility>

#include "kit/text.hpp"
#include "people/proposal_rows.hpp"
#include "people/reach.hpp"
#include "people/todo.hpp"

namespace jizhi::people {
namespace {

constexpr std::size_t reason_bytes_max = 2'000;
constexpr char const* waits = "proposal";          // to-do kind of who may decide
constexpr char const* came_back = "proposal_back";  // to-do kind of its maker

Result<Proposal> not_found() {
    return fail("proposal.not_found", {}, "没有这份复核，或它不在您的范围内",
                "there is no such proposal, or it is outside your scope");
}

/// The proposal, if this person may decide it now.
Result<Proposal> open_for(store::Tx& tx, Decider const& decider, std::string const& id) {
    auto found = find_proposal(tx.sql(), id);
    if (!found || !may_see(decider.tree, decider.by, *found)) return not_found();
    if (found->maker == decider.by.account_id)
        return fail("proposal.own.forbidden", {}, "不能复核自己提交的事项，请另一位有复核权限的人办理",
                    "its maker cannot decide it; a second person must");
    if (found->state != "open")
        return fail("proposal.closed.conflict", {}, "这份复核已经办结", "it is decided already");
    return std::move(*found);
}

/// The basis that is not what it was, if any.
std::optional<Basis> changed_basis(store::Connection& sql, HeldCommands const& commands,
                                   Proposal const& proposal) {
    for (auto const& basis : proposal.bases) {
        auto const* version_of = commands.versions(basis.type);
        if (version_of == nullptr || (*version_of)(sql, basis.id) != basis.version) return basis;
    }
    return std::nullopt;
}

void append_event(store::Tx& tx, Proposal const& proposal, char const* activity) {
    tx.append({.subject_type = "proposal",
               .subject_id = proposal.id,
               .region = proposal.region,
               .activity = activity,
               .lifecycle = "complete",
               .delta = Value(Context{{"command", proposal.command},
                                      {"maker", proposal.maker},
                                      {"subject_type", proposal.subject_type},
                                      {"subject_id", proposal.subject_id},
                                      {"reason", proposal.reason}})});
}

/// Closes it as `state` and its to-do row with it; false if another was quicker.
bool close(store::Tx& tx, Proposal& proposal, Actor const& by, char const* state) {
    proposal.state = state;
    proposal.decided_by = by.account_id;
    proposal.decided_by_name = by.name;
    proposal.decided_at = tx.now();
    if (!decide_proposal(tx.sql(), proposal)) return false;
    finish_todo(tx, waits, proposal.id);
    return true;
}

void tell_maker(store::Tx& tx, Proposal const& proposal, Title said) {
    auto row = Todo{};
    row.kind = came_back;
    row.account = proposal.maker;
    row.region = proposal.region;
    row.title = std::move(said);
    row.detail = {proposal.title.zh + (proposal.reason.empty() ? "" : "；" + proposal.reason),
                  proposal.title.en + (proposal.reason.empty() ? "" : "; " + proposal.reason)};
    row.action = {.title = {"去看", "Open"}, .view = "proposals", .target = proposal.id};
    row.subject_type = "proposal";
    row.subject_id = proposal.id;
    add_todo(tx, std::move(row));
}

Result<Value> refuse(store::Tx& tx, Decider const& decider, Proposal proposal, char const* state,
                     char const* activity) {
    if (!close(tx, proposal, decider.by, state))
        return fail("proposal.closed.conflict", {}, "这份复核已经办结", "it is decided already");
    auto const* handler = decider.commands.find(proposal.command);
    if (handler != nullptr && handler->refused)
        CHECK_OK(handler->refused(tx, {proposal, proposal.decided_by}, state));
    append_event(tx, proposal, activity);
    return Value(Context{{"id", proposal.id}, {"state", state}, {"reason", proposal.reason}});
}

/// Nobody wants to hear again of what came back once it was proposed anew.
void finish_earlier(store::Tx& tx, Proposal const& proposal) {
    tx.sql().execute(R"sql(
        DELETE FROM todo WHERE kind = ? AND subject_id IN (
            SELECT id FROM proposal WHERE subject_type = ? AND subject_id = ? AND subject_id <> '')
    )sql",
                     {std::string_view(came_back), std::string_view(proposal.subject_type),
                      std::string_view(proposal.subject_id)});
}

}  // namespace

Result<Proposal> propose(store::Tx& tx, HeldCommands const& commands, Proposal wanted) {
    assert(commands.find(wanted.command) != nullptr && "only registered commands can be held");
    wanted.id = tx.new_id();
    wanted.state = "open";
    wanted.made_at = tx.now();
    insert_proposal(tx.sql(), wanted);
    finish_earlier(tx, wanted);
    auto row = Todo{};
    row.kind = waits;
    row.right = wanted.right;
    row.region = wanted.region;
    row.not_account = wanted.maker;
    row.title = {wanted.title.zh + "待您复核", wanted.title.en + " waits for your approval"};
    row.detail = wanted.detail;
    row.due = wanted.due;
    row.action = {.title = {"去复核", "Review"}, .view = "proposals", .target = wanted.id};
    row.subject_type = "proposal";
    row.subject_id = wanted.id;
    add_todo(tx, std::move(row));
    append_event(tx, wanted, "propose");
    return wanted;
}

Result<Value> approve(store::Tx& tx, Decider const& decider, std::string const& id) {
    TRY(proposal, open_for(tx, decider, id));
    auto const* handler = decider.commands.find(proposal.command);
    if (handler == nullptr)
        return fail("proposal.command_unknown", {}, "这份复核对应的操作已不存在，请驳回",
                    "what it holds no longer exists; reject it");
    if (auto const changed = changed_basis(tx.sql(), decider.commands, proposal)) {
        proposal.reason = changed->type + " " + changed->id;
        auto answer = refuse(tx, decider, proposal, "stale", "find_stale");
        if (answer)
            tell_maker(tx, proposal,
                       {"提交后数据有变化，请重新计算再提交", "Its data changed; compute it again"});
        return answer;
    }
    if (!close(tx, proposal, decider.by, "approved"))
        return fail("proposal.closed.conflict", {}, "这份复核已经办结", "it is decided already");
    TRY(result, handler->run(tx, {proposal, proposal.decided_by}));
    append_event(tx, proposal, "approve");
    return Value(Context{{"id", id}, {"state", "approved"}, {"result", result}});
}

Result<Value> outcome_of(Result<Value> answer) {
    if (!answer || (*answer)["state"].string_or("") != "stale") return answer;
    auto const what = (*answer)["reason"].string_or("");
    return fail("proposal.stale", what, "提交之后所依据的数据有变化，已退回重新计算",
                "what it was computed from has changed since; it went back to be computed again");
}

Result<Value> reject(store::Tx& tx, Decider const& decider, std::string const& id,
                     std::string const& reason) {
    TRY(proposal, open_for(tx, decider, id));
    proposal.reason = text::trim(reason);
    if (proposal.reason.empty() || proposal.reason.size() > reason_bytes_max)
        return fail("proposal.reason_missing", "reason", "请写明驳回的原因（不超过 2000 字节）",
                    "say why, in at most 2000 bytes");
    TRY(answer, refuse(tx, decider, proposal, "rejected", "reject"));
    tell_maker(tx, proposal, {"您提交的事项被驳回", "Your proposal was rejected"});
    return std::move(answer);
}

Result<Value> withdraw(store::Tx& tx, Decider const& decider, std::string const& id) {
    auto found = find_proposal(tx.sql(), id);
    if (!found || found->maker != decider.by.account_id) {
        auto missing = not_found();
        return std::unexpected(std::move(missing).error());
    }
    return refuse(tx, decider, std::move(*found), "withdrawn", "withdraw");
}

bool may_decide(region::Tree const& tree, Actor const& actor, Proposal const& proposal) {
    if (proposal.maker == actor.account_id || !actor.has(proposal.right)) return false;
    auto const scope = actor.scope(proposal.right);
    return proposal.region.empty() ? reaches_all(scope, tree)
                                   : scope.contains(tree, proposal.region);
}

bool may_see(region::Tree const& tree, Actor const& actor, Proposal const& proposal) {
    return proposal.maker == actor.account_id || may_decide(tree, actor, proposal);
}

}  // namespace jizhi::people
