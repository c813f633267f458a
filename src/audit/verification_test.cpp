#include "audit/verification.hpp"

#include <gtest/gtest.h>

#include "audit/erasure.hpp"
#include "audit/event_log.hpp"
#include "audit/sealer.hpp"
#include "store/both_stores.hpp"

namespace jizhi::audit {
namespace {

class VerificationOn : public store::testing::OnBothStores {
protected:
    void SetUp() override {
        start();
        for (int i = 1; i <= 5; ++i) append(i);
    }
    void start() {
        open({migrations()});
        writer().watch(std::make_shared<Sealer>(keys, random));
    }
    void append(int i) {
        ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
            tx.append({.subject_type = "worker",
                       .subject_id = "w" + std::to_string(i % 2),
                       .region = "990001",
                       .activity = "change",
                       .delta = Context{{"level", i}}});
            return Value();
        }));
    }
    /// What somebody does who can write to the database behind the program's back.
    void tamper(std::string_view sql) {
        reopen();
        ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
            tx.sql().script(sql);
            return Value();
        }));
    }
    void reopen() { open({migrations()}); }

    Verification check(store::Keys const* with) { return verify(*store().read(), with); }
    std::vector<std::string> findings() {
        std::vector<std::string> codes;
        for (auto const& f : check(&keys).findings) codes.push_back(f.code + " " + f.where);
        return codes;
    }
    std::string event_id(int number) {
        return store().read()->text("SELECT event_id FROM event_seal WHERE number = ?",
                                    {std::int64_t{number}});
    }
    using Codes = std::vector<std::string>;

    SeededRandom random{1};
    store::Keys keys = store::Keys::make(random);
};

TEST_P(VerificationOn, finds_nothing_where_nothing_was_done) {
    auto const found = check(&keys);
    EXPECT_EQ(found.events, 5);
    EXPECT_TRUE(found.marked);
    EXPECT_EQ(found.head.size(), 64U);
    EXPECT_TRUE(found.findings.empty()) << found.findings[0].en;
    EXPECT_TRUE(check(nullptr).findings.empty());
}

TEST_P(VerificationOn, goes_on_over_a_restart_and_through_an_empty_log) {
    auto const before = check(&keys).head;
    start();
    append(6);
    EXPECT_EQ(check(&keys).events, 6);
    EXPECT_TRUE(findings().empty());
    EXPECT_NE(check(&keys).head, before);
}

TEST_P(VerificationOn, finds_each_changed_field) {
    for (auto const column : {"subject_type", "subject_id", "region", "activity", "lifecycle",
                              "actor", "on_behalf_of", "command_id", "delta"}) {
        auto const old = store().read()->text(
            "SELECT " + std::string(column) + " FROM event WHERE id = ?", {event_id(3)});
        auto const set = [&](std::string const& value) {
            tamper("UPDATE event SET " + std::string(column) + " = '" + value + "' WHERE id = '" +
                   event_id(3) + "'");
        };
        set("x");
        EXPECT_EQ(findings(), Codes{"audit.changed 3"}) << column;
        set(old);
        EXPECT_TRUE(findings().empty());
    }
    tamper("UPDATE event SET at = at + 1 WHERE id = '" + event_id(3) + "'");
    EXPECT_EQ(findings(), Codes{"audit.changed 3"});
}

TEST_P(VerificationOn, finds_a_removed_event) {
    tamper("DELETE FROM event WHERE id = '" + event_id(2) + "'");
    EXPECT_EQ(findings(), Codes{"audit.removed 2"});
}

TEST_P(VerificationOn, finds_an_event_removed_with_its_seal) {
    tamper("DELETE FROM event WHERE id = '" + event_id(2) +
           "'; "
           "DELETE FROM event_seal WHERE number = 2");
    EXPECT_EQ(findings(), (Codes{"audit.removed 2", "audit.changed 3"}));
}

TEST_P(VerificationOn, finds_a_removed_end) {
    tamper("DELETE FROM event WHERE id = '" + event_id(5) +
           "'; "
           "DELETE FROM event_seal WHERE number = 5");
    EXPECT_EQ(findings(), (Codes{"audit.removed 5", "audit.bad_mark 5"}));
    tamper("UPDATE event_head SET number = 4");
    EXPECT_EQ(findings(), Codes{"audit.bad_mark 4"}) << "the mark cannot be made without the key";
    tamper("DELETE FROM event_head");
    EXPECT_EQ(findings(), Codes{"audit.no_head 4"});
}

