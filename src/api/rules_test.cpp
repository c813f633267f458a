#include "decision/rules.hpp"

#include "api/matrix_testing.hpp"
#include "pack/table_sheet.hpp"
#include "report/sheet_writer.hpp"
#include "value/json.hpp"

// A rule from its page: tried, taken out as a spreadsheet, changed, tried again as a draft, agreed
// to by a second person, and told by its versions.
namespace jizhi::api {
namespace {

class RulesApi : public testing::MatrixServer {
protected:
    Value asked(std::string const& who, char const* method, std::string const& url, int status,
                std::string const& body = {}, bool raw = false) {
        auto const response = ask(who, method, url, body, raw);
        EXPECT_EQ(response.status, status) << method << url << response.body;
        auto const read = parse_json(response.body);
        return read ? *read : Value();
    }
    /// The table of starts as a spreadsheet with one cell changed.
    std::string sheet(std::size_t row, std::size_t column, std::string const& text) {
        auto const book = books.now();
        auto const rule = *decision::find_rule(*book, {}, "standing.base");
        auto const& table = std::get<dmn::DecisionTable>(rule.element->logic->body);
        auto layout = pack::table_sheet(*rule.element, table, "zh");
        layout.rows[row][column] = {report::Cell::Kind::text, text};
        return *report::write_xlsx({layout});
    }
    Value rank(std::string const& query = {}) {
        return asked("county_admin", "POST", "/decisions/standing/trial" + query, 200,
                     R"({"inputs":{"hull":"wood","trips":"2"}})")["value"]["rank"];
    }
    Value load(std::string const& bytes, int status) {
        return asked("county_admin", "POST", "/decisions/standing.base/sheet?title=x", status,
                     bytes, true);
    }
    void agree(std::string const& draft) {
        auto const proposal =
            asked("county_admin", "POST", "/drafts/" + draft + "/proposal", 201)["id"];
        asked("reviewer", "POST", "/proposals/" + proposal.string_or("") + "/approval", 200);
    }
};

TEST_P(RulesApi, a_spreadsheet_becomes_a_draft_is_tried_and_comes_into_force_by_two) {
    EXPECT_EQ(rank(), Value(3));
    auto const draft = load(sheet(1, 2, "7"), 201);
    EXPECT_TRUE(draft["errors"].list().empty());
    auto const id = draft["id"].string_or("");
    auto const changes = asked("county_admin", "GET", "/drafts/" + id, 200)["changes"].list();
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0]["before"]["zh"], Value("1"));
    EXPECT_EQ(changes[0]["after"]["zh"], Value("7"));
    EXPECT_EQ(rank(), Value(3)) << "a draft changes nothing";
    EXPECT_EQ(rank("?draft=" + id), Value(9));
    auto const shown =
        asked("reviewer", "GET", "/decisions/standing.base?draft=" + id, 200)["rules"].list();
    EXPECT_EQ(shown[1]["outputs"].list()[0], Value("7"));
    asked("auditor", "GET", "/decisions/standing.base?draft=" + id, 403);
    agree(id);
    EXPECT_EQ(rank(), Value(9));
    auto const versions = asked("auditor", "GET", "/decisions/standing.base/versions", 200).list();
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0]["version"], Value("1.0.1"));
    EXPECT_EQ(versions[0]["changes"].list()[0]["after"]["zh"], Value("7"));
    EXPECT_EQ(versions[1]["first"], Value(true));
}

TEST_P(RulesApi, faulty_cells_are_told_and_no_draft_is_made) {
    auto const told = load(sheet(1, 2, "nobody knows this ("), 422);
    ASSERT_EQ(told["fields"].list().size(), 1U);
    EXPECT_EQ(told["fields"].list()[0]["field"], Value("C6"));
    load(sheet(1, 0, "no such row"), 400);
    load("PK\x03\x04 not really", 422);
    load(sheet(1, 2, "1"), 400);
    auto const huge = load(std::string(5U << 20U, 'x'), 413);
    EXPECT_NE(huge["detail"].string_or("").find("4 MB"), std::string::npos);
    asked("county_admin", "POST", "/decisions/standing.base/sheet?region=990002&title=x", 403,
          sheet(1, 2, "7"), true);
    EXPECT_EQ(asked("county_admin", "GET", "/drafts", 200).list().size(), 0U);
    asked("county_admin", "GET", "/decisions/standing/sheet", 404);
}

TEST_P(RulesApi, a_draft_says_at_which_cell_it_is_wrong) {
    auto const rules = R"([{"id":"steel","inputs":["\"steel\""],"outputs":["1 +"],
        "annotations":["","",""]}])";
    auto const made = asked("county_admin", "POST", "/drafts", 201,
                            R"({"title":"x","edits":[{"decision":"standing.base","region":"990001",
                            "rules":)" +
                                std::string(rules) + "}]}");
    auto const errors =
        asked("county_admin", "GET", "/drafts/" + made["id"].string_or(""), 200)["errors"].list();
    ASSERT_FALSE(errors.empty());
    EXPECT_EQ(errors[0]["row"], Value(1));
    EXPECT_EQ(errors[0]["table"]["zh"], Value("起点表"));
    EXPECT_EQ(errors[0]["column"]["en"], Value("Start"));
}

TEST_P(RulesApi, a_model_is_saved_whole_and_every_change_in_it_is_told) {
    auto const model = asked("county_admin", "GET", "/decisions/standing.base/model", 200);
    EXPECT_EQ(model["path"], Value("localities/990001/decisions/standing.dmn"));
    auto xml = text::replace_all(model["xml"].string_or(""), "base + trips", "base + 2 * trips");
    xml = text::replace_all(xml, "hitPolicy=\"FIRST\"", "hitPolicy=\"PRIORITY\"");
    xml = text::replace_all(xml, "zh=\"起点表\"", "zh=\"起算表\"");
    Value const body(Object{{"title", "x"},
                            {"base", "harbour"},
                            {"files", List{Object{{"path", model["path"]}, {"text", xml}}}}});
    auto const made = asked("county_admin", "POST", "/drafts", 201, to_json(body));
    auto const id = made["id"].string_or("");
    auto const draft = asked("county_admin", "GET", "/drafts/" + id, 200);
    std::vector<std::string> kinds;
    for (auto const& change : draft["changes"].list())
        kinds.push_back(change["kind"].string_or(""));
    EXPECT_EQ(kinds, (std::vector<std::string>{"head", "columns", "formula"}));
    EXPECT_EQ(asked("county_admin", "GET", "/decisions/standing/model?draft=" + id, 200)["xml"],
              Value(xml));
}

TEST_P(RulesApi, a_trial_is_filled_only_from_records_within_scope) {
    auto const url = [&](testing::Where where) {
        return "/records/boat/" + places[where].boat + "/decision-inputs/standing";
    };
    auto const inputs = asked("street_clerk", "GET", url(testing::Where::here), 200).list();
    EXPECT_EQ(inputs[0]["value"], Value("steel"));
    asked("street_clerk", "GET", url(testing::Where::beside), 404);
    asked("county_admin", "GET", url(testing::Where::far), 404);
    auto const wrong = asked("street_clerk", "POST", "/decisions/standing/trial", 400,
                             R"({"inputs":{"hull":"wood","trips":"two"}})");
    EXPECT_EQ(wrong["where"], Value("trips"));
}

JIZHI_ON_BOTH_STORES(RulesApi);

}  // namespace
}  // namespace jizhi::api
