#include "api/records.hpp"

#include "api/router.hpp"
#include "api/testing.hpp"
#include "people/testing.hpp"
#include "record/approval.hpp"
#include "record/testing.hpp"

namespace jizhi::api {
namespace {

/// A server without sockets over the register of record/testing.hpp: two streets, somebody for
/// each role that has to do with rows.
class RecordsApi : public record::testing::WithRecords {
protected:
    void SetUp() override {
        start();
        if (HasFatalFailure()) return;
        app.store = testing::lent(store());
        app.writer = testing::lent(writer());
        app.clock = testing::lent(clock);
        app.ids = testing::lent(ids);
        app.log = testing::lent(log);
        app.random = testing::lent(random);
        app.keys = testing::lent(keys);
        app.regions = testing::lent(regions);
        app.catalogs = testing::lent(catalogs);
        app.records = testing::lent(records);
        oak = created("plant", R"({"name": "东街橡树", "owner_id": "11010519491231002X", "sex": "2",
            "owner_phone": "13812345678", "place": "990001001001", "kind": "oak", "height": "12.50",
            "price": "3370", "planted_on": "2019-03-01"})");
        pine = created("plant", R"({"name": "西街松树", "place": "990001002001", "kind": "pine",
            "planted_on": "2020-03-01"})");
        visit = created("visit", R"({"year": 2024, "seen_on": "2024-06-01"})", oak);
        for (auto const* role :
             {"street_clerk", "county_admin", "auditor", "reviewer", "system_admin"})
            add(role, role, std::string_view(role) == "street_clerk" ? "990001001" : "990001");
        add("self", "self", "990001001", oak);
        app.find_session = crowd.finder();
        record::hold_writes(held, records);
        app.held_commands = testing::lent(held);
        router = std::make_unique<Router>(app, endpoints());
    }
    void TearDown() override {
        router.reset();
        app = {};
        close();
    }
    void add(std::string token, std::string_view role, std::string region, std::string row = {}) {
        crowd.add(token, people::testing::actor(token, role, std::move(region), std::move(row)));
    }
    Response check(testing::Scenario scenario) {
        scenario.url = "/api/v1" + scenario.url;
        return testing::check(*router, scenario);
    }

    people::HeldCommands held;
    App app;
    testing::Crowd crowd;
    std::unique_ptr<Router> router;
    std::string oak, pine, visit;
};