TEST_P(VerificationOn, finds_an_inserted_event) {
    tamper(
        "INSERT INTO event SELECT 'new', at, subject_type, subject_id, region, activity, "
        "lifecycle, actor, on_behalf_of, command_id, delta FROM event WHERE id = '" +
        event_id(1) + "'");
    EXPECT_EQ(findings(), Codes{"audit.inserted 1"});
    tamper(
        "INSERT INTO event_seal SELECT 6, 'new', salt, payload_digest, link FROM event_seal "
        "WHERE number = 1");
    EXPECT_EQ(findings(), (Codes{"audit.changed 6", "audit.inserted 6", "audit.bad_mark 5"}));
}

TEST_P(VerificationOn, finds_two_events_that_changed_places) {
    auto const two = event_id(2), three = event_id(3);
    tamper(
        "UPDATE event_seal SET event_id = 'x' WHERE number = 2; "
        "UPDATE event_seal SET event_id = '" +
        two +
        "' WHERE number = 3; "
        "UPDATE event_seal SET event_id = '" +
        three + "' WHERE number = 2");
    EXPECT_EQ(findings(), (Codes{"audit.changed 2", "audit.changed 3"}));
}

TEST_P(VerificationOn, finds_a_log_rewritten_as_a_whole_by_who_lacks_the_key) {
    tamper("DELETE FROM event; DELETE FROM event_seal; DELETE FROM event_head");
    reopen();
    auto const forged = store::Keys::make(random);
    writer().watch(std::make_shared<Sealer>(forged, random));
    append(1);
    EXPECT_TRUE(check(nullptr).findings.empty()) << "the chain in itself is whole";
    EXPECT_EQ(findings(), Codes{"audit.bad_mark 1"});
}

TEST_P(VerificationOn, holds_after_a_lawful_erasure_and_only_then) {
    auto const id = event_id(3);
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        CHECK_OK(erase(tx, id, "asked for by the person concerned"));
        return Value();
    }));
    auto const found = check(&keys);
    EXPECT_EQ(found.erased, 1);
    EXPECT_EQ(found.events, 6);
    EXPECT_TRUE(found.findings.empty());
    EXPECT_TRUE(store().read()->text("SELECT delta FROM event WHERE id = ?", {id}).empty());
    EXPECT_FALSE(run([&](store::Tx& tx) -> Result<Value> {
        CHECK_OK(erase(tx, id, "again"));
        return Value();
    }));
    tamper("UPDATE event SET delta = NULL WHERE id = '" + event_id(4) +
           "'; "
           "UPDATE event_seal SET salt = NULL WHERE number = 4");
    EXPECT_EQ(findings(), Codes{"audit.erased_unsaid 4"});
}

TEST_P(VerificationOn, lists_events_newest_first_by_what_is_asked) {
    auto const numbers = [&](EventQuery const& query) {
        std::vector<std::int64_t> out;
        for (auto const& e : events(*store().read(), query)) out.push_back(e.number);
        return out;
    };
    using Numbers = std::vector<std::int64_t>;
    EXPECT_EQ(numbers({}), (Numbers{5, 4, 3, 2, 1}));
    EXPECT_EQ(numbers({.subject_type = "worker", .subject_id = "w0"}), (Numbers{4, 2}));
    EXPECT_EQ(numbers({.before_number = 4, .limit = 2}), (Numbers{3, 2}));
    EXPECT_EQ(numbers({.actor = "nobody"}), Numbers{});
    EXPECT_EQ(numbers({.from = clock.now() + 1, .to = clock.now() + 3}), (Numbers{3, 2}));
    EXPECT_EQ(numbers({.scope_sql = "e.region = ?", .scope_values = {"990002"}}), Numbers{});
    EXPECT_EQ(events(*store().read(), {.limit = 1})[0].delta["level"].integer_or(0), 5);
}

JIZHI_ON_BOTH_STORES(VerificationOn);

}  // namespace
}  // namespace jizhi::audit
