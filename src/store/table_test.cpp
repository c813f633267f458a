#include "store/table.hpp"

#include <gtest/gtest.h>

#include <set>

#include "store/both_stores.hpp"

namespace jizhi::store {
namespace {

constexpr Migration some_tables{"test", 1, R"(
    CREATE TABLE thing (kind TEXT NOT NULL, id BIGINT NOT NULL, name TEXT UNIQUE, data BLOB,
                        note TEXT NOT NULL DEFAULT 'a', PRIMARY KEY (kind, id));
    CREATE INDEX thing_name ON thing (name, id);
    CREATE UNIQUE INDEX thing_data ON thing (data);
    CREATE TABLE loose (id BIGINT, name TEXT);)"};

class TableOn : public testing::OnBothStores {
protected:
    void SetUp() override { open({{some_tables}}); }
    Table table(std::string_view name) {
        auto const reader = store().read();
        for (auto& t : tables(*reader))
            if (t.name == name) return t;
        return {};
    }
    void execute(std::string_view sql) {
        ASSERT_TRUE(run([&](Tx& tx) -> Result<Value> {
            tx.sql().execute(sql);
            return Value();
        }));
    }
    std::vector<std::string> rows(Table const& of) {
        std::vector<std::string> out;
        read_rows(*store().read(), of, [&](std::string_view row) { out.emplace_back(row); });
        return out;
    }
};

TEST_P(TableOn, is_described_the_same_on_both_stores) {
    auto const thing = table("thing");
    EXPECT_EQ(thing.columns, (std::vector<Column>{{"kind", "TEXT", true, ""},
                                                  {"id", "BIGINT", true, ""},
                                                  {"name", "TEXT", false, ""},
                                                  {"data", "BLOB", false, ""},
                                                  {"note", "TEXT", true, "'a'"}}));
    EXPECT_EQ(thing.primary_key, (std::vector<std::string>{"kind", "id"}));
    ASSERT_EQ(thing.indexes.size(), 3U);
    EXPECT_EQ(Table::from_value(thing.to_value()), thing);
}

TEST_P(TableOn, can_be_made_again_from_its_description) {
    auto copy = table("thing");
    copy.name = "copy";
    for (auto& index : copy.indexes)
        if (!index.name.starts_with("sqlite_")) index.name = "copy_" + index.name;
    ASSERT_TRUE(run([&](Tx& tx) -> Result<Value> {
        create(tx.sql(), copy);
        return Value();
    }));
    auto const made = table("copy");
    EXPECT_EQ(made.columns, copy.columns);
    EXPECT_EQ(made.primary_key, copy.primary_key);
    EXPECT_EQ(made.indexes.size(), copy.indexes.size());
    execute("INSERT INTO copy (kind, id, name) VALUES ('a', 1, 'x')");
    EXPECT_THROW((void)run([](Tx& tx) -> Result<Value> {
                     tx.sql().execute("INSERT INTO copy (kind, id, name) VALUES ('a', 2, 'x')");
                     return Value();
                 }),
                 Failure);
}

TEST_P(TableOn, gives_its_rows_in_the_order_of_its_key_as_the_same_bytes) {
    execute(
        "INSERT INTO thing (kind, id, name) VALUES ('b', 1, '张三'), ('a', 10, NULL), "
        "('a', -9, '')");
    EXPECT_EQ(
        rows(table("thing")),
        (std::vector<std::string>{"t1:ai2:-9t0:nt1:a", "t1:ai2:10nnt1:a", "t1:bi1:1t6:张三nt1:a"}));
}

TEST_P(TableOn, gives_every_row_of_a_large_table_once) {
    ASSERT_TRUE(run([&](Tx& tx) -> Result<Value> {
        for (std::int64_t i = 0; i < 4'500; ++i)
            tx.sql().execute_later("INSERT INTO thing (kind, id) VALUES (?, ?)",
                                   {i % 2 == 0 ? "a" : "b", i});
        return Value();
    }));
    auto const all = rows(table("thing"));
    EXPECT_EQ(all.size(), 4'500U);
    EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), 4'500U);
}

TEST_P(TableOn, takes_its_rows_back) {
    execute("INSERT INTO thing (kind, id, name) VALUES ('b', 1, '张三'), ('a', 10, NULL)");
    auto const thing = table("thing");
    auto const all = rows(thing);
    auto const before = digest(*store().read(), thing);
    execute("DELETE FROM thing");
    EXPECT_NE(digest(*store().read(), thing), before);
    ASSERT_TRUE(run([&](Tx& tx) -> Result<Value> {
        for (auto const& row : all) insert_row(tx.sql(), thing, row);
        return Value();
    }));
    EXPECT_EQ(digest(*store().read(), thing), before);
}

TEST_P(TableOn, refuses_rows_that_are_cut_short_or_too_long) {
    auto const loose = table("loose");
    for (auto const bad :
         {"", "i1:1", "i1:1t5:abc", "i1:1t1:ax", "x1:1n", "i1:xn", "i99999999999:"})
        EXPECT_THROW((void)run([&](Tx& tx) -> Result<Value> {
                         insert_row(tx.sql(), loose, bad);
                         return Value();
                     }),
                     Failure)
            << bad;
}

JIZHI_ON_BOTH_STORES(TableOn);

}  // namespace
}  // namespace jizhi::store
