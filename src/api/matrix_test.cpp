#include <algorithm>
#include <set>

#include "api/matrix_testing.hpp"

// Who may do what, where: every endpoint of the table, tried by every role, on rows within and
// outside its scope. An endpoint without a line here fails the test, so the matrix grows with it.
namespace jizhi::api {
namespace {

using testing::Place;
using testing::Where;

/// What decides whether a row is within somebody's scope, beside the right of the table.
enum class About {
    nothing,   // no row: the right alone
    record,    // a row of a place, one's own among them
    place,     // something that belongs to a region
    account,   // an account of a place
    proposal,  // its own right where it belongs
};

struct Line {
    std::string_view endpoint;  ///< method and pattern, as in the table
    About about;
    std::string url, body = {};
};

std::vector<Line> const about_people{
    {"GET /version", About::nothing, "/version"},
    {"GET /session", About::nothing, "/session"},
    {"POST /session", About::nothing, "/session", R"({"login":"x","password":"y"})"},
    {"DELETE /session", About::nothing, "/session"},
    {"POST /session/password", About::nothing, "/session/password", R"({"old":"a","new":"b"})"},
    {"PUT /session/language", About::nothing, "/session/language", R"({"language":"zh"})"},
    {"GET /demo-accounts", About::nothing, "/demo-accounts"},
    {"GET /accounts", About::nothing, "/accounts"},
    {"POST /accounts", About::account, "/accounts",
     R"({"login":"n{town}","name":"新人","role":"reviewer","region":"{town}"})"},
    {"POST /accounts/{id}/rights", About::account, "/accounts/{account}/rights",
     R"({"role":"reviewer","region":"{town}"})"},
    {"POST /accounts/{id}/password-reset", About::account, "/accounts/{account}/password-reset"},
    {"POST /accounts/{id}/rights/{right}/end", About::account,
     "/accounts/{account}/rights/{assignment}/end"},
    {"POST /accounts/{id}/disable", About::account, "/accounts/{account}/disable"},
    {"GET /roles", About::nothing, "/roles"},
    {"GET /proposals", About::nothing, "/proposals"},
    {"GET /proposals/{id}", About::proposal, "/proposals/{proposal}"},
    {"POST /proposals/{id}/approval", About::proposal, "/proposals/{proposal}/approval"},
    {"POST /proposals/{id}/rejection", About::proposal, "/proposals/{proposal}/rejection",
     R"({"reason":"不对"})"},
    {"GET /todo", About::nothing, "/todo"},
    {"GET /regions", About::nothing, "/regions"},
    {"GET /regions/{code}", About::nothing, "/regions/{town}"},
    {"POST /regions", About::nothing, "/regions?from=2026-01-01", "code,name\n"},
    {"GET /holidays", About::nothing, "/holidays"},
    {"POST /holidays", About::nothing, "/holidays",
     R"({"year":2026,"days":[{"date":"2026-01-01","off":true}]})"},
    {"GET /backups", About::nothing, "/backups"},
    {"POST /backups", About::nothing, "/backups"},
    {"GET /log", About::nothing, "/log"},
    {"GET /access-log", About::nothing, "/access-log"},
    {"GET /verification", About::nothing, "/verification"},
};
std::vector<Line> const about_records{
    {"GET /imports", About::nothing, "/imports"},
    {"POST /imports/{type}", About::nothing, "/imports/boat?name=x.csv", "船名,泊位\n"},
    {"GET /import-templates/{type}", About::nothing, "/import-templates/boat"},
    {"GET /meta", About::nothing, "/meta"},
    {"GET /records/{type}", About::nothing, "/records/boat"},
    {"GET /records/{type}", About::nothing, "/records/boat?region={town}"},
    {"GET /records/{type}", About::nothing, "/records/boat?q=%E8%88%B9"},
    {"GET /records/{type}", About::nothing,
     "/records/boat?filter=%7B%22berth%22%3A%7B%22eq%22%3A%22{community}%22%7D%7D"},
    {"GET /records/{type}", About::nothing, "/records/trip?parent={boat}"},
    {"GET /records/{type}", About::nothing, "/records/boat?as_of=2025-06-01&region={town}"},
    {"GET /records/{type}", About::nothing, "/records/boat?as_of=2025-06-01&q=%E8%88%B9"},
    {"GET /records/{type}", About::nothing, "/records/trip?as_of=2025-12-31&columns=parent.name"},
    {"GET /records/{type}/{id}", About::record, "/records/boat/{boat}"},
    {"GET /records/{type}/{id}", About::record, "/records/boat/{boat}?as_of=2025-01-01"},
    {"GET /records/{type}/{id}/history", About::record, "/records/boat/{boat}/history"},
    {"GET /records/{type}/{id}/timeline", About::record, "/records/boat/{boat}/timeline"},
    {"GET /events", About::nothing, "/events"},
    {"GET /events", About::nothing, "/events?region={town}&type=boat,trip"},
    {"GET /indicators", About::nothing, "/indicators?region={town}&history=12"},
    {"GET /indicators", About::nothing, "/indicators?region={town}&as_of=2025-06-01"},
    {"GET /records/{type}/export", About::nothing, "/records/boat/export?format=csv"},
    {"GET /records/{type}/export", About::nothing,
     "/records/boat/export?format=csv&region={town}&q=%E8%88%B9"},
    {"GET /records/{type}/export", About::nothing,
     "/records/trip/export?format=csv&as_of=2025-12-31&columns=parent.name"},
    {"GET /structure/{type}", About::nothing, "/structure/boat?field=hull&region={town}"},
    {"GET /structure/{type}", About::nothing, "/structure/boat?field=name&as_of=2025-06-01"},
    {"POST /records/{type}", About::place, "/records/boat",
     R"({"values":{"name":"新船","berth":"{community}","launched_on":"2024-03-01"}})"},
    {"POST /records/{type}", About::record, "/records/trip",
     R"({"values":{"on_day":"2025-12-09"},"parent_id":"{boat}"})"},
    {"POST /record-checks/{type}", About::nothing, "/record-checks/boat", R"({"values":{}})"},
    {"POST /records/{type}/bulk-changes", About::record, "/records/boat/bulk-changes",
     R"({"ids":["{boat}"],"values":{"hull":"wood"},"reason":"更换"})"},
    {"POST /records/{type}/{id}/changes", About::record, "/records/boat/{boat}/changes",
     R"({"values":{"hull":"wood"},"effective_from":"2025-06-01","reason":"更换"})"},
    {"POST /records/{type}/{id}/corrections", About::record, "/records/boat/{boat}/corrections",
     R"({"values":{"hull":"steel"},"effective_from":"2024-03-01","reason":"更正"})"},
    {"POST /records/{type}/{id}/end", About::record, "/records/boat/{boat}/end",
     R"({"values":{"sunk_on":"2026-12-01"},"effective_from":"2026-01-02","reason":"沉没"})"},
    {"POST /record-files/{type}/{field}", About::nothing, "/record-files/boat/plan?name=x.pdf",
     "%PDF-1.7"},
    {"GET /records/{type}/{id}/files/{field}", About::record, "/records/boat/{boat}/files/plan"},
    {"POST /records/{type}/{id}/reveal", About::record, "/records/boat/{boat}/reveal",
     R"({"field":"radio","reason":"核对"})"},
    {"GET /saved-views", About::nothing, "/saved-views"},
    {"POST /saved-views", About::nothing, "/saved-views",
     R"({"view":"v","title":"我的","query":{}})"},
};
std::vector<Line> const about_rules{
    {"GET /records/{type}/{id}/explanations", About::record, "/records/boat/{boat}/explanations"},
    {"POST /records/{type}/{id}/decisions", About::record, "/records/boat/{boat}/decisions",
     R"({"decision":"standing","effective_from":"2026-01-01"})"},
    {"POST /records/{type}/decisions", About::record, "/records/boat/decisions",
     R"({"decision":"standing","effective_from":"2026-01-01","ids":["{boat}"]})"},
    {"GET /decisions", About::nothing, "/decisions"},
    {"GET /decisions/{id}", About::nothing, "/decisions/standing"},
    {"GET /decisions/{id}/inputs", About::nothing, "/decisions/standing/inputs"},
    {"POST /decisions/{id}/trial", About::nothing, "/decisions/standing/trial",
     R"({"inputs":{"hull":"steel","trips":"2"}})"},
    {"GET /decisions/{id}/model", About::nothing, "/decisions/standing/model"},
    {"GET /decisions/{id}/versions", About::nothing, "/decisions/standing/versions"},
    {"GET /decisions/{id}/sheet", About::nothing, "/decisions/standing.base/sheet"},
    {"POST /decisions/{id}/sheet", About::nothing, "/decisions/standing.base/sheet", "x,y\n"},
    {"GET /records/{type}/{id}/decision-inputs/{decision}", About::record,
     "/records/boat/{boat}/decision-inputs/standing"},
    {"GET /parameters", About::nothing, "/parameters"},
    {"GET /drafts", About::nothing, "/drafts"},
    {"GET /drafts/{id}", About::nothing, "/drafts/{draft}"},
    {"POST /drafts", About::place, "/drafts",
     R"({"title":"改","base":"harbour","files":[{edit}]})"},
    {"PUT /drafts/{id}", About::place, "/drafts/{draft}",
     R"({"title":"改","base":"harbour","files":[{edit}]})"},
    {"DELETE /drafts/{id}", About::nothing, "/drafts/{draft}"},
    {"POST /drafts/{id}/proposal", About::place, "/drafts/{draft}/proposal"},
    {"GET /runs/{view}", About::nothing, "/runs/dues"},
    {"POST /runs/{view}", About::place, "/runs/dues", R"({"period":"2025-11","region":"{town}"})"},
    {"GET /run-differences/{view}", About::place,
     "/run-differences/dues?region={town}&from=2025-01"},
    {"GET /run-differences/{view}/export", About::place,
     "/run-differences/dues/export?region={town}&from=2025-01"},
    {"POST /runs/{view}/simulation", About::place, "/runs/dues/simulation",
     R"({"period":"2025-11","region":"{town}","base":"harbour","files":[{edit}]})"},
    {"POST /runs/{view}/simulation/lines/{record}", About::place,
     "/runs/dues/simulation/lines/{boat}",
     R"({"period":"2025-11","region":"{town}","base":"harbour","files":[{edit}]})"},
    {"POST /runs/{view}/simulation/export", About::place, "/runs/dues/simulation/export",
     R"({"period":"2025-11","region":"{town}","base":"harbour","files":[{edit}]})"},
    {"GET /runs/{view}/{id}", About::place, "/runs/dues/{run}"},
    {"GET /runs/{view}/{id}/lines", About::place, "/runs/dues/{run}/lines"},
    {"GET /runs/{view}/{id}/lines/{record}", About::place, "/runs/dues/{run}/lines/{boat}"},
    {"POST /runs/{view}/{id}/recomputation", About::place, "/runs/dues/{run}/recomputation",
     R"({"known_on":"2026-01-01"})"},
    {"POST /runs/{view}/{id}/proposal", About::place, "/runs/dues/{run}/proposal"},
    {"GET /runs/{view}/{id}/export", About::place, "/runs/dues/{run}/export"},
    {"DELETE /runs/{view}/{id}", About::place, "/runs/dues/{run}"},
};

std::vector<Line> all_lines() {
    auto all = about_people;
    // Rules first: of the boats that the others add no run can be handed over.
    for (auto const& more : {about_rules, about_records})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

/// Endpoints whose rows belong to one person only, tested beside their code.
std::set<std::string_view> const personal{
    "POST /proposals/{id}/withdrawal", "POST /todo/{id}/dismissal",
    "DELETE /saved-views/{id}",        "GET /imports/{id}",
    "PUT /imports/{id}/mapping",       "POST /imports/{id}/dry-run",
    "POST /imports/{id}/commit",       "GET /imports/{id}/rejected",
};

/// Endpoints that concern one's own session or the server's own folders, which these actors lack,
/// and one that takes a spreadsheet (rules_test.cpp).
std::set<std::string_view> const succeeds_for_nobody{
    "POST /decisions/{id}/sheet",
    "POST /session",
    "POST /session/password",
    "GET /backups",
    "POST /backups",
};

class Matrix : public testing::MatrixServer {
protected:
    static Endpoint const* endpoint_of(Line const& line) {
        for (auto const& endpoint : endpoints())
            if (std::string(endpoint.method) + " " + std::string(endpoint.pattern) == line.endpoint)
                return &endpoint;
        return nullptr;
    }
    static bool has_right(people::Actor const& actor, Endpoint const& endpoint) {
        return !endpoint.right || actor.has(*endpoint.right) ||
               (endpoint.or_right && actor.has(*endpoint.or_right));
    }
    /// Whether this row is within the scope of the right that the table asks for.
    bool within(people::Actor const& actor, Endpoint const& endpoint, About about,
                Place const& place) {
        auto const tree = regions.tree();
        if (about == About::nothing) return true;
        if (about == About::proposal)
            return actor.scope(people::Right::approve).contains(*tree, place.town);
        auto const scope = actor.scope(endpoint.right.value_or(people::Right::read));
        if (about == About::record) return scope.contains(*tree, place.community, place.boat);
        return scope.contains(*tree, place.town);
    }
    /// Whether the names of a place may stand in what this person is shown at all.
    bool may_see(people::Actor const& actor, Place const& place) {
        auto const tree = regions.tree();
        for (auto const right :
             {people::Right::read, people::Right::approve, people::Right::manage_accounts,
              people::Right::approve_accounts, people::Right::read_log})
            if (actor.scope(right).contains(*tree, place.community, place.boat)) return true;
        return false;
    }
    void expect_no_leak(people::Actor const& actor, Response const& response) {
        for (auto const& [where, place] : places) {
            if (may_see(actor, place)) continue;
            EXPECT_EQ(response.body.find(place.mark), std::string::npos) << response.body;
        }
        if (actor.has(people::Right::read)) return;
        // Without `read` no record is seen anywhere, not even of one's own county.
        for (auto const& [where, place] : places)
            EXPECT_EQ(response.body.find(place.mark + "船"), std::string::npos) << response.body;
    }
    static std::string key_of(Line const& line) {
        return std::string(line.endpoint) + " " + line.url;
    }
    std::set<std::string> worked;  ///< lines that somebody succeeded with
    std::string last_refusal;      ///< what somebody was told who has the right

    static bool shown(Response const& response) { return response.status / 100 == 2; }

    void try_one(Line const& line, Endpoint const& endpoint, people::Actor const& actor,
                 Place const& place) {
        auto const url = filled(line.url, place);
        auto const body = filled(line.body, place);
        SCOPED_TRACE(actor.account_id + " " + std::string(line.endpoint) + " " + url + " " + body);
        auto const before = print_of(place);
        auto const response =
            ask(actor.account_id, std::string(endpoint.method), url, body, endpoint.raw_body);
        ASSERT_NE(response.status, 500) << response.body;
        if (!endpoint.open) expect_no_leak(actor, response);
        auto const refused = response.body.find("right.forbidden") != std::string::npos;
        if (shown(response)) worked.insert(key_of(line));
        else if (has_right(actor, endpoint) && within(actor, endpoint, line.about, place))
            last_refusal = response.body;
        if (endpoint.open) return;
        EXPECT_EQ(refused, !has_right(actor, endpoint)) << response.status << response.body;
        EXPECT_TRUE(!refused || response.status == 403) << response.status;
        if (!refused && within(actor, endpoint, line.about, place)) {
            EXPECT_NE(response.status, 401);
            EXPECT_NE(response.status, 403) << response.body;
            EXPECT_NE(response.status, 404) << response.body;
            EXPECT_TRUE(endpoint.method != "GET" || shown(response)) << response.body;
            return;
        }
        if (line.about == About::nothing && !refused) return;
        // Of many at once each is refused by itself.
        auto const none = response.body.find(R"("applied":0,)") != std::string::npos;
        EXPECT_TRUE(none || !shown(response)) << response.body;
        EXPECT_EQ(print_of(place), before)
            << "changed from outside: " << response.status << response.body;
    }
};

TEST_P(Matrix, has_a_line_for_every_endpoint) {
    auto known = personal;
    for (auto const& line : all_lines()) {
        EXPECT_NE(endpoint_of(line), nullptr) << "no such endpoint: " << line.endpoint;
        known.insert(line.endpoint);
    }
    for (auto const& endpoint : endpoints()) {
        auto const name = std::string(endpoint.method) + " " + std::string(endpoint.pattern);
        EXPECT_TRUE(known.contains(name)) << "the matrix has no line for " << name;
    }
}

TEST_P(Matrix, lets_nobody_in_who_is_not_signed_in) {
    for (auto const& endpoint : endpoints()) {
        if (endpoint.open) continue;
        auto url = std::string(endpoint.pattern);
        for (auto at = url.find('{'); at != std::string::npos; at = url.find('{'))
            url.replace(at, url.find('}') - at + 1, "x");
        auto const response = ask("", std::string(endpoint.method), url,
                                  endpoint.in_schema.empty() ? "" : "{}", endpoint.raw_body);
        EXPECT_EQ(response.status, 401) << endpoint.method << url << response.body;
    }
}

TEST_P(Matrix, allows_what_the_table_says_and_shows_no_row_from_outside) {
    for (auto const& line : all_lines()) {
        auto const* endpoint = endpoint_of(line);
        if (endpoint == nullptr) continue;  // told by the test above
        for (auto const& [role, actor] : actors)
            for (auto const& [where, place] : places) try_one(line, *endpoint, actor, place);
        // What is refused to everybody for another reason proves nothing about scopes.
        EXPECT_TRUE(worked.contains(key_of(line)) || succeeds_for_nobody.contains(line.endpoint))
            << "nobody succeeded with " << key_of(line) << ": " << last_refusal;
    }
}

/// Rows of a CSV file below its head.
int rows_of(std::string const& csv) { return static_cast<int>(std::ranges::count(csv, '\n')) - 1; }

struct Seen {
    char const* role;
    int boats;
};

TEST_P(Matrix, counts_only_what_each_may_see) {
    for (auto const& [role, boats] :
         {Seen{"street_clerk", 1}, Seen{"self", 1}, Seen{"county_admin", 2}, Seen{"auditor", 2},
          Seen{"reviewer", 2}}) {
        SCOPED_TRACE(role);
        auto const number = [&](std::string const& url, char const* name) {
            auto const answer = parse_json(ask(role, "GET", url, "", false).body);
            return answer ? (*answer)[name].integer_or(-1) : -1;
        };
        EXPECT_EQ(number("/records/boat", "total"), boats);
        EXPECT_EQ(number("/records/boat?q=%E8%88%B9", "total"), boats);
        EXPECT_EQ(number("/records/boat?q=c", "total"), boats);
        EXPECT_EQ(number("/records/boat?as_of=2025-06-01", "total"), boats);
        EXPECT_EQ(number("/records/boat?as_of=2025-06-01&q=%E8%88%B9", "total"), boats);
        EXPECT_EQ(number("/structure/boat?field=hull&as_of=2025-06-01", "total"), boats);
        EXPECT_EQ(number("/records/trip", "total"), boats);
        EXPECT_EQ(number("/records/boat?region=990002", "total"), 0);
        EXPECT_EQ(number("/records/boat?region=990002&as_of=2025-06-01", "total"), 0);
        EXPECT_EQ(number("/structure/boat?field=hull", "total"), boats);
        EXPECT_EQ(number("/structure/boat?field=hull&region=990002", "total"), 0);
        auto const share = [&](std::string const& url) {
            auto const answer = parse_json(ask(role, "GET", url, "", false).body);
            if (!answer || answer->list().empty()) return std::string();
            return to_json(answer->list()[0]["denominator"]);
        };
        auto const each = std::to_string(boats);
        EXPECT_EQ(share("/indicators"), each);
        EXPECT_EQ(share("/indicators?as_of=2025-06-01"), each);
        EXPECT_EQ(share("/indicators?region=990002"), "0") << "of another county";
        EXPECT_EQ(share("/indicators?region=990002&as_of=2025-06-01"), "0");
        EXPECT_EQ(share("/indicators?region=9900"), each) << "of the city what is one's own";
        if (!actors[role].has(people::Right::export_)) continue;
        for (auto const* also : {"", "&as_of=2025-06-01"}) {
            auto const url = std::string("/records/boat/export?format=csv") + also;
            EXPECT_EQ(rows_of(ask(role, "GET", url, "", false).body), boats);
        }
    }
}

TEST_P(Matrix, lists_the_runs_of_ones_own_regions_only) {
    std::map<Where, std::string> made;
    for (auto const& [where, place] : places) made[where] = draft_run(place);
    auto const tree = regions.tree();
    for (auto const& [role, actor] : actors) {
        if (!actor.has(people::Right::read)) continue;
        for (auto const* query : {"", "?region=9900", "?region=990002", "?region=990002001"}) {
            auto const listed = ask(role, "GET", std::string("/runs/dues") + query, "", false);
            for (auto const& [where, place] : places) {
                SCOPED_TRACE(role + query + place.mark);
                auto const there = listed.body.find(made[where]) != std::string::npos;
                auto const may = actor.scope(people::Right::read).contains(*tree, place.town);
                EXPECT_TRUE(may || !there) << listed.body;
                if (*query == 0) {
                    EXPECT_EQ(there, may) << listed.body;
                }
            }
        }
    }
}

TEST_P(Matrix, what_is_ones_own_is_nobody_elses) {
    auto const import = parse_json(ask("street_clerk", "POST", "/imports/boat?name=x.csv",
                                       "船名,泊位,下水日期\n近九号,河口社区,2024-03-01\n", true)
                                       .body);
    ASSERT_TRUE(import);
    auto const file = "/imports/" + (*import)["id"].string_or("none");
    ASSERT_EQ(ask("street_clerk", "GET", file, "", false).status, 200);
    auto const view = parse_json(ask("street_clerk", "POST", "/saved-views",
                                     R"({"view":"v","title":"近","query":{}})", false)
                                     .body);
    ASSERT_TRUE(view);
    auto const saved = "/saved-views/" + (*view)["id"].string_or("none");
    auto const proposal = "/proposals/" + open_proposal(places[Where::here]) + "/withdrawal";
    auto const boats = count("SELECT COUNT(*) FROM r_boat");
    for (auto const& [role, actor] : actors) {
        if (role == "street_clerk") continue;
        SCOPED_TRACE(role);
        auto const right = actor.has(people::Right::import);
        EXPECT_EQ(ask(role, "GET", file, "", false).status, right ? 404 : 403);
        EXPECT_EQ(ask(role, "GET", file + "/rejected", "", false).status, right ? 404 : 403);
        EXPECT_EQ(ask(role, "PUT", file + "/mapping", R"({"columns":[]})", false).status,
                  right ? 404 : 403);
        EXPECT_EQ(ask(role, "POST", file + "/dry-run", "", false).status, right ? 404 : 403);
        EXPECT_EQ(ask(role, "POST", file + "/commit", R"({"mode":"good"})", false).status,
                  right ? 404 : 403);
        EXPECT_EQ(ask(role, "DELETE", saved, "", false).status, 404);
        EXPECT_NE(ask(role, "POST", proposal, "", false).status / 100, 2);
        auto const listed = ask(role, "GET", "/imports", "", false).body +
                            ask(role, "GET", "/saved-views", "", false).body;
        EXPECT_EQ(listed.find("x.csv"), std::string::npos) << listed;
        EXPECT_EQ(listed.find("近"), std::string::npos) << listed;
    }
    EXPECT_EQ(count("SELECT COUNT(*) FROM r_boat"), boats);
    EXPECT_EQ(ask("street_clerk", "DELETE", saved, "", false).status / 100, 2);
}

TEST_P(Matrix, edits_of_rules_are_for_who_is_responsible_where_they_hold) {
    auto const status = [&](std::string const& path) {
        auto const body =
            R"({"title":"改","base":"none","files":[{"path":")" + path + R"(","text":""}]})";
        return ask("county_admin", "POST", "/drafts", body, false).status;
    };
    EXPECT_NE(status("localities/990001002/parameters/x.yaml"), 403);
    EXPECT_EQ(status("localities/990002/parameters/x.yaml"), 403);
    EXPECT_EQ(status("localities/9900/parameters/x.yaml"), 403) << "her own county and others";
    EXPECT_EQ(status("parameters/x.yaml"), 403) << "it would hold in the other county too";
}

TEST_P(Matrix, files_are_what_the_field_allows_and_come_back_as_they_were) {
    auto const keep = [&](std::string const& name, std::string const& bytes) {
        return ask("county_admin", "POST", "/record-files/boat/plan?name=" + name, bytes, true);
    };
    EXPECT_EQ(keep("x.pdf", "<script>").status, 400) << "by its bytes it is no PDF";
    EXPECT_EQ(keep("..%2Fx.pdf", "%PDF-1.4").status, 400);
    auto const kept = keep("%E5%9B%BE.pdf", "%PDF-1.4 body");
    ASSERT_EQ(kept.status, 201) << kept.body;
    auto const value = (*parse_json(kept.body))["value"].string_or("");
    auto const boat = "/records/boat/" + places[Where::here].boat;
    auto const body = R"({"values":{"plan":")" + value +
                      R"("},"effective_from":"2025-06-01","reason":"补图"})";
    auto const changed = ask("county_admin", "POST", boat + "/changes", body, false);
    ASSERT_EQ(changed.status / 100, 2) << changed.body;
    auto const back = ask("county_admin", "GET", boat + "/files/plan", "", false);
    EXPECT_EQ(back.body, "%PDF-1.4 body");
    auto const header = std::ranges::find(back.headers, std::string("content-disposition"),
                                          [](auto const& each) { return each.first; });
    ASSERT_NE(header, back.headers.end());
    EXPECT_EQ(header->second.find("attachment"), 0U) << "never shown in place";
}

