#pragma once
#include <fmt/format.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "audit/sealer.hpp"
#include "people/testing.hpp"
#include "record/testing.hpp"
#include "report/imports.hpp"

namespace jizhi::report::testing {

/// Sailors with a licence each, as a harbour office keeps them in a spreadsheet. Invented.
inline constexpr std::string_view sailors = R"yaml(
record: sailor
title: { zh: 船员, en: Sailor }
region: { level: community, field: berth }
children: [ licence ]
label: name
key: [ number ]
starts_with: joined_on
fields:
  number: { type: text, required: true, unique: true, title: { zh: 编号, en: Number } }
  name: { type: text, required: true, title: { zh: 姓名, en: Name } }
  phone: { type: phone, title: { zh: 电话, en: Phone } }
  berth: { type: region, required: true, title: { zh: 泊位, en: Berth } }
  joined_on: { type: date, required: true, title: { zh: 上船日期, en: Joined on } }
import:
  - { child: licence, fields: [ grade, granted_on ] }
---
record: licence
title: { zh: 执照, en: Licence }
parent: sailor
starts_with: granted_on
fields:
  grade: { type: text, required: true, title: { zh: 执照等级, en: Grade } }
  granted_on: { type: date, title: { zh: 发照日期, en: Granted on } }
)yaml";

inline constexpr std::string_view titles = "编号,姓名,电话,泊位,上船日期,执照等级,发照日期\n";

/// A file of sailors "PREFIX-1"…"PREFIX-COUNT", nothing wrong with them.
inline std::string roster(std::string const& prefix, int count) {
    std::string csv(titles);
    for (int i = 1; i <= count; ++i)
        csv += fmt::format("{0}-{1},张{1},13800{1:06},一社区,2024-03-01,二副,2024-02-01\n", prefix, i);
    return csv;
}

/// A store of either kind with sailors, and imports into it.
class WithImports : public record::testing::WithRecords {
protected:
    void SetUp() override {
        reopen();
        if (!HasFatalFailure()) declare();
    }
    void reopen() {
        open({audit::migrations(), region::migrations(), people::migrations(),
              record::migrations(), migrations()});
        if (!HasFatalFailure()) writer().watch(std::make_shared<audit::Sealer>(keys, random));
    }
    void declare() {
        auto read = record::catalog_of(sailors);
        ASSERT_TRUE(read) << read.error().where << " " << read.error().en;
        catalogs.swap(std::make_shared<record::Catalog const>(std::move(*read)));
        auto const made = run([&](store::Tx& tx) -> Result<Value> {
            TRY(divisions, region::parse_divisions(record::testing::district_csv, "district.csv"));
            CHECK_OK(region::load_divisions(tx, divisions, 0));
            CHECK_OK(record::ensure_tables(tx.sql(), *catalogs.now()));
            return Value();
        });
        ASSERT_TRUE(made) << made.error().en;
        regions.reload(*store().read(), record::date_of(clock.now()).day);
    }
    Imports::Parts parts() { return {store(), writer(), records, regions, clock}; }
    Imports::Run runner() {
        return [this](store::Change const& change) { return run(change); };
    }
    std::string uploaded(Imports& imports, std::string const& name, std::string const& csv) {
        auto const id = imports.upload(clerk, "sailor", name, csv, runner());
        EXPECT_TRUE(id) << (id ? "" : id.error().en);
        return id.value_or("");
    }
    /// What is said of an import once nothing is being done to it.
    Value settled(Imports& imports, std::string const& id) {
        for (;;) {
            auto const said = imports.describe(clerk, id, 0);
            EXPECT_TRUE(said);
            auto const state = (*said)["state"].string_or("");
            if (state != "checking" && state != "committing") return *said;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    Value checked(Imports& imports, std::string const& id) {
        EXPECT_TRUE(imports.check(clerk, id, runner()));
        return settled(imports, id);
    }
    Value committed(Imports& imports, std::string const& id) {
        EXPECT_TRUE(imports.commit(clerk, id, true, runner()));
        return settled(imports, id);
    }
    /// Upload, check and commit of what is good.
    Value imported(Imports& imports, std::string const& name, std::string const& csv) {
        auto const id = uploaded(imports, name, csv);
        (void)checked(imports, id);
        return committed(imports, id);
    }
    static std::string counts(Value const& said) {
        auto const& all = said["counts"];
        auto const one = [&](char const* name) { return all[name].integer_or(-1); };
        return fmt::format("{} new, {} changed, {} unchanged, {} bad", one("create"),
                           one("update"), one("unchanged"), one("bad"));
    }

    people::Actor clerk = people::testing::actor("clerk", "county_admin", "990001");
};

}  // namespace jizhi::report::testing
