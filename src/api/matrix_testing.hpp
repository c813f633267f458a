#pragma once
#include <fmt/format.h>

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/endpoint.hpp"
#include "api/testing.hpp"
#include "audit/sealer.hpp"
#include "decision/rehearsals.hpp"
#include "decision/testing.hpp"
#include "file/files.hpp"
#include "kit/text.hpp"
#include "pack/draft.hpp"
#include "people/account.hpp"
#include "people/sign_in.hpp"
#include "people/testing.hpp"
#include "people/todo.hpp"
#include "report/imports.hpp"

namespace jizhi::api::testing {

/// Where a row lies: in the street of the clerk, in the street beside it in the same county, in
/// another county.
enum class Where { here, beside, far };
inline constexpr std::array wheres{Where::here, Where::beside, Where::far};

/// What of a place is asked for; names hold the mark by which a leak is seen.
struct Place {
    std::string town, community, mark;
    std::string boat, account, assignment;
};

/// A whole server over three places, with one actor for each role and one boat, account, run and
/// proposal in each place.
class MatrixServer : public decision::testing::WithDecisions {
protected:
    void SetUp() override {
        open({audit::migrations(), region::migrations(), people::migrations(), file::migrations(),
              record::migrations(), decision::migrations(), report::migrations(),
              pack::migrations()});
        if (HasFatalFailure()) return;
        writer().watch(std::make_shared<audit::Sealer>(keys, random));
        load_regions();
        deploy_harbour();
        if (HasFatalFailure()) return;
        runs.register_with(commands);
        drafts.register_with(commands);
        people::hold_account_commands(commands, {});
        commands.add("test.held", {.run = [](store::Tx&, people::Held const&) -> Result<Value> {
                                       return Value{};
                                   },
                                   .refused = {}});
        make_app();
        for (auto& [where, place] : places) fill(place);
        for (auto const& role : people::roles()) add_actor(role);
    }
    void TearDown() override {
        app = {};
        imports.reset();
        close();
    }

    void load_regions() {
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            TRY(list, region::parse_divisions(people::testing::divisions_csv, "test"));
            CHECK_OK(region::load_divisions(tx, list, 0));
            return Value{};
        });
        ASSERT_TRUE(done) << done.error().en;
        regions.reload(*store().read(), today().day);
    }
    /// The boats as a pack: what the pages of rules work on is deployed like any other.
    static pack::Folder harbour() {
        pack::Folder made{"packs/harbour", {}};
        made.files["pack.yaml"] = "pack: harbour\nversion: 1.0.0\ntitle: { zh: 港, en: Harbour }\n";
        auto const all = text::replace_all(decision::testing::boats, "---", "\x01");
        auto const parts = text::split(all, '\x01');
        for (auto const* name : {"hull", "boat", "trip", "carried_over"})
            for (auto const part : parts)
                for (auto const* kind : {"dictionary", "record"})
                    if (part.find(std::string(kind) + ": " + name + "\n") < 3)
                        made.files[folder_of(kind) + "/" + name + ".yaml"] = part;
        made.files["records/boat.yaml"] +=
            "  radio: { type: text, sensitive: true, title: { zh: 电台, en: Radio } }\n";
        made.files["views/dues.yaml"] =
            "view: dues\nkind: decision_run\nrecord: boat\ntitle: { zh: 规费, en: Dues }" +
            std::string(decision::testing::dues_view);
        made.files["indicators/steel_share.yaml"] = steel_share_yaml;
        made.files["decisions/standing.dmn"] = decision::testing::standing_dmn;
        made.files["decisions/dues.dmn"] = decision::testing::dues_dmn;
        made.files["parameters/steel_rank.yaml"] = decision::testing::steel_rank_yaml;
        made.files["parameters/rate.yaml"] = decision::testing::rate_yaml;
        return made;
    }
    static std::string folder_of(std::string_view kind) {
        return kind == "record" ? "records" : "dictionaries";
    }
    /// A file of a draft, as JSON: another rate for one street.
    static constexpr std::string_view edit_of_the_rate =
        R"({"path":"localities/{town}/parameters/rate.yaml","text":")"
        R"(parameter: rate\ntitle: { zh: 费率, en: Rate }\nvalues: [ { from: 2020-01-01, value: 50, )"
        R"(basis: { class: example, text: { zh: 示例, en: Example } } } ]\n"})";
    static constexpr std::string_view steel_share_yaml = R"yaml(
