#include "people/proposal.hpp"

#include "people/testing.hpp"
#include "people/todo.hpp"

namespace jizhi::people {
namespace {

/// A command that sets a figure, held until it is approved; the figure has a version.
class Proposals : public testing::Town {
protected:
    void SetUp() override {
        Town::SetUp();
        commands.add("figure.set",
                     {.run = [this](store::Tx& tx, Held const& held) -> Result<Value> {
                          ++runs;
                          if (held.proposal.payload["fail"].boolean_or(false))
                              return fail("figure.bad", {}, "不行", "no");
                          tx.sql().execute("UPDATE figure SET value = ?, version = version + 1",
                                           {held.proposal.payload["value"].integer_or(0)});
                          return Value(Context{{"by", held.approver}});
                      },
                      .refused = [this](store::Tx&, Held const&, std::string_view state)
                          -> Result<void> {
                          refused += std::string(state) + " ";
                          return {};
                      }});
        commands.add_versions("figure", [](store::Connection& sql, std::string_view) {
            return std::to_string(sql.integer("SELECT version FROM figure"));
        });
        ASSERT_TRUE(run([](store::Tx& tx) -> Result<Value> {
            tx.sql().script("CREATE TABLE figure (value BIGINT, version BIGINT)");
            tx.sql().script("INSERT INTO figure VALUES (1, 1)");
            return Value{};
        }));
        clerk = actor_now(add("clerk", "street_clerk", "990001001"));
        reviewer = actor_now(add("reviewer", "reviewer", "990001"));
        far = actor_now(add("far", "reviewer", "990002"));
    }
    std::string propose_figure(int value, bool failing = false,
                               std::string const& region = "990001001") {
        auto wanted = Proposal{};
        wanted.command = "figure.set";
        wanted.payload = Value(Context{{"value", value}, {"fail", failing}});
        wanted.maker = clerk->account_id;
        wanted.maker_name = "李经办";
        wanted.region = region;
        wanted.title = {"1月数字", "Figure of January"};
        wanted.bases = {{"figure", "", std::to_string(count("SELECT version FROM figure"))}};
        wanted.subject_type = "figure";
        wanted.subject_id = "one";
        auto id = std::string{};
        EXPECT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
            TRY(made, propose(tx, commands, wanted));
            id = made.id;
            return Value{};
        }));
        return id;
    }
    std::string approve_as(Actor const& by, std::string const& id) {
        auto const done =
            outcome_of(run([&](store::Tx& tx) { return approve(tx, decider(by), id); }));
        return done ? (*done)["state"].string_or("") : done.error().code;
    }
    std::string reject_as(Actor const& by, std::string const& id, std::string const& reason) {
        auto const done = run([&](store::Tx& tx) { return reject(tx, decider(by), id, reason); });
        return done ? (*done)["state"].string_or("") : done.error().code;
    }
    std::string state(std::string const& id) { return find_proposal(*store().read(), id)->state; }
    std::int64_t figure() { return count("SELECT value FROM figure"); }
    std::string todo_of(Actor const& who) {
        auto const lease = store().read();
        auto const tree_now = tree();
        auto found = std::string{};
        for (auto const& row : list_todo({*lease, who, *tree_now, holidays, today, today_text}, {}))
            found += row.kind + ":" + row.title.zh + " ";
        return found;
    }
    std::shared_ptr<Actor const> clerk, reviewer, far;
    calendar::Holidays holidays;
    int runs = 0;
    std::string refused;
};

TEST_P(Proposals, run_once_a_second_person_agrees) {
    auto const id = propose_figure(5);
    EXPECT_EQ(figure(), 1) << "held, not run";
    EXPECT_EQ(approve_as(*reviewer, id), "approved");
    EXPECT_EQ(figure(), 5);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(approve_as(*reviewer, id), "proposal.closed.conflict");
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(find_proposal(*store().read(), id)->decided_by, reviewer->account_id);
}

TEST_P(Proposals, are_not_approved_by_their_maker_even_with_the_right) {
    auto const id = propose_figure(5);
    auto both = *clerk;
    both.grants.push_back({find_role("reviewer"), "990001", ""});
    EXPECT_EQ(approve_as(both, id), "proposal.own.forbidden");
    EXPECT_EQ(reject_as(both, id, "x"), "proposal.own.forbidden");
    EXPECT_EQ(figure(), 1);
}

TEST_P(Proposals, are_unknown_outside_the_scope_and_without_the_right) {
    auto const id = propose_figure(5);
    EXPECT_EQ(approve_as(*far, id), "proposal.not_found");
    EXPECT_EQ(approve_as(testing::actor("c2", "street_clerk", "990001001"), id),
              "proposal.not_found");
    EXPECT_EQ(approve_as(testing::actor("s", "security_admin", "990001"), id),
              "proposal.not_found");
    EXPECT_EQ(approve_as(*reviewer, "nothing"), "proposal.not_found");
    EXPECT_EQ(figure(), 1);
}

