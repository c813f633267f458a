#include "store/postgres_sql.hpp"

#include <gtest/gtest.h>

namespace jizhi::store {
namespace {

TEST(ToPostgres, numbers_the_values_but_not_those_in_quotes_or_comments) {
    EXPECT_EQ(to_postgres("a = ? AND b = '?''?' AND \"c?\" = ? -- ?\n, ?"),
              "a = $1 AND b = '?''?' AND \"c?\" = $2 -- ?\n, $3");
}

TEST(ToPostgres, names_the_type_of_bytes_and_the_order_of_declared_text) {
    EXPECT_EQ(to_postgres("CREATE TABLE t (a TEXT NOT NULL, text BLOB); SELECT CAST(a AS TEXT)"),
              "CREATE TABLE t (a TEXT COLLATE \"C\" NOT NULL, text BYTEA); SELECT CAST(a AS TEXT)");
    EXPECT_EQ(to_postgres("ALTER TABLE t ADD COLUMN b TEXT"),
              "ALTER TABLE t ADD COLUMN b TEXT COLLATE \"C\"");
}

TEST(ToPostgres, gives_a_value_that_is_only_compared_with_null_a_type) {
    EXPECT_EQ(to_postgres("? IS NULL OR a = ?"), "$1::text IS NULL OR a = $2");
}

TEST(ToPostgres, survives_unfinished_text) {
    EXPECT_EQ(to_postgres("'a"), "'a");
    EXPECT_EQ(to_postgres("-- a"), "-- a");
    EXPECT_EQ(to_postgres(""), "");
}

}  // namespace
}  // namespace jizhi::store