indicator: steel_share
title: { zh: 铁船占比, en: Share of steel boats }
numerator: { record: boat, where: { hull: { eq: steel } } }
denominator: { record: boat }
better: more
)yaml";
    void deploy_harbour() {
        auto const done = run([&](store::Tx& tx) { return packs.deploy(tx, {harbour()}); });
        ASSERT_TRUE(done) << done.error().where << " " << done.error().en;
    }
    void make_app() {
        app.store = lent(store());
        app.writer = lent(writer());
        app.clock = lent(clock);
        app.ids = lent(ids);
        app.log = lent(log);
        app.random = lent(random);
        app.keys = lent(keys);
        app.regions = lent(regions);
        app.sessions = lent(sessions);
        app.sign_in = std::make_shared<people::SignIn>(store(), writer(), sessions, ids);
        app.held_commands = lent(commands);
        app.reminders = std::make_shared<people::Reminders>();
        app.catalogs = lent(catalogs);
        app.records = lent(records);
        app.books = lent(books);
        app.desk = lent(desk);
        app.runs = lent(runs);
        app.rehearsals = lent(rehearsals);
        app.drafts = lent(drafts);
        app.files = file::open(scratch().place());
        imports = std::make_shared<report::Imports>(
            report::Imports::Parts{store(), writer(), records, regions, clock});
        app.imports = imports;
        app.find_session = crowd.finder();
        app.see_session = crowd.finder();
        router = std::make_unique<Router>(app, endpoints());
    }

    /// The boat, the account and its right of a place.
    void fill(Place& place) {
        place.boat = boat(place.mark + "船", "steel", place.community);
        trip(place.boat, "2025-12-03");
        ASSERT_TRUE(applied(place.boat, "2025-01-01"));  // or no run of it could be handed over
        attach_plan(place);
        auto wanted = people::NewAccount{};
        wanted.login = "at" + place.town;
        wanted.name = place.mark + "人";
        wanted.first.role = "street_clerk";
        wanted.first.region = place.town;
        wanted.password_hash = "none";
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            auto const tree = regions.tree();
            auto const desk_of_all =
                people::AccountDesk{commands, *tree, people::system_actor(), "2026-01-05"};
            TRY(account, people::create_account(tx, desk_of_all, wanted));
            place.account = account.id;
            place.assignment = account.assignments.front().id;
            return Value{};
        });
        ASSERT_TRUE(done) << done.error().en;
    }
    void attach_plan(Place const& place) {
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            TRY(digest, app.files->put(tx, "%PDF-1.7 " + place.mark + "船"));
            auto asked = record::Change{.type = "boat", .id = place.boat, .values = {}};
            asked.values.put("plan", digest + ":plan.pdf");
            asked.values.put("radio", place.mark + "船电台");
            asked.effective_from = "2025-01-01";
            TRY(written, records.change(tx, asked));
            return written.to_value();
        });
        ASSERT_TRUE(done) << done.error().en;
    }
    /// The clerk and the person herself belong to one street, the others to its county.
    void add_actor(people::Role const& role) {
        auto const street = role.id == "street_clerk" || role.own_record_only;
        auto actor =
            people::testing::actor(std::string(role.id), role.id, street ? "990001001" : "990001",
                                   role.own_record_only ? places[Where::here].boat : "");
        actors[std::string(role.id)] = actor;
        crowd.add(std::string(role.id), std::move(actor));
    }

    /// A run that is still a draft: what was tried before may have proposed or removed the last.
    std::string draft_run(Place const& place) {
        auto const text = fmt::format("2025-{:02}", 12 - runs_made_++ % 12);
        auto const roster = runs.compute(
            *store().read(), {.view = "dues", .region = place.town, .period = text, .known = {}});
        EXPECT_TRUE(roster) << roster.error().en;
        auto id = std::string{};
        auto const made = run([&](store::Tx& tx) -> Result<Value> {
            tx.sql().execute("DELETE FROM decision_run WHERE region_code = ?",
                             {std::string_view(place.town)});
            auto head = runs.create(tx, *roster, people::system_actor());
            if (head) id = (*head)["id"].string_or("");
            return head;
        });
        EXPECT_TRUE(made) << made.error().en;
        return id;
    }
    /// A draft of the county administrator's over one street's figures, still open.
    std::string open_draft(Place const& place) {
        auto id = std::string{};
        auto const made = writer().run(
            {.id = ids.next(), .name = "draft", .actor = "county_admin", .on_behalf_of = "",
             .payload = Value()},
            [&](store::Tx& tx) -> Result<Value> {
                tx.sql().execute("DELETE FROM draft WHERE state = 'open'");
                auto const path = "localities/" + place.town + "/parameters/rate.yaml";
                TRY(draft, drafts.make(tx, "改", "harbour",
                                       {{path, std::string(decision::testing::rate_yaml)}}));
                id = draft.id;
                return Value{};
            });
        EXPECT_TRUE(made) << made.error().en;
        return id;
    }
    std::string open_proposal(Place const& place) {
        auto id = std::string{};
        auto const made = run([&](store::Tx& tx) -> Result<Value> {
            auto wanted = people::Proposal{};
            wanted.command = "test.held";
            wanted.maker = place.account;
            wanted.maker_name = place.mark + "人";
            wanted.region = place.town;
            wanted.title = {place.mark + "事项", place.mark + " matter"};
            TRY(held, people::propose(tx, commands, wanted));
            id = held.id;
            return Value{};
        });
        EXPECT_TRUE(made) << made.error().en;
        return id;
    }

    std::string filled(std::string text, Place const& place) {
        auto const put = [&](std::string_view name, auto value) {
            if (text.find(name) != std::string::npos) text = text::replace_all(text, name, value());
        };
        put("{boat}", [&] { return place.boat; });
        put("{edit}", [&] { return std::string(edit_of_the_rate); });
        put("{town}", [&] { return place.town; });
        put("{community}", [&] { return place.community; });
        put("{account}", [&] { return place.account; });
        put("{assignment}", [&] { return place.assignment; });
        put("{run}", [&] { return draft_run(place); });
        put("{proposal}", [&] { return open_proposal(place); });
        put("{draft}", [&] { return open_draft(place); });
        return text;
    }

    /// Everything of a place that must not change when somebody from outside tries.
    std::string print_of(Place const& place) {
        auto const read = store().read();
        auto const town = std::string_view(place.town);
        auto print = std::to_string(
            read->integer("SELECT SUM(row_version) FROM r_boat WHERE region_code LIKE ?",
                          {std::string_view(under(place))}));
        print += "/" + std::to_string(read->integer("SELECT COUNT(*) FROM r_boat"));
        print += "/" + read->text("SELECT state || password FROM account WHERE id = ?",
                                  {std::string_view(place.account)});
        print += "/" +
                 std::to_string(read->integer(
                     "SELECT COUNT(*) FROM role_assignment WHERE region = ? AND state = 'approved'",
                     {town}));
        print +=
            "/" + std::to_string(read->integer(
                      "SELECT COUNT(*) FROM proposal WHERE region = ? AND state = 'open'", {town}));
        print +=
            "/" + std::to_string(read->integer(
                      "SELECT COUNT(*) FROM decision_run WHERE region_code = ? AND state = 'draft'",
                      {town}));
        return print;
    }
    static std::string const& under(Place const& place) {
        static thread_local std::string pattern;
        return pattern = place.town + "%";
    }

    Response ask(std::string const& who, std::string method, std::string url, std::string body,
                 bool raw) {
        auto request = make_request({"",
                                     who,
                                     std::move(method),
                                     "/api/v1" + std::move(url),
                                     std::move(body),
                                     0,
                                     {},
                                     {},
                                     {}});
        if (raw) request.headers["content-type"] = "application/octet-stream";
        auto response = router->answer(request);
        if (response.stream) response.body = response.stream->next().value_or("");
        return response;
    }
    /// The stream itself, not yet asked for anything but its greeting.
    Response open_events(std::string const& who, std::string const& query = {},
                         std::string const& last_id = {}) {
        auto request = make_request({"", who, "GET", "/api/v1/events" + query, {}, 0, {}, {}, {}});
        if (!last_id.empty()) request.headers["last-event-id"] = last_id;
        auto response = router->answer(request);
        if (response.stream) greeting = response.stream->next().value_or("");
        return response;
    }
    /// Something new about a boat, by the program itself.
    void change(std::string const& boat) {
        auto asked = record::Change{.type = "boat", .id = boat, .values = {}};
        asked.values.put("name", "改" + std::to_string(++names_made_));
        asked.effective_from = "2025-06-01";
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            TRY(written, records.change(tx, asked));
            return written.to_value();
        });
        ASSERT_TRUE(done) << done.error().en;
    }
    std::string greeting;
    Date today() const { return record::date_of(clock.now()); }

    pack::Packs packs{catalogs, books};
    pack::Drafts drafts{packs};
    decision::Rehearsals rehearsals{runs, clock};
    App app;
    Crowd crowd;
    people::Sessions sessions{random};
    std::shared_ptr<report::Imports> imports;
    std::unique_ptr<Router> router;
    std::map<std::string, people::Actor> actors;
    std::map<Where, Place> places{{Where::here, {"990001001", "990001001001", "近", {}, {}, {}}},
                                  {Where::beside, {"990001002", "990001002001", "邻", {}, {}, {}}},
                                  {Where::far, {"990002001", "990002001001", "远", {}, {}, {}}}};

private:
    int runs_made_ = 0, names_made_ = 0;
};

}  // namespace jizhi::api::testing
