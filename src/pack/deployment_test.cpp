#include "pack/deployment.hpp"

#include <algorithm>

#include "decision/schema.hpp"
#include "kit/text.hpp"
#include "pack/check.hpp"
#include "pack/draft.hpp"
#include "people/schema.hpp"
#include "people/testing.hpp"
#include "record/table.hpp"
#include "region/schema.hpp"
#include "store/both_stores.hpp"

namespace jizhi::pack {
namespace {

constexpr auto manifest = "pack: bridges\nversion: 1.0.0\ntitle: { zh: 桥, en: Bridges }\n";
constexpr auto bridge = R"(record: bridge
title: { zh: 桥梁, en: Bridge }
region: { level: community, field: place }
fields:
  name: { type: text, required: true, title: { zh: 名称, en: Name } }
  place: { type: region, required: true, title: { zh: 地点, en: Place } }
)";

Folder bridges() {
    return {"packs/bridges", {{"pack.yaml", manifest}, {"records/bridge.yaml", bridge}}};
}

Folder with(std::string const& path, std::string const& text) {
    auto folder = bridges();
    folder.files[path] = text;
    return folder;
}

class Deploying : public store::testing::OnBothStores {
protected:
    void start() {
        open({region::migrations(), people::migrations(), record::migrations(),
              decision::migrations(), migrations()});
    }
    void TearDown() override { close(); }
    Result<Value> deploy(Folder const& folder, From from = From::here) {
        return run([&](store::Tx& tx) { return packs.deploy(tx, {folder}, from); });
    }
    record::Catalogs catalogs;
    decision::Books books;
    Packs packs{catalogs, books};
};

TEST_P(Deploying, a_pack_is_in_force_once_it_is_durable) {
    start();
    EXPECT_EQ(catalogs.now()->type("bridge"), nullptr);
    ASSERT_TRUE(deploy(bridges()));
    EXPECT_NE(catalogs.now()->type("bridge"), nullptr);
    EXPECT_EQ(count("SELECT COUNT(*) FROM r_bridge"), 0);
    record::Catalogs others;
    decision::Books other_books;
    Packs other(others, other_books);
    ASSERT_TRUE(other.reload(*store().read()));
    EXPECT_NE(others.now()->type("bridge"), nullptr) << "another server reads the same";
}

TEST_P(Deploying, what_comes_out_is_what_went_in) {
    start();
    ASSERT_TRUE(deploy(bridges()));
    EXPECT_EQ(deployed_folder(*store().read(), "bridges").value().files, bridges().files);
    EXPECT_FALSE(deployed_folder(*store().read(), "tunnels"));
}

TEST_P(Deploying, a_version_is_never_replaced_by_an_older_or_equal_one) {
    start();
    ASSERT_TRUE(deploy(bridges()));
    EXPECT_TRUE(deploy(bridges())) << "the same content is no change";
    auto changed = with("README.md", "bridges");
    EXPECT_EQ(deploy(changed).error().code, "pack.version");
    EXPECT_TRUE(deploy(changed, From::program)) << "the program's own copy may";
    changed.files["pack.yaml"] = "pack: bridges\nversion: 1.1.0\ntitle: { zh: 桥, en: Bridges }\n";
    EXPECT_TRUE(deploy(changed));
    ASSERT_TRUE(deploy(bridges(), From::program)) << "an older shipped one is passed over";
    EXPECT_EQ(deployed_versions(*store().read()).back().version, "1.1.0");
    EXPECT_TRUE(deployed_versions(*store().read()).back().in_force);
}

TEST_P(Deploying, new_fields_become_columns_and_changed_kinds_are_refused) {
    start();
    ASSERT_TRUE(deploy(bridges()));
    auto wider =
        with("pack.yaml", "pack: bridges\nversion: 1.1.0\ntitle: { zh: 桥, en: Bridges }\n");
    wider.files["records/bridge.yaml"] =
        std::string(bridge) +
        "  span: { type: decimal, scale: 1, title: { zh: 跨径, en: Span } }\n";
    ASSERT_TRUE(deploy(wider));
    EXPECT_EQ(count("SELECT COUNT(span) FROM r_bridge"), 0);
    wider.files["pack.yaml"] = "pack: bridges\nversion: 1.2.0\ntitle: { zh: 桥, en: Bridges }\n";
    wider.files["records/bridge.yaml"] =
        std::string(bridge) + "  span: { type: text, title: { zh: 跨径, en: Span } }\n";
    EXPECT_EQ(deploy(wider).error().code, "record.needs_migration");
}

TEST_P(Deploying, a_broken_pack_changes_nothing) {
    start();
    ASSERT_TRUE(deploy(bridges()));
    auto broken = with("records/bridge.yaml", "record: bridge\n  title: x\n");
    broken.files["pack.yaml"] = "pack: bridges\nversion: 1.1.0\ntitle: { zh: 桥, en: Bridges }\n";
    auto const refused = deploy(broken);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().where.find("records/bridge.yaml:2:"), std::string::npos)
        << refused.error().where;
    EXPECT_EQ(deployed_versions(*store().read()).size(), 1U);
}

