#include "pack/population.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "pack/compile.hpp"
#include "pack/example_sheet.hpp"
#include "pack/shipped.hpp"
#include "report/sheet_reader.hpp"
#include "value/temporal.hpp"

namespace jizhi::pack {
namespace {

Date const today{*parse_date("2026-11-23")};

std::string_view demo_file(std::string_view path) {
    for (auto const& file : demo_files())
        if (file.path == path) return file.content;
    return {};
}

region::Tree one_street() {
    auto const make = [](char const* code, char const* name, region::Level level,
                         char const* parent) {
        region::Region region;
        region.code = code;
        region.name = name;
        region.level = level;
        region.parent = parent;
        return region;
    };
    return region::Tree({make("9901", "示例县", region::Level::county, ""),
                         make("990100001", "某街道", region::Level::town, "9901"),
                         make("990100001001", "某社区", region::Level::community, "990100001")});
}

constexpr std::string_view declaration = R"yaml(
seed: 7
lists: { given: 甲乙丙丁 }
records:
  - record: house
    level: community
    values:
      place: region.code
      rooms: 2 + floor(u[1] * 3)
  - record: person
    owner: house
    count: owner.rooms
    values:
      _male: u[1] < 0.5
      name: substring(given, index, 1)
      number: { resident_id: [ '"990100"', 'date(1990, 2, 3)', 'if _male then 1 else 2' ] }
    children:
      - record: pet
        count: if owner._male then 1 else 0
        values: { of: owner.name }
later:
  - record: pet
    owner: person
    count: if owner.name = "甲" then 1 else 0
    values: { of: '"later"' }
)yaml";

std::vector<Invented> invented() {
    auto const population = Population::parse(declaration, "test.yaml");
    EXPECT_TRUE(population) << population.error().where << population.error().en;
    std::vector<Invented> all;
    auto const done = population->invent(one_street(), today, [&](Invented made) -> Result<void> {
        all.push_back(std::move(made));
        return {};
    });
    EXPECT_TRUE(done);
    return all;
}

TEST(Population, makes_what_is_declared_for_each_region_and_owner) {
    auto const all = invented();
    ASSERT_GE(all.size(), 4u);
    EXPECT_EQ(all[0].type, "house");
    EXPECT_EQ(all[0].values.find("place")->string(), "990100001001");
    auto const rooms = static_cast<std::size_t>(all[0].values.find("rooms")->integer_or(0));
    EXPECT_EQ(all.size(), 1 + rooms + 1);
    EXPECT_EQ(all[1].values.find("name")->string(), "甲");
    EXPECT_EQ(all[1].values.find("_male"), nullptr);
    for (auto const& one : all)
        for (auto const& pet : one.children)
            EXPECT_EQ(*pet.values.find("of"), *one.values.find("name"));
    EXPECT_TRUE(all.back().later);
    EXPECT_EQ(all.back().owner, 0u);
}

TEST(Population, is_the_same_every_time) {
    auto const one = invented(), other = invented();
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].values, other[i].values);
}

TEST(Population, gives_ids_a_valid_check_digit) {
    EXPECT_EQ(make_resident_id("110105", Date{*parse_date("1949-12-31")}, 2), "11010519491231002X");
    EXPECT_EQ(make_resident_id("440524", Date{*parse_date("1880-01-01")}, 1), "440524188001010014");
}

struct Wrong {
    char const* says;
    char const* yaml;
};
class Refused : public testing::TestWithParam<Wrong> {};
TEST_P(Refused, with_its_place) {
    auto const population = Population::parse(GetParam().yaml, "wrong.yaml");
    ASSERT_FALSE(population) << GetParam().says;
    EXPECT_TRUE(population.error().where.starts_with("wrong.yaml:")) << population.error().where;
}
INSTANTIATE_TEST_SUITE_P(
    Population, Refused,
    testing::Values(Wrong{"no records", "seed: 1"},
                    Wrong{"an unknown key", "records: [ { record: a, colour: red } ]"},
                    Wrong{"broken FEEL", "records: [ { record: a, values: { x: '1 +' } } ]"}));

/// Many communities of two counties, one of them invented.
region::Tree many_communities() {
    std::vector<region::Region> all;
    auto const add = [&](std::string code, region::Level level, std::string parent) {
        auto& made = all.emplace_back();
        made.name = code;
        made.code = std::move(code);
        made.level = level;
        made.parent = std::move(parent);
    };
    for (std::string const county : {"220402", "220499"}) {
        add(county, region::Level::county, "");
        add(county + "001", region::Level::town, county);
        for (auto i = 101; i < 131; ++i)
            add(county + "001" + std::to_string(i), region::Level::community, county + "001");
    }
    return region::Tree(std::move(all));
}

/// Dates of a record and its children that its type does not allow on that day.
void out_of_bounds(record::Catalog const& catalog, Invented const& made, Date day,
                   std::set<std::string>& found) {
    auto const* type = catalog.type(made.type);
    ASSERT_NE(type, nullptr) << made.type;
    for (auto const& field : type->fields) {
        auto const* value = made.values.find(field.id);
        if (value == nullptr || !value->is(Value::Type::date)) continue;
        if ((field.to && value->date() > field.to->on(day)) ||
            (field.from && value->date() < field.from->on(day)))
            found.insert(made.type + "." + field.id + " " + to_text(value->date()));
    }
    for (auto const& child : made.children) out_of_bounds(catalog, child, day, found);
}

/// The demo is made on whatever day somebody tries it.
class DemoCity : public testing::TestWithParam<char const*> {};

TEST_P(DemoCity, has_only_dates_that_its_records_allow) {
    auto const packs = shipped();
    auto const compiled = compile(packs);
    ASSERT_TRUE(compiled.catalog);
    Date const day{*parse_date(GetParam())};
    auto const population = Population::parse(demo_file("population.yaml"), "population.yaml");
    ASSERT_TRUE(population);
    std::set<std::string> found;
    auto records = 0;
    auto const done =
        population->invent(many_communities(), day, [&](Invented const& made) -> Result<void> {
            ++records;
            out_of_bounds(*compiled.catalog, made, day, found);
            return {};
        });
    ASSERT_TRUE(done) << done.error().en;
    EXPECT_GT(records, 900);
    EXPECT_THAT(found, testing::IsEmpty()) << "on " << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Days, DemoCity,
                         testing::Values("2026-01-01", "2026-03-31", "2026-12-01", "2027-05-02",
                                         "2028-02-29", "2029-08-31"));

TEST(ExampleSheet, is_a_spreadsheet_with_every_kind_of_fault) {
    auto const sheet = make_example_sheet(demo_file("roster.yaml"), "roster.yaml", 1000, 60, today);
    ASSERT_TRUE(sheet) << sheet.error().where << ": " << sheet.error().en;
    EXPECT_EQ(sheet->layout.rows.size(), 1000u);
    EXPECT_EQ(sheet->faults.size(), 60u);
    std::set<std::string> kinds;
    for (auto const& fault : sheet->faults) kinds.insert(fault.id);
    EXPECT_EQ(kinds.size(), 20u);
    for (auto const& row : sheet->layout.rows) {
        ASSERT_EQ(row.size(), sheet->layout.heads.size());
        EXPECT_NE(row[0].text, "");
        EXPECT_NE(row[2].text, "");
    }
    auto const bytes = report::write_xlsx({sheet->layout});
    ASSERT_TRUE(bytes);
    EXPECT_EQ(report::read_sheet(*bytes)->rows.size(), 1002u);  // title, column titles, rows
}

}  // namespace
}  // namespace jizhi::pack
