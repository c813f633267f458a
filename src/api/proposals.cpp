#include "api/proposals.hpp"

#include <utility>

#include "api/words.hpp"
#include "people/proposal.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr std::size_t rows_max = 200;

Schema const proposal_schema{"Proposal", R"({
  "type": "object",
  "required": ["id", "kind", "title", "detail", "state", "made_by", "made_at", "mine",
               "may_decide"],
  "properties": {
    "id": {"type": "string"}, "kind": {"type": "string"}, "title": "@Words", "detail": "@Words",
    "state": {"type": "string", "enum": ["open", "approved", "rejected", "stale", "withdrawn"]},
    "region": "@Place?", "right": {"type": "string"}, "made_by": "@Person",
    "made_at": {"type": "string"}, "decided_by": "@Person?",
    "decided_at": {"type": ["string", "null"]}, "reason": {"type": "string"},
    "due": {"type": ["string", "null"]}, "mine": {"type": "boolean"},
    "may_decide": {"type": "boolean"}, "subject_type": {"type": "string"},
    "subject_id": {"type": "string"}, "view": {"type": ["string", "null"]},
    "target": {"type": ["string", "null"]}}
})"};
Schema const person_schema{"Person", R"({
  "type": "object", "required": ["id", "name"],
  "properties": {"id": {"type": "string"}, "name": {"type": "string"}}
})"};
Schema const proposals_schema{
    "Proposals", R"({"type": "array", "items": "@Proposal"})"};
Schema const rejection_schema{"Rejection", R"({
  "type": "object", "required": ["reason"],
  "properties": {"reason": {"type": "string", "minLength": 1, "maxLength": 600}}
})"};
Schema const decided_schema{"Decided", R"({
  "type": "object", "required": ["id", "state"],
  "properties": {"id": {"type": "string"}, "state": {"type": "string"},
                 "reason": {"type": "string"}, "result": {}}
})"};

Value person(std::string_view id, std::string_view name) {
    if (id.empty()) return {};
    return Object{{"id", id}, {"name", name}};
}

Value proposal_json(people::Proposal const& one, region::Tree const& tree,
                    people::Actor const& actor) {
    return Object{
        {"id", one.id},
        {"kind", one.command},
        {"title", words(one.title)},
        {"detail", words(one.detail)},
        {"state", one.state},
        {"region", region_words(tree, one.region)},
        {"right", people::name_of(one.right)},
        {"made_by", person(one.maker, one.maker_name)},
        {"made_at", instant(one.made_at)},
        {"decided_by", person(one.decided_by, one.decided_by_name)},
        {"decided_at", instant(one.decided_at)},
        {"reason", one.reason},
        {"due", text_or_null(one.due)},
        {"mine", one.maker == actor.account_id},
        {"may_decide", one.state == "open" && people::may_decide(tree, actor, one)},
        {"subject_type", one.subject_type},
        {"subject_id", one.subject_id},
        {"view", text_or_null(one.view)},
        {"target", text_or_null(one.target)}};
}

/// Runs what decides a proposal; scope and right are tested inside, against the proposal itself.
template <class Decide>
Response decide(Context& context, Request const& request, std::string name, Value asked,
                Decide how) {
    auto const tree = context.app().regions->tree();
    auto const id = request.path_value("id");
    auto const& actor = context.actor();
    auto const decider = people::Decider{*context.app().held_commands, *tree, actor};
    auto const payload = Value(Object{{"proposal", id}, {"asked", std::move(asked)}});
    TRY_OR_PROBLEM(done, people::outcome_of(context.run(
                             std::move(name), payload,
                             [&](store::Tx& tx) { return how(tx, decider, id); })));
    return Response::json(200, done);
}

}  // namespace

Response get_proposals(Context& context, Request const& request) {
    auto const tree = context.app().regions->tree();
    auto rows = List{};
    for (auto const& one :
         people::list_proposals(context.read(), context.actor(), request.query_value("state"),
                                to_text(Date{context.today()}), rows_max))
        if (people::may_see(*tree, context.actor(), one))
            rows.push_back(proposal_json(one, *tree, context.actor()));
    return Response::json(200, rows);
}

Response get_proposal(Context& context, Request const& request) {
    auto const tree = context.app().regions->tree();
    auto const found = people::find_proposal(context.read(), request.path_value("id"));
    if (!found || !people::may_see(*tree, context.actor(), *found))
        return Response::problem({"proposal.not_found", {}, "没有这份复核，或它不在您的范围内",
                                  "there is no such proposal, or it is outside your scope"});
    return Response::json(200, proposal_json(*found, *tree, context.actor()));
}

Response approve_proposal(Context& context, Request const& request) {
    return decide(context, request, "proposal.approve", {},
                  [](store::Tx& tx, people::Decider const& decider, std::string const& id) {
                      return people::approve(tx, decider, id);
                  });
}

Response reject_proposal(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const reason = body["reason"].string_or("");
    return decide(context, request, "proposal.reject", body,
                  [&](store::Tx& tx, people::Decider const& decider, std::string const& id) {
                      return people::reject(tx, decider, id, reason);
                  });
}

Response withdraw_proposal(Context& context, Request const& request) {
    return decide(context, request, "proposal.withdraw", {},
                  [](store::Tx& tx, people::Decider const& decider, std::string const& id) {
                      return people::withdraw(tx, decider, id);
                  });
}

}  // namespace jizhi::api