TEST_P(Deploying, a_draft_is_checked_and_published_by_a_second_person) {
    start();
    ASSERT_TRUE(deploy(bridges()));
    Drafts drafts(packs);
    people::HeldCommands commands;
    drafts.register_with(commands);
    auto const regions = people::testing::regions();
    auto const maker = people::testing::actor("maker", "county_admin", "990001");
    auto const second = people::testing::actor("second", "reviewer", "990001");
    auto const make = [&](std::string const& text) {
        auto const made = run([&](store::Tx& tx) -> Result<Value> {
            TRY(draft, drafts.make(tx, "改名", "bridges", {{"records/bridge.yaml", Value(text)}}));
            return draft.to_value();
        });
        return made.value();
    };
    auto const bad = make("record: bridge\n");
    EXPECT_FALSE(bad["errors"].list().empty());
    auto const propose = [&](Value const& draft) {
        return run([&](store::Tx& tx) {
            return drafts.propose(tx, commands, draft["id"].string(), maker, "990001");
        });
    };
    EXPECT_EQ(propose(bad).error().code, "draft.has_errors");
    auto const good = make(text::replace_all(bridge, "桥梁", "大桥"));
    ASSERT_TRUE(good["errors"].list().empty());
    EXPECT_EQ(catalogs.now()->type("bridge")->title.zh, "桥梁") << "not yet";
    auto const proposal = propose(good);
    ASSERT_TRUE(proposal) << proposal.error().en;
    auto const tree = regions.tree();
    auto const approved = run([&](store::Tx& tx) {
        return people::approve(tx, {commands, *tree, second}, (*proposal)["id"].string());
    });
    ASSERT_TRUE(people::outcome_of(approved)) << people::outcome_of(approved).error().en;
    EXPECT_EQ(catalogs.now()->type("bridge")->title.zh, "大桥");
    EXPECT_EQ(deployed_versions(*store().read()).back().version, "1.0.1");
}

TEST_P(Deploying, a_draft_is_deleted_by_its_maker_until_it_is_handed_in) {
    start();
    ASSERT_TRUE(deploy(bridges()));
    Drafts drafts(packs);
    people::HeldCommands commands;
    drafts.register_with(commands);
    auto const maker = people::testing::actor("maker", "county_admin", "990001");
    auto const made = [&] {
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            TRY(draft, drafts.make(tx, "注", "bridges", {{"README.md", Value("bridges")}}));
            return draft.to_value();
        });
        return done.value()["id"].string();
    };
    auto const discard = [&](std::string const& id) {
        auto const done = run([&](store::Tx& tx) { return Drafts::discard(tx, id); });
        return done ? std::string("deleted") : done.error().code;
    };
    auto const open = made();
    EXPECT_EQ(discard(open), "deleted");
    EXPECT_EQ(discard(open), "draft.not_found");
    auto const handed_in = made();
    ASSERT_TRUE(run([&](store::Tx& tx) {
        return drafts.propose(tx, commands, handed_in, maker, "990001");
    }));
    EXPECT_EQ(discard(handed_in), "draft.conflict");
    auto const others = made();
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        tx.sql().execute("UPDATE draft SET made_by = 'another' WHERE id = ?", {others});
        return Value();
    }));
    EXPECT_EQ(discard(others), "draft.conflict");
}

