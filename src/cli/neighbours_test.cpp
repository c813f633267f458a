#include "cli/neighbours.hpp"

#include "audit/event_log.hpp"
#include "audit/sealer.hpp"
#include "calendar/holidays.hpp"
#include "cli/place.hpp"
#include "cli/services.hpp"
#include "pack/deployment.hpp"
#include "people/holiday.hpp"
#include "record/catalog.hpp"
#include "region/load.hpp"
#include "region/regions.hpp"
#include "store/both_stores.hpp"
#include "value/temporal.hpp"

// Two servers on one database. On SQLite the other one is a subcommand beside the server.
namespace jizhi::cli {
namespace {

/// A server as `serve` makes it, without its sockets.
struct Server {
    World world;
    Opened opened;
    std::unique_ptr<api::App> app;
    std::int64_t known = 0;

    Result<Value> run(store::Change const& change) const {
        return app->writer->run({.id = app->ids->next(),
                                 .name = "test",
                                 .actor = "system",
                                 .on_behalf_of = {},
                                 .payload = {}},
                                change);
    }
};

pack::Folder bridges(std::string const& title) {
    return {"packs/bridges",
            {{"pack.yaml", "pack: bridges\nversion: 1.0.0\ntitle: { zh: 桥, en: Bridges }\n"},
             {"records/bridge.yaml",
              "record: bridge\ntitle: { zh: " + title +
                  ", en: Bridge }\nregion: { level: community, field: place }\nfields:\n"
                  "  place: { type: region, required: true, title: { zh: 地点, en: Place } }\n"}}};
}

class Beside : public store::testing::OnBothStores {
protected:
    void SetUp() override {
        start(here_);
        start(there_);
    }
    void start(Server& server) {
        store::Place const& place = scratch().place();
        auto database = store::open(
            place, {server.world.clock, server.world.ids, server.world.log}, all_migrations());
        ASSERT_TRUE(database) << database.error().en;
        server.opened = {keys_, std::move(*database)};
        server.opened.database->writer().watch(
            std::make_shared<audit::Sealer>(*keys_, server.world.random));
        server.known = audit::last_number(*server.opened.database->store().read());
        auto app = make_app(server.opened, server.world, {bridges("桥梁")});
        ASSERT_TRUE(app) << app.error().en;
        server.app = std::move(*app);
    }
    /// Divisions as they are from this day on, loaded by the other server.
    void load(std::string const& csv) {
        auto const done = there_.run([&](store::Tx& tx) -> Result<Value> {
            TRY(list, region::parse_divisions(csv, "test"));
            CHECK_OK(region::load_divisions(tx, list, parse_date("2020-01-01")->day));
            return Value{};
        });
        ASSERT_TRUE(done) << done.error().en;
    }
    std::string name_of(std::string_view code) const {
        auto const tree = here_.app->regions->tree();
        return tree->find(code) == nullptr ? std::string() : std::string(tree->name(code));
    }
    std::string title() const { return here_.app->catalogs->now()->type("bridge")->title.zh; }

    SeededRandom random_{7};
    std::shared_ptr<store::Keys const> keys_ =
        std::make_shared<store::Keys const>(store::Keys::make(random_));
    Server here_, there_;
};

TEST_P(Beside, a_server_takes_over_the_divisions_of_another) {
    Neighbours neighbours(*here_.app, here_.known);
    neighbours.look();
    load("code,name,level,parent\n9900,示例市,city,\n990001,东县,county,9900\n");
    EXPECT_EQ(name_of("990001"), "") << "not before it looks";
    neighbours.look();
    EXPECT_EQ(name_of("990001"), "东县");
    load("code,name,level,parent\n9900,示例市,city,\n990001,东区,county,9900\n");
    neighbours.look();
    EXPECT_EQ(name_of("990001"), "东区") << "another name, and no more divisions than before";
}

TEST_P(Beside, a_server_takes_over_the_holidays_of_another) {
    Neighbours neighbours(*here_.app, here_.known);
    neighbours.look();
    auto const enter = [&](char const* date) {
        auto const done = there_.run([&](store::Tx& tx) {
            return people::import_holidays(
                tx, {.year = 2099, .source = "test", .imported_at = 0,
                     .days = {{.date = date, .off = true, .name = "test"}}});
        });
        ASSERT_TRUE(done) << done.error().en;
        neighbours.look();
    };
    auto const monday = parse_date("2099-01-05")->day;
    enter("2099-01-05");
    EXPECT_FALSE(here_.app->holidays->now()->works(monday));
    enter("2099-01-06");
    EXPECT_TRUE(here_.app->holidays->now()->works(monday)) << "the same year, entered anew";
}

TEST_P(Beside, a_server_takes_over_the_packs_of_another) {
    Neighbours neighbours(*here_.app, here_.known);
    neighbours.look();
    auto const done = there_.run([&](store::Tx& tx) {
        return there_.app->packs->deploy(tx, {bridges("大桥")}, pack::From::workshop);
    });
    ASSERT_TRUE(done) << done.error().en;
    EXPECT_EQ(title(), "桥梁");
    neighbours.look();
    EXPECT_EQ(title(), "大桥");
}

TEST_P(Beside, a_server_takes_over_what_came_while_it_started) {
    load("code,name,level,parent\n9900,示例市,city,\n");
    Neighbours neighbours(*here_.app, here_.known);
    neighbours.look();
    EXPECT_EQ(name_of("9900"), "示例市");
}

JIZHI_ON_BOTH_STORES(Beside);

}  // namespace
}  // namespace jizhi::cli
