#include "region/schema.hpp"

namespace jizhi::region {

store::Migrations migrations() {
    // `region` has one row for each name, level and parent that a code had, one after the other.
    // `region_closure` has each pair of a region and itself or one above it, while that was so.
    static constexpr auto divisions = R"sql(
        CREATE TABLE region (
            code TEXT NOT NULL,
            name TEXT NOT NULL,
            level TEXT NOT NULL,
            parent TEXT NOT NULL,
            successor TEXT NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT NOT NULL,
            PRIMARY KEY (code, valid_from)
        );
        CREATE TABLE region_closure (
            ancestor TEXT NOT NULL,
            descendant TEXT NOT NULL,
            depth BIGINT NOT NULL,
            valid_from TEXT NOT NULL,
            valid_to TEXT NOT NULL,
            PRIMARY KEY (ancestor, descendant, valid_from)
        );
        CREATE INDEX region_closure_up ON region_closure (descendant, ancestor);
    )sql";
    return {{.folder = "region", .number = 1, .sql = divisions}};
}

}  // namespace jizhi::region
