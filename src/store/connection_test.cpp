#include "store/connection.hpp"

#include <gtest/gtest.h>

#include "kit/text.hpp"
#include "store/both_stores.hpp"

namespace jizhi::store {
namespace {

constexpr Migration thing_table{"test", 1, R"(
    CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, name TEXT, data BLOB, amount BIGINT);)"};

class ConnectionOn : public testing::OnBothStores {
protected:
    void SetUp() override { open({{thing_table}}); }

    void change(std::function<void(Connection&)> const& with) {
        ASSERT_TRUE(run([&](Tx& tx) -> Result<Value> {
            with(tx.sql());
            return Value();
        }));
    }
    std::vector<std::string> names(std::string_view sql, Binds binds = {}) {
        std::vector<std::string> out;
        store().read()->query(sql, binds, [&](Row const& row) { out.emplace_back(row.text(0)); });
        return out;
    }
    using Names = std::vector<std::string>;
};

TEST_P(ConnectionOn, gives_back_every_kind_of_value) {
    std::string const bytes("\x00\xff'\\x\n", 6);
    change([&](Connection& sql) {
        sql.execute("INSERT INTO thing (id, name, data, amount) VALUES (?, ?, ?, ?)",
                    {std::int64_t{1}, "张三's \"?\"", BlobView{bytes}, INT64_MIN});
        sql.execute("INSERT INTO thing (id, name, data, amount) VALUES (?, ?, ?, ?)",
                    {std::int64_t{2}, nullptr, nullptr, nullptr});
        sql.execute("INSERT INTO thing (id, name, data, amount) VALUES (?, ?, ?, ?)",
                    {std::int64_t{3}, "", BlobView{""}, INT64_MAX});
    });
    int seen = 0;
    store().read()->query(
        "SELECT id, name, data, amount FROM thing ORDER BY id", {}, [&](Row const& row) {
            ++seen;
            EXPECT_EQ(row.columns(), 4);
            EXPECT_EQ(row.integer(0), seen);
            EXPECT_EQ(row.null(1), seen == 2);
            EXPECT_EQ(row.null(2), seen == 2);
            EXPECT_EQ(row.text(1), seen == 1 ? "张三's \"?\"" : "");
            EXPECT_EQ(row.blob(2), seen == 1 ? bytes : "");
            EXPECT_EQ(row.integer(3), seen == 1 ? INT64_MIN : seen == 2 ? 0 : INT64_MAX);
        });
    EXPECT_EQ(seen, 3);
}

TEST_P(ConnectionOn, counts_changed_rows) {
    change([](Connection& sql) {
        sql.execute("INSERT INTO thing (id, amount) VALUES (1, 1), (2, 1), (3, 2)");
        EXPECT_EQ(sql.execute("UPDATE thing SET amount = 5 WHERE amount = ?", {std::int64_t{1}}),
                  2);
        EXPECT_EQ(sql.execute("UPDATE thing SET amount = 5 WHERE amount = 99"), 0);
        EXPECT_EQ(sql.execute("DELETE FROM thing WHERE id = 1"), 1);
    });
}

TEST_P(ConnectionOn, orders_and_compares_text_by_bytes_and_minds_the_case) {
    change([](Connection& sql) {
        sql.execute(
            "INSERT INTO thing (id, name) VALUES (1, 'b'), (2, 'B'), (3, 'a'), (4, 'é'), "
            "(5, '张'), (6, 'a b'), (7, 'a-b')");
    });
    EXPECT_EQ(names("SELECT name FROM thing ORDER BY name"),
              (Names{"B", "a", "a b", "a-b", "b", "é", "张"}));
    EXPECT_EQ(names("SELECT name FROM thing WHERE name LIKE ? ORDER BY id", {"b%"}), (Names{"b"}));
    EXPECT_EQ(names("SELECT name FROM thing WHERE name > ? AND name < ?", {"a", "b"}).size(), 2U);
    EXPECT_EQ(names("SELECT max(name) FROM thing"), (Names{"张"}));
}

TEST_P(ConnectionOn, orders_blobs_by_unsigned_bytes_so_that_sort_keys_work) {
    change([](Connection& sql) {
        std::int64_t id = 0;
        for (auto const name : {"张三", "阿福", "李四", "王五"})
            sql.execute("INSERT INTO thing (id, name, data) VALUES (?, ?, ?)",
                        {++id, name, BlobView{text::sort_key(name)}});
    });
    EXPECT_EQ(names("SELECT name FROM thing ORDER BY data"),
              (Names{"阿福", "李四", "王五", "张三"}));
    auto const after = text::sort_key("李四");
    EXPECT_EQ(names("SELECT name FROM thing WHERE data > ? ORDER BY data", {BlobView{after}}),
              (Names{"王五", "张三"}));
}

TEST_P(ConnectionOn, takes_values_wherever_a_value_may_stand) {
    change([](Connection& sql) { sql.execute("INSERT INTO thing (id, name) VALUES (1, 'a')"); });
    EXPECT_EQ(names("SELECT name FROM thing WHERE ? IS NULL OR name = ?", {nullptr, "x"}),
              (Names{"a"}));
    EXPECT_EQ(names("SELECT name FROM thing WHERE ? IS NULL OR name = ?", {"x", "x"}), Names{});
    EXPECT_EQ(names("SELECT coalesce(?, name) FROM thing", {nullptr}), (Names{"a"}));
    EXPECT_EQ(names("SELECT name || ? FROM thing WHERE id + ? = 3", {"b", std::int64_t{2}}),
              (Names{"ab"}));
    EXPECT_EQ(names("SELECT name FROM thing LIMIT ? OFFSET ?", {std::int64_t{5}, std::int64_t{0}}),
              (Names{"a"}));
    EXPECT_EQ(names("SELECT '?' || name -- why?\n FROM thing WHERE id = ?", {std::int64_t{1}}),
              (Names{"?a"}));
    EXPECT_EQ(store().read()->integer("SELECT id = 1 FROM thing"), 1);
    EXPECT_EQ(store().read()->integer("SELECT sum(id) * 2 FROM thing"), 2);
}

TEST_P(ConnectionOn, upserts_and_returns) {
    change([](Connection& sql) {
        constexpr auto upsert = R"(
            INSERT INTO thing (id, amount) VALUES (?, ?)
            ON CONFLICT (id) DO UPDATE SET amount = thing.amount + excluded.amount
            RETURNING amount)";
        EXPECT_EQ(sql.integer(upsert, {std::int64_t{1}, std::int64_t{5}}), 5);
        EXPECT_EQ(sql.integer(upsert, {std::int64_t{1}, std::int64_t{5}}), 10);
        EXPECT_EQ(sql.execute("INSERT INTO thing (id) VALUES (1) ON CONFLICT DO NOTHING"), 0);
    });
}