JIZHI_ON_BOTH_STORES(Deploying);

/// The pack as a program of that version ships it, one file beside the usual ones.
Folder shipped_with(std::string const& version, std::string const& path, std::string const& text) {
    auto folder = with(path, text);
    folder.files["pack.yaml"] = text::replace_all(manifest, "1.0.0", version);
    return folder;
}

constexpr auto local_toll = "localities/9901/parameters/toll.yaml";

std::string toll(std::string const& value) {
    return "parameter: toll\ntitle: { zh: 过桥费, en: Toll }\nvalues:\n  - { from: 2020-01-01, "
           "value: " +
           value + ", basis: { class: example, text: { zh: 示例, en: Example } } }\n";
}

class Upgrading : public Deploying {
protected:
    /// Deployed by the program at 1.0.0; a draft then gave one place its own toll.
    void SetUp() override {
        Deploying::start();
        auto const first = shipped_with("1.0.0", "parameters/toll.yaml", toll("1"));
        ASSERT_TRUE(deploy(first, From::program));
        ASSERT_TRUE(deploy(edited(first, {{local_toll, Value(toll("5"))}}), From::draft));
        ASSERT_EQ(in_force().second, "1.0.1");
    }
    std::pair<Folder, std::string> in_force() {
        auto read = store().read();
        return {deployed_folder(*read, "bridges").value(), deployed_versions(*read).back().version};
    }
};

TEST_P(Upgrading, keeps_what_was_changed_here_and_takes_what_is_new) {
    auto newer = shipped_with("1.1.0", "parameters/toll.yaml", toll("2"));
    newer.files[local_toll] = toll("9");
    ASSERT_TRUE(deploy(newer, From::program));
    auto const [folder, version] = in_force();
    EXPECT_EQ(*folder.find(local_toll), toll("5")) << "one's own, whatever the program ships";
    EXPECT_EQ(*folder.find("parameters/toll.yaml"), toll("2"));
    EXPECT_EQ(version, "1.1.0");
    ASSERT_TRUE(deploy(newer, From::program)) << "the next start";
    EXPECT_EQ(in_force().second, "1.1.0") << "brings nothing new";
}

TEST_P(Upgrading, arrives_also_where_the_own_version_has_the_greater_number) {
    ASSERT_TRUE(deploy(shipped_with("1.0.1", "parameters/toll.yaml", toll("2")), From::program));
    auto const [folder, version] = in_force();
    EXPECT_EQ(*folder.find("parameters/toll.yaml"), toll("2"));
    EXPECT_EQ(*folder.find(local_toll), toll("5"));
    EXPECT_EQ(version, "1.0.2");
}

TEST_P(Upgrading, leaves_away_what_was_taken_away_here) {
    auto const [folder, version] = in_force();
    ASSERT_TRUE(deploy(edited(folder, {{"parameters/toll.yaml", Value()}}), From::draft));
    ASSERT_TRUE(deploy(shipped_with("1.2.0", "parameters/toll.yaml", toll("3")), From::program));
    EXPECT_EQ(in_force().first.find("parameters/toll.yaml"), nullptr);
}

TEST_P(Upgrading, an_older_program_brings_nothing) {
    ASSERT_TRUE(deploy(shipped_with("1.3.0", "parameters/toll.yaml", toll("3")), From::program));
    ASSERT_TRUE(deploy(shipped_with("1.2.0", "parameters/toll.yaml", toll("2")), From::program));
    EXPECT_EQ(*in_force().first.find("parameters/toll.yaml"), toll("3"));
}