TEST_P(RecordsApi, a_change_that_two_must_see_waits_for_the_second) {
    auto const change = R"({"values":{"keeper":"李某","height":"13"},"reason":"轮换"})";
    auto const url = "/records/plant/" + oak + "/changes";
    auto const answer = check({"it is taken, and waits",
                               "street_clerk",
                               "POST",
                               url,
                               change,
                               202,
                               {R"("waits":true)", R"("proposal":")", "第二个人"}});
    auto const id = parse_json(answer.body)->context().find("proposal")->string_or("");
    check({"nothing of it holds yet",
           "street_clerk",
           "GET",
           "/records/plant/" + oak,
           "",
           200,
           {R"("height":"12.50")"},
           {"李某"}});
    check({"its maker cannot agree", "street_clerk", "POST", "/proposals/" + id + "/approval", "{}",
           403});
    check({"somebody else can", "reviewer", "POST", "/proposals/" + id + "/approval", "{}", 200});
    check({"now it holds",
           "street_clerk",
           "GET",
           "/records/plant/" + oak,
           "",
           200,
           {R"("height":"13.00")", "李某"}});
    check({"many at once cannot wait",
           "county_admin",
           "POST",
           "/records/plant/bulk-changes",
           R"({"ids":[")" + oak + R"("],"values":{"keeper":"王某"},"reason":"x"})",
           409,
           {"第二个人复核"}});
    check({"the form is told before",
           "street_clerk",
           "POST",
           "/record-checks/plant",
           R"({"id":")" + oak + R"(","values":{"keeper":"王某"}})",
           200,
           {"复核后生效"}});
}

TEST_P(RecordsApi, what_waits_is_decided_where_the_record_lies_and_where_it_goes) {
    add("here", "reviewer", "990001001");
    add("beside", "reviewer", "990001002");
    auto const proposal = [&](std::string const& url, std::string const& body) {
        auto const answer = check({"it waits", "county_admin", "POST", url, body, 202});
        return parse_json(answer.body)->context().find("proposal")->string_or("");
    };
    auto const seen = [&](std::string const& who, std::string const& id, int status) {
        check({who.c_str(), who, "GET", "/proposals/" + id, "", status});
        if (status == 404)
            check({who.c_str(), who, "POST", "/proposals/" + id + "/approval", "{}", 404});
    };
    auto const url = "/records/plant/" + oak + "/changes";
    auto const change = proposal(url, R"({"values":{"keeper":"李某"},"reason":"轮换"})");
    seen("here", change, 200);
    seen("beside", change, 404);
    auto const moved =
        proposal(url, R"({"values":{"keeper":"李某","place":"990001002001"},"reason":"移栽"})");
    seen("here", moved, 404);
    seen("beside", moved, 404);
    seen("reviewer", moved, 200);
}

TEST_P(RecordsApi, lists_show_what_is_in_scope_as_people_read_it) {
    check({"a clerk sees her street",
           "street_clerk",
           "GET",
           "/records/plant",
           "",
           200,
           {R"("total":1)", R"("name":"东街橡树")", R"("kind":{"zh":"橡树","en":"Oak"})",
            R"("name":"一社区")", R"("price":"3370.00")", R"("owner_id":"1101**********002X")"},
           {"西街松树", "19491231"}});
    check({"the county sees both",
           "county_admin",
           "GET",
           "/records/plant",
           "",
           200,
           {R"("total":2)"}});
    check({"one sees herself",
           "self",
           "GET",
           "/records/plant",
           "",
           200,
           {R"("total":1)", "东街橡树"}});
    check({"who runs the installation sees no row", "system_admin", "GET", "/records/plant", "",
           403});
    check({"nobody sees anything unasked", "", "GET", "/records/plant", "", 401});
    check({"a search leaks nothing",
           "street_clerk",
           "GET",
           "/records/plant?q=xj",
           "",
           200,
           {R"("total":0)"},
           {"西街"}});
    check({"an unknown type", "auditor", "GET", "/records/tree", "", 404});
    check({"a filter",
           "county_admin",
           "GET",
           "/records/plant?filter=%7B%22kind%22%3A%22pine%22%7D",
           "",
           200,
           {"西街松树"},
           {"东街橡树"}});
    check({"a broken filter", "county_admin", "GET", "/records/plant?filter=%7B", "", 400});
    check({"columns of children and parents",
           "auditor",
           "GET",
           "/records/plant?columns=visit.year",
           "",
           200,
           {R"("visit.year":2024)"}});
    check({"and of parents",
           "auditor",
           "GET",
           "/records/visit?columns=parent.name",
           "",
           200,
           {R"("parent.name":"东街橡树")"}});
    check({"a column that is not there", "auditor", "GET", "/records/plant?columns=visit.colour",
           "", 422});
}

TEST_P(RecordsApi, one_record_has_a_version_a_past_and_a_history) {
    auto const now = check({"in scope",
                            "street_clerk",
                            "GET",
                            "/records/plant/" + oak,
                            "",
                            200,
                            {R"("version":1)", R"("tall":true)"}});
    EXPECT_NE(std::find(now.headers.begin(), now.headers.end(),
                        std::pair<std::string, std::string>("etag", "\"1\"")),
              now.headers.end());
    check({"out of scope", "street_clerk", "GET", "/records/plant/" + pine, "", 404, {}, {"西街"}});
    ASSERT_TRUE(change("plant", oak, R"({"height": 8})", "2025-01-01"));
    check({"before the change",
           "auditor",
           "GET",
           "/records/plant/" + oak + "?as_of=2024-12-31",
           "",
           200,
           {R"("height":"12.50")"}});
    check({"before it was there", "auditor", "GET", "/records/plant/" + oak + "?as_of=2018-12-31",
           "", 404});
    check({"a date that is none", "auditor", "GET", "/records/plant/" + oak + "?as_of=soon", "",
           400});
    check({"its history",
           "auditor",
           "GET",
           "/records/plant/" + oak + "/history",
           "",
           200,
           {R"("kind":"create")", R"("kind":"change")", R"("height":"8.00")"},
           {"19491231"}});
    check({"of another street", "street_clerk", "GET", "/records/plant/" + pine + "/history", "",
           404});
    check({"its timeline", "auditor", "GET", "/records/plant/" + oak + "/timeline", "", 200});
}

TEST_P(RecordsApi, a_version_that_is_none_is_refused_not_passed_over) {
    for (auto const* garbled : {"1", "x", "*", "\"\"", "W/\"1\"", "\"one\"", "12345"})
        check({"a version that is none",
               "street_clerk",
               "POST",
               "/records/plant/" + oak + "/changes",
               R"({"values": {"height": "14.00"}})",
               400,
               {"If-Match"},
               {},
               {{"if-match", garbled}}});
}

TEST_P(RecordsApi, rows_are_added_changed_and_refused_with_their_fields) {
    auto const plant = [](std::string const& place, std::string const& more) {
        return R"({"values": {"name": "新树", "place": ")" + place +
               R"(", "planted_on": "2025-01-01")" + more + "}}";
    };
    check({"a clerk adds",
           "street_clerk",
           "POST",
           "/records/plant",
           plant("990001001002", ""),
           201,
           {R"("version":1)"}});
    check({"not elsewhere", "street_clerk", "POST", "/records/plant", plant("990001002001", ""),
           403});
    check({"an auditor does not", "auditor", "POST", "/records/plant", plant("990001001002", ""),
           403});
    check({"each wrong field is named",
           "street_clerk",
           "POST",
           "/records/plant",
           plant("990001001002", R"(, "kind": "rose", "height": -3)"),
           422,
           {R"("field":"kind")", R"("field":"height")", "record.invalid"}});
    check({"no values", "street_clerk", "POST", "/records/plant", "{}", 422});
    check({"a child", "street_clerk", "POST", "/records/visit",
           R"({"values": {"year": 2025}, "parent_id": ")" + oak + R"("})", 201});
    check({"a child of somebody else", "street_clerk", "POST", "/records/visit",
           R"({"values": {"year": 2025}, "parent_id": ")" + pine + R"("})", 404});
    check({"a change",
           "street_clerk",
           "POST",
           "/records/plant/" + oak + "/changes",
           R"({"values": {"height": "13.00"}, "effective_from": "2026-01-01", "reason": "量过"})",
           200,
           {R"("version":2)"},
           {},
           {{"if-match", "\"1\""}}});
    check({"a stale change",
           "street_clerk",
           "POST",
           "/records/plant/" + oak + "/changes",
           R"({"values": {"height": "14.00"}})",
           412,
           {},
           {},
           {{"if-match", "\"1\""}}});
    check({"a correction",
           "street_clerk",
           "POST",
           "/records/plant/" + oak + "/corrections",
           R"({"values": {"kind": "pine"}, "reason": "看错了"})",
           200,
           {R"("version":3)"}});
    check({"not out of one's scope", "street_clerk", "POST", "/records/plant/" + oak + "/changes",
           R"({"values": {"place": "990001002001"}})", 403});
    check({"nor what is out of scope", "street_clerk", "POST",
           "/records/plant/" + pine + "/changes", R"({"values": {"height": 3}})", 404});
    check({"an end", "street_clerk", "POST", "/records/plant/" + oak + "/end",
           R"({"values": {}, "effective_from": "2026-01-02", "reason": "砍了"})", 200});
    check({"what has ended has left the list",
           "street_clerk",
           "GET",
           "/records/plant?q=%E6%A9%A1",
           "",
           200,
           {R"("total":0)"}});
}

