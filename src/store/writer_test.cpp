#include "store/writer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "store/both_stores.hpp"
#include "value/json.hpp"

namespace jizhi::store {
namespace {

constexpr Migration note_table{"test", 1, R"(
    CREATE TABLE note (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL, size BIGINT);)"};

class WriterOn : public testing::OnBothStores {
protected:
    void SetUp() override { open({{note_table}}); }

    static Result<Value> write(Tx& tx, std::string const& text) {
        auto const id = tx.new_id();
        tx.sql().execute("INSERT INTO note (id, text) VALUES (?, ?)", {id, text});
        tx.append({.subject_type = "note",
                   .subject_id = id,
                   .region = "990001",
                   .activity = "create",
                   .delta = Context{{"text", text}}});
        return Value(Context{{"id", id}});
    }
    std::int64_t notes() { return count("SELECT count(*) FROM note"); }
    std::int64_t events() { return count("SELECT count(*) FROM event"); }

    Command const hello{.id = "00000000-0000-4000-8000-000000000001",
                        .name = "note.write",
                        .actor = "li",
                        .on_behalf_of = "",
                        .payload = Context{{"text", "hello"}}};
    Change const write_hello = [](Tx& tx) { return write(tx, "hello"); };
};

TEST_P(WriterOn, commits_the_change_its_event_and_its_answer) {
    auto const answer = writer().run(hello, write_hello);
    ASSERT_TRUE(answer) << answer.error().en;
    EXPECT_EQ(notes(), 1);
    store().read()->query(
        "SELECT at, subject_type, activity, lifecycle, actor, command_id, delta FROM event", {},
        [&](Row const& row) {
            EXPECT_EQ(row.integer(0), clock.now());
            EXPECT_EQ(row.text(1), "note");
            EXPECT_EQ(row.text(2), "create");
            EXPECT_EQ(row.text(3), "complete");
            EXPECT_EQ(row.text(4), "li");
            EXPECT_EQ(row.text(5), hello.id);
            EXPECT_EQ(row.text(6), R"({"text":"hello"})");
        });
    EXPECT_EQ(events(), 1);
}

TEST_P(WriterOn, gives_a_repeated_command_its_first_answer_and_does_nothing_twice) {
    auto const first = writer().run(hello, write_hello);
    auto const again = writer().run(hello, write_hello);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, *first);
    EXPECT_EQ(notes(), 1);
    open({{note_table}});
    EXPECT_EQ(writer().run(hello, write_hello), first) << "also after a restart";
}

TEST_P(WriterOn, refuses_the_same_id_for_anything_else_and_tells_nothing) {
    ASSERT_TRUE(writer().run(hello, write_hello));
    auto other_actor = hello, other_payload = hello, other_name = hello, other_behalf = hello;
    other_actor.actor = "wang";
    other_payload.payload = Context{{"text", "bye"}};
    other_name.name = "note.remove";
    other_behalf.on_behalf_of = "zhao";
    for (auto const& command : {other_actor, other_payload, other_name, other_behalf}) {
        auto const answer = writer().run(command, write_hello);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().code, "command.reused");
    }
    EXPECT_EQ(notes(), 1);
}

TEST_P(WriterOn, does_not_remember_a_command_without_an_id) {
    auto nameless = hello;
    nameless.id.clear();
    ASSERT_TRUE(writer().run(nameless, write_hello));
    ASSERT_TRUE(writer().run(nameless, write_hello));
    EXPECT_EQ(notes(), 2);
    EXPECT_EQ(count("SELECT count(*) FROM command"), 0);
}

TEST_P(WriterOn, rolls_back_what_a_refused_command_did_and_lets_it_be_tried_again) {
    auto const refused = writer().run(hello, [](Tx& tx) -> Result<Value> {
        if (auto const done = write(tx, "half"); !done) return done;
        return fail("note.bad", "text", "不行", "no");
    });
    EXPECT_EQ(refused.error().code, "note.bad");
    EXPECT_EQ(notes() + events(), 0);
    EXPECT_TRUE(writer().run(hello, write_hello));
    EXPECT_EQ(notes(), 1);
}

TEST_P(WriterOn, rolls_back_and_throws_what_a_command_throws) {
    EXPECT_THROW((void)writer().run(hello,
                                    [](Tx& tx) -> Result<Value> {
                                        (void)write(tx, "half");
                                        throw std::runtime_error("bug");
                                    }),
                 std::runtime_error);
    auto const twice = [](Tx& tx) -> Result<Value> {
        for (int i = 0; i < 2; ++i)
            tx.sql().execute("INSERT INTO note (id, text) VALUES ('same', 'x')");
        return Value();
    };
    try {
        (void)writer().run(hello, twice);
        FAIL() << "no exception";
    } catch (Failure const& failure) {
        EXPECT_EQ(failure.kind, Failure::Kind::constraint);
    }
    EXPECT_EQ(notes() + events(), 0);
    EXPECT_TRUE(writer().run(hello, write_hello)) << "the writer goes on";
}