TEST_P(Upgrading, stays_with_what_is_in_force_where_the_two_do_not_fit) {
    auto const [folder, version] = in_force();
    auto const roof = text::replace_all(bridge, "record: bridge", "record: roof");
    ASSERT_TRUE(deploy(edited(folder, {{"records/roof.yaml", Value(roof)}}), From::draft));
    auto next = shipped_with("1.4.0", "views/bridge.yaml",
                             "view: bridge\nkind: list\nrecord: roof\ncolumns: [ colour ]\n"
                             "title: { zh: 桥, en: Bridges }\n");
    next.files["records/bridge.yaml"] = "record: bridge\n";
    auto const left = packs.start(store(), writer(), {next}, ids.next());
    ASSERT_TRUE(left) << left.error().en;
    ASSERT_TRUE(*left) << "and says why";
    EXPECT_NE((*left)->where.find("records/bridge.yaml"), std::string::npos) << (*left)->where;
    EXPECT_EQ(catalogs.now()->type("bridge")->title.zh, "桥梁");
}

JIZHI_ON_BOTH_STORES(Upgrading);

struct Fault {
    char const* path;
    char const* text;
    char const* where;
    char const* says;
};

TEST(Check, names_file_line_and_column_of_each_fault) {
    EXPECT_TRUE(check({bridges()}).empty());
    for (auto const& [path, text, where, says] : {
             Fault{"records/bridge.yaml", "record: bridge\n", "records/bridge.yaml:1:1", "title"},
             Fault{"records/bridge.yaml", "record: [\n", "records/bridge.yaml:", ""},
             Fault{"dictionaries/x.yaml", "dictionary: y\ntitle: { zh: 甲, en: A }\ncodes: []\n",
                   "dictionaries/x.yaml:1:1", "should be called"},
             Fault{"views/v.yaml",
                   "view: v\nkind: list\nrecord: tunnel\ntitle: { zh: 甲, en: A }\n",
                   "views/v.yaml", "tunnel"},
             Fault{"views/v.yaml",
                   "view: v\nkind: list\nrecord: bridge\ncolumns: [ colour ]\ntitle: { zh: 甲, en: "
                   "A }\n",
                   "views/v.yaml", "colour"},
             Fault{"views/v.yaml",
                   "view: v\nkind: list\nrecord: bridge\ntitle: { zh: 排名, en: Ranking }\n",
                   "views/v.yaml", "ranked"},
             Fault{"decisions/d.dmn", "<definitions", "decisions/d.dmn", ""},
             Fault{"parameters/p.yaml", "parameter: p\n", "parameters/p.yaml", ""},
             Fault{"scenarios/s.yaml", "given: {}\n", "scenarios/s.yaml:1:1", "scenario"},
             Fault{"pack.yaml",
                   "pack: bridges\nversion: 1.0.0\ntitle: { zh: 桥, en: B }\ndepends: [ rivers ]\n",
                   "pack.yaml", "rivers"},
         }) {
        auto const errors = check({with(path, text)});
        auto const said = std::any_of(errors.begin(), errors.end(), [&](Error const& error) {
            return error.where.find(where) != std::string::npos &&
                   error.en.find(says) != std::string::npos;
        });
        EXPECT_TRUE(said) << path << " " << text
                          << (errors.empty() ? "" : errors.front().where + errors.front().en);
    }
}

TEST(Check, refuses_what_no_pack_may_ask) {
    auto const field = [](std::string const& line) {
        return check({with("records/bridge.yaml", std::string(bridge) + line)});
    };
    EXPECT_EQ(
        field("  check_in: { type: datetime, title: { zh: 到岗, en: Arrival } }\n").front().code,
        "pack.formalism");
    EXPECT_EQ(field("  proof: { type: file, required: true, media: [ image/* ], title: { zh: 照片, "
                    "en: Photo } }\n")
                  .front()
                  .code,
              "pack.formalism");
    EXPECT_EQ(field("  spot: { type: point, required: true, title: { zh: 位置, en: Spot } }\n")
                  .front()
                  .code,
              "pack.formalism");
    EXPECT_TRUE(
        field("  proof: { type: file, media: [ image/* ], title: { zh: 照片, en: Photo } }\n")
            .empty());
}

}  // namespace
}  // namespace jizhi::pack