TEST_P(ConnectionOn, allows_a_query_within_a_query_even_the_same_one) {
    change([](Connection& sql) { sql.execute("INSERT INTO thing (id) VALUES (1), (2), (3)"); });
    auto const reader = store().read();
    int pairs = 0;
    constexpr auto all = "SELECT id FROM thing";
    reader->query(all, {},
                  [&](Row const&) { reader->query(all, {}, [&](Row const&) { ++pairs; }); });
    EXPECT_EQ(pairs, 9);
}

TEST_P(ConnectionOn, carries_out_in_order_what_runs_ahead) {
    std::string const bytes("\x00\xff'\n", 4);
    change([&](Connection& sql) {
        Ahead const ahead(sql, 1000);
        for (std::int64_t id = 0; id < 1000; ++id) {
            auto const name = "name " + std::to_string(id);  // gone before it is carried out
            sql.execute_later("INSERT INTO thing (id, name, data, amount) VALUES (?, ?, ?, ?)",
                              {id, name, BlobView{bytes}, nullptr});
            sql.execute_later("UPDATE thing SET amount = ? WHERE id = ?", {id * 2, id});
        }
        EXPECT_EQ(sql.integer("SELECT sum(amount) FROM thing"), 999'000);
        EXPECT_EQ(sql.execute("DELETE FROM thing WHERE id >= 2"), 998);
        sql.execute_later("UPDATE thing SET name = 'first' WHERE id = 0");
    });
    EXPECT_EQ(names("SELECT name FROM thing ORDER BY id"), (Names{"first", "name 1"}));
    auto const reader = store().read();
    reader->query("SELECT data FROM thing WHERE id = 1", {},
                  [&](Row const& row) { EXPECT_EQ(row.blob(0), bytes); });
}

TEST_P(ConnectionOn, undoes_a_command_of_which_a_statement_failed_that_ran_ahead) {
    change([](Connection& sql) { sql.execute("INSERT INTO thing (id) VALUES (1)"); });
    auto const fails = [&] {
        return run([](Tx& tx) -> Result<Value> {
            Ahead const ahead(tx.sql(), 1000);
            for (std::int64_t id = 0; id < 1000; ++id)  // the second is there already
                tx.sql().execute_later("INSERT INTO thing (id) VALUES (?)", {id});
            return Value();
        });
    };
    EXPECT_THROW(static_cast<void>(fails()), Failure);
    EXPECT_EQ(count("SELECT count(*) FROM thing"), 1);
    change([](Connection& sql) { sql.execute("INSERT INTO thing (id) VALUES (2)"); });
    EXPECT_EQ(count("SELECT count(*) FROM thing"), 2);
}

TEST_P(ConnectionOn, lets_nothing_run_ahead_while_rows_are_looked_at) {
    change([](Connection& sql) {
        for (std::int64_t id = 0; id < 100; ++id)
            sql.execute("INSERT INTO thing (id, amount) VALUES (?, 1)", {id});
    });
    change([](Connection& sql) {
        Ahead const ahead(sql, 1000);
        sql.query("SELECT id FROM thing ORDER BY id", {}, [&](Row const& row) {
            sql.execute_later("UPDATE thing SET amount = amount + 1 WHERE id = ?",
                              {row.integer(0)});
        });
        sql.execute_later("UPDATE thing SET amount = amount * 10");
    });
    EXPECT_EQ(count("SELECT sum(amount) FROM thing"), 2'000);
}

TEST_P(ConnectionOn, says_what_failed_and_works_on) {
    auto const reader = store().read();
    EXPECT_THROW(reader->query("SELECT nothing FROM nowhere", {}, [](Row const&) {}), Failure);
    EXPECT_THROW(reader->query("SELECT id FROM thing WHERE id = ?", {}, [](Row const&) {}),
                 Failure);
    EXPECT_EQ(reader->integer("SELECT count(*) FROM thing"), 0);
}

TEST_P(ConnectionOn, refuses_to_write_through_a_reader) {
    EXPECT_THROW(store().read()->execute("INSERT INTO thing (id) VALUES (1)"), Failure);
}

TEST_P(ConnectionOn, keeps_no_more_statements_than_it_may) {
    auto const reader = store().read();
    for (std::int64_t i = 0; i < 600; ++i)
        EXPECT_EQ(reader->integer("SELECT " + std::to_string(i) + " + ?", {i}), 2 * i);
}

TEST_P(ConnectionOn, changes_the_schema_inside_a_command_or_not_at_all) {
    ASSERT_FALSE(run([](Tx& tx) -> Result<Value> {
        tx.sql().script("CREATE TABLE extra (id BIGINT)");
        return fail("no", {}, "不", "no");
    }));
    change([](Connection& sql) {
        sql.script("CREATE TABLE extra (id BIGINT); ALTER TABLE thing ADD COLUMN note TEXT;");
        sql.execute("INSERT INTO thing (id, note) VALUES (1, 'x')");
    });
    EXPECT_EQ(names("SELECT note FROM thing"), (Names{"x"}));
}

TEST_P(ConnectionOn, lends_each_thread_its_own) {
    auto const one = store().read(), other = store().read();
    EXPECT_NE(one.get(), other.get());
}

JIZHI_ON_BOTH_STORES(ConnectionOn);

}  // namespace
}  // namespace jizhi::store