TEST_P(Proposals, whose_data_changed_go_back_to_be_computed_again) {
    auto const first = propose_figure(5);
    auto const second = propose_figure(6);
    EXPECT_EQ(approve_as(*reviewer, first), "approved");
    EXPECT_EQ(approve_as(*reviewer, second), "proposal.stale");
    EXPECT_EQ(figure(), 5);
    EXPECT_EQ(state(second), "stale") << "and that is committed";
    EXPECT_EQ(refused, "stale ");
    EXPECT_EQ(approve_as(*reviewer, second), "proposal.closed.conflict");
    EXPECT_NE(todo_of(*clerk).find("proposal_back"), std::string::npos);
}

TEST_P(Proposals, whose_command_fails_stay_open) {
    auto const id = propose_figure(5, true);
    EXPECT_EQ(approve_as(*reviewer, id), "figure.bad");
    EXPECT_EQ(state(id), "open");
    EXPECT_NE(todo_of(*reviewer), "");
}

TEST_P(Proposals, are_rejected_with_a_reason_that_reaches_the_maker) {
    auto const id = propose_figure(5);
    EXPECT_EQ(reject_as(*reviewer, id, "  "), "proposal.reason_missing");
    EXPECT_EQ(reject_as(*reviewer, id, "人数不对"), "rejected");
    EXPECT_EQ(figure(), 1);
    EXPECT_EQ(refused, "rejected ");
    EXPECT_EQ(find_proposal(*store().read(), id)->reason, "人数不对");
    EXPECT_EQ(todo_of(*reviewer), "");
    EXPECT_NE(todo_of(*clerk).find("proposal_back"), std::string::npos);
    propose_figure(7);
    EXPECT_EQ(todo_of(*clerk), "") << "once it is proposed anew";
}

TEST_P(Proposals, are_taken_back_by_their_maker_only) {
    auto const id = propose_figure(5);
    auto const take_back = [&](Actor const& by) {
        auto const done = run([&](store::Tx& tx) { return withdraw(tx, decider(by), id); });
        return done ? (*done)["state"].string_or("") : done.error().code;
    };
    EXPECT_EQ(take_back(*reviewer), "proposal.not_found");
    EXPECT_EQ(take_back(*clerk), "withdrawn");
    EXPECT_EQ(take_back(*clerk), "proposal.closed.conflict");
    EXPECT_EQ(approve_as(*reviewer, id), "proposal.closed.conflict");
    EXPECT_EQ(todo_of(*reviewer), "");
}

TEST_P(Proposals, stand_in_the_day_of_who_may_decide_them) {
    auto const id = propose_figure(5);
    EXPECT_EQ(todo_of(*reviewer), "proposal:1月数字待您复核 ");
    EXPECT_EQ(todo_of(*clerk), "") << "not of the maker";
    EXPECT_EQ(todo_of(*far), "");
    EXPECT_EQ(todo_of(testing::actor("s", "system_admin", "990001")), "");
    EXPECT_EQ(approve_as(*reviewer, id), "approved");
    EXPECT_EQ(todo_of(*reviewer), "");
}

TEST_P(Proposals, are_listed_to_maker_and_deciders) {
    auto const id = propose_figure(5);
    auto const seen = [&](Actor const& who, std::string_view wanted) {
        return list_proposals(*store().read(), who, wanted, today_text, 10).size();
    };
    EXPECT_EQ(seen(*clerk, ""), 1U);
    EXPECT_EQ(seen(*reviewer, "open"), 1U);
    EXPECT_EQ(seen(*reviewer, "approved"), 0U);
    EXPECT_EQ(seen(*far, ""), 0U);
    EXPECT_EQ(seen(testing::actor("s", "security_auditor", "990001"), ""), 0U);
    EXPECT_EQ(approve_as(*reviewer, id), "approved");
    EXPECT_EQ(seen(*reviewer, "approved"), 1U);
}

TEST_P(Proposals, about_everything_are_for_who_is_responsible_for_all_of_it) {
    auto const city = actor_now(add("city", "reviewer", "9900"));
    auto const id = propose_figure(5, false, "");
    EXPECT_EQ(todo_of(*reviewer), "");
    EXPECT_FALSE(may_see(*tree(), *reviewer, *find_proposal(*store().read(), id)));
    EXPECT_EQ(approve_as(*reviewer, id), "proposal.not_found");
    EXPECT_EQ(reject_as(*reviewer, id, "不对"), "proposal.not_found");
    EXPECT_TRUE(may_see(*tree(), *city, *find_proposal(*store().read(), id)));
    EXPECT_NE(todo_of(*city), "");
    EXPECT_EQ(approve_as(*city, id), "approved");
}

JIZHI_ON_BOTH_STORES(Proposals);

}  // namespace
}  // namespace jizhi::people