TEST_P(Matrix, tells_of_changes_only_to_whom_may_list_the_row) {
    std::map<std::string, std::shared_ptr<Stream>> streams;
    for (auto const& [role, actor] : actors) {
        auto const answer = open_events(role);
        EXPECT_EQ(answer.stream != nullptr, actor.has(people::Right::read)) << role;
        if (answer.stream) streams[role] = answer.stream;
    }
    ASSERT_GE(streams.size(), 5U);
    std::map<Where, std::string> trips;
    for (auto const& [where, place] : places) {
        change(place.boat);
        trips[where] = created("trip", R"({"on_day": "2025-12-10"})", place.boat);
    }
    auto const tree = regions.tree();
    for (auto const& [role, stream] : streams) {
        auto const told = stream->next();
        ASSERT_TRUE(told);
        for (auto const& [where, place] : places) {
            auto const may = actors[role]
                                 .scope(people::Right::read)
                                 .contains(*tree, place.community, place.boat);
            SCOPED_TRACE(role + " " + place.mark);
            EXPECT_EQ(told->find(place.boat) != std::string::npos, may) << *told;
            EXPECT_EQ(told->find(trips[where]) != std::string::npos, may) << *told;
            EXPECT_EQ(told->find(place.community) != std::string::npos, may) << *told;
            EXPECT_EQ(told->find(place.mark), std::string::npos) << "no words of a row";
        }
    }
}

JIZHI_ON_BOTH_STORES(Matrix);

}  // namespace
}  // namespace jizhi::api