TEST_P(RecordsApi, the_same_key_changes_once) {
    std::vector<std::pair<std::string, std::string>> const key{
        {"idempotency-key", "00000000-0000-4000-8000-00000000abcd"}};
    auto const url = "/records/plant/" + oak + "/changes";
    auto const first = check(
        {"first", "street_clerk", "POST", url, R"({"values": {"height": 13}})", 200, {}, {}, key});
    auto const again = check(
        {"again", "street_clerk", "POST", url, R"({"values": {"height": 13}})", 200, {}, {}, key});
    EXPECT_EQ(first.body, again.body);
    check({"another payload",
           "street_clerk",
           "POST",
           url,
           R"({"values": {"height": 14}})",
           422,
           {},
           {},
           key});
}

TEST_P(RecordsApi, many_change_at_once_with_a_reason) {
    check(
        {"by filter",
         "county_admin",
         "POST",
         "/records/plant/bulk-changes",
         R"({"filter": {"height": {"empty": true}}, "values": {"height": "2.00"}, "reason": "补录"})",
         200,
         {R"("changed":1)"}});
    check({"by ids",
           "county_admin",
           "POST",
           "/records/plant/bulk-changes",
           R"({"ids": [")" + oak + R"(", ")" + pine +
               R"("], "values": {"height": "2.00"}, "reason": "统一"})",
           200,
           {R"("changed":1)", R"("unchanged":1)"}});
    check({"no reason", "county_admin", "POST", "/records/plant/bulk-changes",
           R"({"ids": [], "values": {"height": 2}, "reason": " "})", 422});
    check({"an id out of scope", "street_clerk", "POST", "/records/plant/bulk-changes",
           R"({"ids": [")" + pine + R"("], "values": {"height": 9}, "reason": "试"})", 404});
}

