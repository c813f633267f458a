#include "people/proposal_rows.hpp"

#include <cassert>

#include "people/todo_rights.hpp"
#include "value/json.hpp"

namespace jizhi::people {
namespace {

constexpr std::string_view columns =
    "p.id, p.command, p.payload, p.maker, p.maker_name, p.region, p.right_needed, p.title_zh, "
    "p.title_en, p.detail_zh, p.detail_en, p.bases, p.subject_type, p.subject_id, p.state, "
    "p.reason, p.decided_by, p.decided_by_name, p.made_at, p.decided_at, p.due, "
    "p.view, p.target";

Value stored_json(std::string_view text) {
    auto value = parse_json(text);
    assert(value && "the program wrote this itself");
    return value ? *value : Value{};
}

Proposal proposal_of(store::Row const& row) {
    auto proposal = Proposal{};
    proposal.id = row.text(0);
    proposal.command = row.text(1);
    proposal.payload = stored_json(row.text(2));
    proposal.maker = row.text(3);
    proposal.maker_name = row.text(4);
    proposal.region = row.text(5);
    proposal.right = right_named(row.text(6)).value_or(Right::approve);
    proposal.title = {std::string(row.text(7)), std::string(row.text(8))};
    proposal.detail = {std::string(row.text(9)), std::string(row.text(10))};
    auto const bases = stored_json(row.text(11));
    for (auto const& basis : bases.list())
        proposal.bases.push_back({basis["type"].string_or(""), basis["id"].string_or(""),
                                  basis["version"].string_or("")});
    proposal.subject_type = row.text(12);
    proposal.subject_id = row.text(13);
    proposal.state = row.text(14);
    proposal.reason = row.text(15);
    proposal.decided_by = row.text(16);
    proposal.decided_by_name = row.text(17);
    proposal.made_at = row.integer(18);
    proposal.decided_at = row.integer(19);
    proposal.due = row.text(20);
    proposal.view = row.text(21);
    proposal.target = row.text(22);
    return proposal;
}

std::string bases_json(Proposal const& proposal) {
    auto bases = List{};
    for (auto const& basis : proposal.bases)
        bases.emplace_back(
            Context{{"type", basis.type}, {"id", basis.id}, {"version", basis.version}});
    return to_json(Value(std::move(bases)));
}

}  // namespace

void insert_proposal(store::Connection& sql, Proposal const& p) {
    auto const payload = to_json(p.payload);
    auto const bases = bases_json(p);
    sql.execute(R"sql(
        INSERT INTO proposal (id, command, payload, maker, maker_name, region, right_needed,
                              title_zh, title_en, detail_zh, detail_en, bases, subject_type,
                              subject_id, state, reason, decided_by, decided_by_name, made_at,
                              decided_at, due, view, target)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', '', '', '', ?, 0, ?, ?, ?)
    )sql",
                {std::string_view(p.id), std::string_view(p.command), std::string_view(payload),
                 std::string_view(p.maker), std::string_view(p.maker_name),
                 std::string_view(p.region), name_of(p.right), std::string_view(p.title.zh),
                 std::string_view(p.title.en), std::string_view(p.detail.zh),
                 std::string_view(p.detail.en), std::string_view(bases),
                 std::string_view(p.subject_type), std::string_view(p.subject_id), p.made_at,
                 std::string_view(p.due), std::string_view(p.view), std::string_view(p.target)});
}

bool decide_proposal(store::Connection& sql, Proposal const& p) {
    return sql.execute(R"sql(
        UPDATE proposal
        SET state = ?, reason = ?, decided_by = ?, decided_by_name = ?, decided_at = ?
        WHERE id = ? AND state = 'open'
    )sql",
                       {std::string_view(p.state), std::string_view(p.reason),
                        std::string_view(p.decided_by), std::string_view(p.decided_by_name),
                        p.decided_at, std::string_view(p.id)}) == 1;
}

std::optional<Proposal> find_proposal(store::Connection& sql, std::string_view id) {
    auto found = std::optional<Proposal>{};
    auto const statement =
        "SELECT " + std::string(columns) + " FROM proposal p WHERE p.id = ?";
    sql.query(statement, {id}, [&](store::Row const& row) { found = proposal_of(row); });
    return found;
}

std::vector<Proposal> list_proposals(store::Connection& sql, Actor const& actor,
                                     std::string_view state, std::string_view day,
                                     std::size_t max) {
    auto const visible = rights_condition(actor, "p.right_needed", "p.region", day);
    auto const statement = "SELECT " + std::string(columns) +
                           " FROM proposal p WHERE (p.maker = ? OR " + visible.sql +
                           ") AND (? = '' OR p.state = ?) ORDER BY p.made_at DESC, p.id LIMIT ?";
    auto binds = std::vector<store::Bind>{std::string_view(actor.account_id)};
    visible.bind_to(binds);
    binds.emplace_back(state);
    binds.emplace_back(state);
    binds.emplace_back(static_cast<std::int64_t>(max));
    auto found = std::vector<Proposal>{};
    sql.query(statement, binds,
              [&](store::Row const& row) { found.push_back(proposal_of(row)); });
    return found;
}

}  // namespace jizhi::people
