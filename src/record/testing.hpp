#pragma once
#include <memory>
#include <string>

#include "people/schema.hpp"
#include "record/change.hpp"
#include "record/declaration.hpp"
#include "record/query.hpp"
#include "record/state.hpp"
#include "record/table.hpp"
#include "region/load.hpp"
#include "region/schema.hpp"
#include "store/both_stores.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::record::testing {

/// A small register in an invented district: enough of each kind of field for the tests.
inline constexpr std::string_view plants_and_beds = R"yaml(
dictionary: kind
title: { zh: 品种, en: Kind }
codes:
  - { code: oak, zh: 橡树, en: Oak, synonyms: [ 栎树 ] }
  - { code: pine, zh: 松树, en: Pine }
  - { code: elm, zh: 榆树, en: Elm, retired: true }
---
record: plant
title: { zh: 树木, en: Plant }
region: { level: [ community, village ], field: place }
children: [ visit, cut ]
label: name
search: [ name, owner_id, place ]
sort: [ name ]
key: [ owner_id ]
starts_with: planted_on
ends_with: felled_on
checks:
  - { that: "felled_on = null or felled_on >= planted_on", field: felled_on, zh: 砍伐早于种植, en: felled before it was planted }
fields:
  name: { type: text, required: true, length_max: 20, title: { zh: 名称, en: Name } }
  owner_id: { type: resident_id, unique: true, title: { zh: 证件, en: Owner's number } }
  sex: { type: code, dictionary: sex_code, title: { zh: 性别, en: Sex }, check: { that: "sex = owner_id_sex", zh: 性别与证件不一致, en: sex differs from the number } }
  owner_phone: { type: phone, title: { zh: 电话, en: Phone } }
  place: { type: region, required: true, title: { zh: 地点, en: Place } }
  kind: { type: code, dictionary: kind, title: { zh: 品种, en: Kind } }
  height: { type: decimal, scale: 2, min: 0, max: 150, title: { zh: 高度, en: Height } }
  price: { type: money, title: { zh: 价格, en: Price } }
  rank: { type: integer, decided_by: grading.rank, title: { zh: 等级, en: Rank } }
  planted_on: { type: date, required: true, max: today, title: { zh: 种植日期, en: Planted on } }
  felled_on: { type: date, title: { zh: 砍伐日期, en: Felled on } }
  tall: { type: boolean, computed: "height >= 10", title: { zh: 高大, en: Tall } }
  keeper: { type: text, approval: true, title: { zh: 看护人, en: Keeper } }
  tags: { type: codes, dictionary: kind, title: { zh: 标签, en: Tags } }
---
record: visit
title: { zh: 巡查, en: Visit }
parent: plant
key: [ year ]
starts_with: seen_on
fields:
  year: { type: integer, required: true, title: { zh: 年, en: Year } }
  seen_on: { type: date, title: { zh: 日期, en: Seen on } }
  note: { type: text, title: { zh: 记录, en: Note } }
---
record: cut
title: { zh: 修剪, en: Cut }
parent: plant
starts_with: cut_on
applies: { on: cut_on, values: { height: height_after } }
fields:
  cut_on: { type: date, required: true, title: { zh: 日期, en: Date } }
  height_after: { type: decimal, scale: 2, title: { zh: 剪后高度, en: Height after } }
---
dictionary: sex_code
title: { zh: 性别, en: Sex }
codes: [ { code: "1", zh: 男, en: Male }, { code: "2", zh: 女, en: Female } ]
)yaml";

inline constexpr std::string_view district_csv =
    "code,name,level,parent\n99,样例省,province,\n9900,样例市,city,99\n990001,样例区,county,9900\n"
    "990001001,东街道,town,990001\n990001001001,一社区,community,990001001\n"
    "990001001002,二社区,community,990001001\n990001002,西街道,town,990001\n"
    "990001002001,三社区,community,990001002\n";

/// A store with the register above, on both kinds of database.
class WithRecords : public store::testing::OnBothStores {
protected:
    void start(std::string_view yaml = plants_and_beds, store::Migrations const& more = {}) {
        open({region::migrations(), people::migrations(), migrations(), more});
        if (HasFatalFailure()) return;
        auto read = catalog_of(yaml);
        ASSERT_TRUE(read) << read.error().where << " " << read.error().en;
        catalogs.swap(std::make_shared<Catalog const>(std::move(*read)));
        auto const made = run([&](store::Tx& tx) -> Result<Value> {
            TRY(divisions, region::parse_divisions(district_csv, "district.csv"));
            CHECK_OK(region::load_divisions(tx, divisions, 0));
            CHECK_OK(ensure_tables(tx.sql(), *catalogs.now()));
            return Value();
        });
        ASSERT_TRUE(made) << made.error().en;
        regions.reload(*store().read(), date_of(clock.now()).day);
    }

    Result<Value> create(std::string type, std::string_view json, std::string parent = {},
                         std::string from = {}) {
        return run([&](store::Tx& tx) -> Result<Value> {
            TRY(values, parse_json(json));
            TRY(written, records.create(tx, {.type = type,
                                             .values = values.context(),
                                             .parent_id = parent,
                                             .effective_from = from}));
            return written.to_value();
        });
    }
    std::string created(std::string type, std::string_view json, std::string parent = {},
                        std::string from = {}) {
        auto const made = create(type, json, parent, from);
        EXPECT_TRUE(made) << (made ? "" : made.error().en);
        return made ? (*made)["id"].string_or("") : "";
    }
    Result<Value> change(std::string type, std::string id, std::string_view json,
                         std::string from = {}, Kind kind = Kind::change,
                         std::optional<std::int64_t> if_version = {}) {
        return run([&](store::Tx& tx) -> Result<Value> {
            TRY(values, parse_json(json));
            TRY(written, records.change(tx, {.type = type,
                                             .id = id,
                                             .values = values.context(),
                                             .kind = kind,
                                             .effective_from = from,
                                             .if_version = if_version}));
            return written.to_value();
        });
    }
    Page list(Query asked, std::string type = "plant") {
        if (asked.today.empty()) asked.today = to_text(date_of(clock.now()));
        if (asked.scope.empty()) asked.scope.everything = true;
        auto const catalog = catalogs.now();
        auto page = query(*store().read(), *catalog, keys, *catalog->type(type), asked);
        EXPECT_TRUE(page) << (page ? "" : page.error().en);
        return page ? std::move(*page) : Page{};
    }
    std::string names(Query asked) {
        std::string all;
        for (auto const& row : list(std::move(asked)).rows)
            all += (all.empty() ? "" : " ") + row.values.find("name")->string_or("?");
        return all;
    }
    Value state(std::string const& id, std::string_view as_of, When when = {}) {
        when.as_of = *parse_date(as_of);
        auto const catalog = catalogs.now();
        auto loaded = load(*store().read(), *catalog, keys, *catalog->type("plant"), id, when);
        EXPECT_TRUE(loaded);
        return loaded && *loaded ? **loaded : Value();
    }

    SeededRandom random{7};
    store::Keys keys = store::Keys::make(random);
    Catalogs catalogs;
    region::Regions regions;
    Records records{catalogs, keys, regions};
};

}  // namespace jizhi::record::testing