TEST_P(RecordsApi, a_sealed_field_is_shown_with_right_and_reason_and_leaves_an_event) {
    auto const url = "/records/plant/" + oak + "/reveal";
    check({"with a reason",
           "county_admin",
           "POST",
           url,
           R"({"field": "owner_id", "reason": "核对证件"})",
           200,
           {"11010519491231002X"}});
    check({"without", "county_admin", "POST", url, R"({"field": "owner_id", "reason": ""})", 422});
    check({"a field that is open", "county_admin", "POST", url,
           R"({"field": "name", "reason": "核对证件"})", 400});
    check({"who may not", "auditor", "POST", url, R"({"field": "owner_id", "reason": "核对证件"})",
           403});
    EXPECT_EQ(count("SELECT COUNT(*) FROM event WHERE activity = 'reveal'"), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM command WHERE answer LIKE '%19491231%'"), 0);
}

TEST_P(RecordsApi, structure_counts_within_the_scope) {
    check({"the county",
           "county_admin",
           "GET",
           "/structure/plant?field=kind",
           "",
           200,
           {R"("total":2)", R"("zh":"橡树")", R"("zh":"松树")"}});
    check({"a street",
           "street_clerk",
           "GET",
           "/structure/plant?field=kind",
           "",
           200,
           {R"("total":1)"},
           {"松树"}});
    check({"a sealed field", "county_admin", "GET", "/structure/plant?field=owner_id", "", 422});
}

TEST_P(RecordsApi, what_packs_declare_is_told_and_views_are_kept) {
    check({"meta",
           "street_clerk",
           "GET",
           "/meta",
           "",
           200,
           {R"("id":"plant")", R"("children":["visit","cut"])", R"("decided_by":"grading.rank")",
            R"("kind":[{"code":"oak","zh":"橡树","en":"Oak"})", R"("sensitive":true)"}});
    auto const saved = check({"save",
                              "auditor",
                              "POST",
                              "/saved-views",
                              R"({"view": "plants", "title": "高的", "query": {"q": "x"}})",
                              201,
                              {R"("id":)"}});
    check({"one's own", "auditor", "GET", "/saved-views", "", 200, {"高的"}});
    check({"nobody else's", "reviewer", "GET", "/saved-views", "", 200, {}, {"高的"}});
    auto const id = parse_json(saved.body).value()["id"].string();
    check({"not by others", "reviewer", "DELETE", "/saved-views/" + id, "", 404});
    check({"deleted", "auditor", "DELETE", "/saved-views/" + id, "", 204});
}

JIZHI_ON_BOTH_STORES(RecordsApi);

}  // namespace
}  // namespace jizhi::api