TEST_P(WriterOn, wants_a_failed_statement_to_fail_its_command) {
    auto const swallow = [](Tx& tx) -> Result<Value> {
        try {
            tx.sql().execute("INSERT INTO nowhere VALUES (1)");
        } catch (Failure const&) {
            return write(tx, "went on");
        }
        return Value();
    };
    if (GetParam() == Dialect::postgres) {
        EXPECT_THROW((void)writer().run(hello, swallow), Failure);
        EXPECT_EQ(notes(), 0);
    }
    ASSERT_TRUE(run([](Tx& tx) { return write(tx, "next"); }));
    EXPECT_EQ(count("SELECT count(*) FROM note WHERE text = 'next'"), 1);
}

TEST_P(WriterOn, gives_each_command_a_later_time_also_when_the_clock_stands_or_steps_back) {
    std::vector<Micros> times;
    auto const note_time = [&](Tx& tx) {
        times.push_back(tx.now());
        return write(tx, "x");
    };
    ASSERT_TRUE(run(note_time));
    ASSERT_TRUE(run(note_time));
    clock.set(clock.now() - 60'000'000);
    ASSERT_TRUE(run(note_time));
    open({{note_table}});
    ASSERT_TRUE(run(note_time));
    ASSERT_EQ(times.size(), 4U);
    for (std::size_t i = 1; i < times.size(); ++i) EXPECT_LT(times[i - 1], times[i]);
}

TEST_P(WriterOn, runs_after_commit_only_for_what_was_committed) {
    std::atomic<int> told = 0;
    ASSERT_TRUE(run([&](Tx& tx) -> Result<Value> {
        tx.after_commit([&] { told += count("SELECT count(*) FROM note") == 1 ? 1 : 100; });
        return write(tx, "x");
    }));
    ASSERT_FALSE(run([&](Tx& tx) -> Result<Value> {
        tx.after_commit([&] { told += 1000; });
        return fail("no", {}, "不", "no");
    }));
    EXPECT_EQ(told, 1);
}

TEST_P(WriterOn, keeps_apart_what_many_threads_ask_for_at_once) {
    constexpr int threads = 8, each = 40;
    std::atomic<int> done = 0;
    std::vector<std::thread> clients;
    for (int t = 0; t < threads; ++t)
        clients.emplace_back([&, t] {
            for (int i = 0; i < each; ++i) {
                bool const good = (t + i) % 4 != 0;
                auto const answer = run([&](Tx& tx) -> Result<Value> {
                    if (auto const w = write(tx, "x"); !w || good) return w;
                    return fail("odd", {}, "奇", "odd");
                });
                if (answer.has_value() == good) ++done;
            }
        });
    for (auto& client : clients) client.join();
    EXPECT_EQ(done, threads * each);
    EXPECT_EQ(notes(), threads * each * 3 / 4);
    EXPECT_EQ(events(), threads * each * 3 / 4);
}

TEST_P(WriterOn, tells_who_does_not_wait_once_it_is_durable) {
    constexpr int many = 250;  // more than one commit takes
    std::atomic<int> well = 0, refused = 0, thrown = 0;
    for (int i = 0; i < many; ++i)
        writer().submit({.id = {}, .name = "note.write", .actor = "li"},
                        [i](Tx& tx) -> Result<Value> {
                            if (auto const w = write(tx, "x"); !w || i % 5 > 1) return w;
                            if (i % 5 == 0) return fail("odd", {}, "奇", "odd");
                            throw std::runtime_error("broken");
                        },
                        [&](Outcome outcome) {
                            if (outcome.thrown)
                                ++thrown;
                            else
                                ++(outcome.answer ? well : refused);
                        });
    while (well + refused + thrown < many) std::this_thread::yield();
    EXPECT_EQ(well, many * 3 / 5);
    EXPECT_EQ(refused, many / 5);
    EXPECT_EQ(thrown, many / 5);
    EXPECT_EQ(notes(), well);
    EXPECT_EQ(events(), well);
}

TEST_P(WriterOn, shows_a_reader_what_was_answered) {
    auto const reader = store().read();
    for (int i = 1; i <= 20; ++i) {
        ASSERT_TRUE(run([](Tx& tx) { return write(tx, "x"); }));
        EXPECT_EQ(reader->integer("SELECT count(*) FROM note"), i);
    }
}

class Counting : public EventWatcher {
public:
    void before_commit(Connection& sql, std::span<StoredEvent const> events) override {
        seen += events.size();
        if (refuse) throw Failure(Failure::Kind::broken, "refused");
        sql.execute("UPDATE note SET size = 7");
    }
    void after_commit(std::span<StoredEvent const> events) override { committed += events.size(); }
    std::size_t seen = 0, committed = 0;
    bool refuse = false;
};

TEST_P(WriterOn, lets_the_watcher_write_with_the_batch_or_stop_it) {
    auto const watcher = std::make_shared<Counting>();
    writer().watch(watcher);
    ASSERT_TRUE(run([](Tx& tx) { return write(tx, "x"); }));
    EXPECT_EQ(watcher->seen, 1U);
    EXPECT_EQ(watcher->committed, 1U);
    EXPECT_EQ(count("SELECT size FROM note"), 7);
    watcher->refuse = true;
    EXPECT_THROW((void)run([](Tx& tx) { return write(tx, "y"); }), Failure);
    watcher->refuse = false;
    EXPECT_EQ(notes(), 1);
    ASSERT_TRUE(run([](Tx& tx) { return write(tx, "z"); })) << "and goes on afterwards";
    EXPECT_EQ(notes(), 2);
}

JIZHI_ON_BOTH_STORES(WriterOn);

}  // namespace
}  // namespace jizhi::store
