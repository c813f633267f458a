#include "api/matrix_testing.hpp"
#include "value/json.hpp"

// Who decides what waits: each kind of proposal names the region that holds all it touches, and is
// seen and decided only by who has the right there.
namespace jizhi::api {
namespace {

struct Kind {
    char const* says;
    std::string maker, url, body;  ///< what makes it
    std::string role;              ///< that may decide it
    std::string region;            ///< that it names
    std::vector<std::string> inside, outside;  ///< regions of those who hold the role
};

class ProposalsApi : public testing::MatrixServer {
protected:
    void SetUp() override {
        testing::MatrixServer::SetUp();
        if (HasFatalFailure()) return;
        for (auto const* role : {"reviewer", "security_admin", "county_admin"})
            for (auto const* region : {"9900", "990001", "990001001", "990001002", "990002"})
                crowd.add(at(role, region), people::testing::actor(at(role, region), role, region));
    }
    static std::string at(std::string const& role, std::string const& region) {
        return role + "@" + region;
    }
    Value ask(std::string const& who, std::string const& method, std::string const& url, int status,
              std::string const& body = {}) {
        auto const answer =
            testing::check(*router, {"", who, method, "/api/v1" + url, body, status});
        auto const read = parse_json(answer.body);
        return read ? *read : Value();
    }
    void draft(std::string const& id, std::vector<std::string> const& paths) {
        Object files;
        for (auto const& path : paths) files.put(path, Value());
        auto const text = to_json(Value(files));
        ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
            tx.sql().execute(
                "INSERT INTO draft (id, title, pack, base, files, errors, state, made_by, made_at, "
                "proposal) VALUES (?, 'x', 'test', '', ?, '[]', 'open', 'x', 0, '')",
                {std::string_view(id), std::string_view(text)});
            return Value{};
        }));
    }
    static bool holds(Value const& rows, char const* field, std::string const& id) {
        return std::ranges::any_of(rows.list(), [&](Value const& each) {
            return each[field].string_or("") == id;
        });
    }
    void expect_scope(Kind const& kind) {
        SCOPED_TRACE(kind.says);
        ask(kind.maker, "POST", kind.url, 201, kind.body);
        auto const id = store().read()->text(
            "SELECT id FROM proposal WHERE state = 'open' ORDER BY made_at DESC, id DESC LIMIT 1");
        EXPECT_EQ(store().read()->text("SELECT region FROM proposal WHERE id = ?",
                                       {std::string_view(id)}),
                  kind.region);
        for (auto const& region : kind.inside) {
            auto const who = at(kind.role, region);
            EXPECT_EQ(ask(who, "GET", "/proposals/" + id, 200)["may_decide"], Value(true)) << who;
            EXPECT_TRUE(holds(ask(who, "GET", "/proposals", 200), "id", id)) << who;
            EXPECT_NE(to_json(ask(who, "GET", "/todo", 200)).find(id), std::string::npos) << who;
        }
        for (auto const& region : kind.outside) {
            auto const who = at(kind.role, region);
            ask(who, "GET", "/proposals/" + id, 404);
            ask(who, "POST", "/proposals/" + id + "/approval", 404, "{}");
            ask(who, "POST", "/proposals/" + id + "/rejection", 404, R"({"reason":"x"})");
            EXPECT_FALSE(holds(ask(who, "GET", "/proposals", 200), "id", id)) << who;
            EXPECT_EQ(to_json(ask(who, "GET", "/todo", 200)).find(id), std::string::npos) << who;
        }
        ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
            tx.sql().execute("UPDATE proposal SET state = 'withdrawn' WHERE id = ?",
                             {std::string_view(id)});
            return Value{};
        }));
    }
};

TEST_P(ProposalsApi, are_decided_only_where_what_they_touch_lies) {
    auto const& here = places[testing::Where::here];
    ASSERT_TRUE(applied(here.boat, "2024-03-01")) << "a run needs a result for everybody";
    draft("street", {"localities/990001001/a.yaml"});
    draft("streets", {"localities/990001001/a.yaml", "localities/990001002/a.yaml"});
    draft("everywhere", {"localities/990001001/a.yaml", "parameters/a.yaml"});
    for (auto const& kind : std::vector<Kind>{
             {"a new account", "system_admin", "/accounts",
              R"({"login":"new","name":"新","role":"reviewer","region":"990001002"})",
              "security_admin", "990001002", {"990001002", "990001", "9900"},
              {"990001001", "990002"}},
             {"a further right", "system_admin", "/accounts/" + here.account + "/rights",
              R"({"role":"reviewer","region":"990001001"})", "security_admin", "990001001",
              {"990001001", "990001"}, {"990001002", "990002"}},
             {"a run", "county_admin@990001", "/runs/dues/" + draft_run(here) + "/proposal", "{}",
              "reviewer", "990001001", {"990001001", "9900"}, {"990001002", "990002"}},
             {"rules of one place", "county_admin@990001", "/drafts/street/proposal", "{}",
              "reviewer", "990001001", {"990001001", "990001"}, {"990001002", "990002"}},
             {"rules of two places", "county_admin@990001", "/drafts/streets/proposal", "{}",
              "reviewer", "990001", {"990001", "9900"}, {"990001001", "990001002", "990002"}},
             {"rules of all places", "county_admin@9900", "/drafts/everywhere/proposal", "{}",
              "reviewer", "9900", {"9900"}, {"990001", "990001001", "990002"}},
         })
        expect_scope(kind);
}

JIZHI_ON_BOTH_STORES(ProposalsApi);

}  // namespace
}  // namespace jizhi::api
