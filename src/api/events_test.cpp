#include <vector>

#include "api/admission.hpp"
#include "api/matrix_testing.hpp"

// Live updates: what a stream says, from where it goes on, and when it ends. Who may be told of
// what is tried in matrix_test.cpp.
namespace jizhi::api {
namespace {

using testing::Where;

class Events : public testing::MatrixServer {
protected:
    static std::string said(Response const& response) {
        return response.stream->next().value_or("over");
    }
    static bool has(std::string const& text, std::string const& part) {
        return text.find(part) != std::string::npos;
    }
    std::string const& boat(Where where = Where::here) { return places[where].boat; }
    /// The number of the last `id:` line.
    static std::string last_id(std::string const& text) {
        auto const at = text.rfind("id: ") + 4;
        return text.substr(at, text.find('\n', at) - at);
    }
};

TEST_P(Events, say_which_record_changed_and_nothing_of_what_it_says) {
    auto const stream = open_events("county_admin");
    EXPECT_TRUE(has(greeting, "retry: ")) << greeting;
    EXPECT_EQ(said(stream), "");
    change(boat());
    change(boat());
    auto const told = said(stream);
    EXPECT_TRUE(has(told, "event: record\ndata: {\"type\":\"boat\",\"id\":\"" + boat() +
                              "\",\"region\":\"990001001001\"}\n\n"))
        << told;
    EXPECT_EQ(told.find("event:"), told.rfind("event:")) << "two changes of one record: once";
    EXPECT_FALSE(has(told, "改")) << told;
    EXPECT_EQ(said(stream), "");
}

TEST_P(Events, go_on_from_the_number_that_the_client_has) {
    (void)open_events("county_admin");
    auto const left_at = last_id(greeting);
    change(boat());
    (void)open_events("county_admin", "", left_at);
    EXPECT_TRUE(has(greeting, boat())) << greeting;
    EXPECT_FALSE(has(greeting, "event: reset"));
    (void)open_events("county_admin", "", last_id(greeting));
    EXPECT_FALSE(has(greeting, boat())) << "it was told already";
}

TEST_P(Events, tell_a_client_with_a_number_that_cannot_be_to_load_anew) {
    for (auto const* number : {"999999999", "-1", "x", "1 ", "99999999999999999999"}) {
        auto const stream = open_events("county_admin", "", number);
        EXPECT_TRUE(has(greeting, "event: reset")) << number;
        EXPECT_EQ(said(stream), "");
    }
}

TEST_P(Events, can_be_narrowed_to_types_and_to_a_region) {
    auto const trips = open_events("county_admin", "?type=trip");
    auto const street = open_events("county_admin", "?region=990001001");
    change(boat(Where::here));
    change(boat(Where::beside));
    EXPECT_EQ(said(trips), "");
    auto const told = said(street);
    EXPECT_TRUE(has(told, boat(Where::here)));
    EXPECT_FALSE(has(told, boat(Where::beside)));
    EXPECT_EQ(open_events("county_admin", "?region=123").status, 404);
}

TEST_P(Events, beat_where_nothing_happens_so_that_proxies_keep_them) {
    auto const stream = open_events("auditor");
    EXPECT_EQ(said(stream), "");
    clock.set(clock.now() + 20'000'000);
    EXPECT_TRUE(said(stream).starts_with(": "));
    EXPECT_EQ(said(stream), "");
}

TEST_P(Events, end_with_the_session) {
    auto const stream = open_events("auditor");
    EXPECT_EQ(said(stream), "");
    app.see_session = [](store::Connection&, std::string_view, Micros) {
        return std::shared_ptr<people::Session const>{};
    };
    change(boat());
    EXPECT_EQ(said(stream), "over");
}

TEST_P(Events, end_once_the_right_to_read_is_gone) {
    auto const stream = open_events("auditor");
    EXPECT_EQ(said(stream), "");
    crowd.add("auditor", actors["security_auditor"]);
    change(boat());
    EXPECT_EQ(said(stream), "over");
}

TEST_P(Events, come_in_a_bounded_number) {
    auto const all = std::make_shared<Admissions>(Admissions::Bounds{.all = 3, .per_account = 2});
    app.event_streams = all;
    std::vector<Response> open;
    for (auto const* who : {"auditor", "auditor", "reviewer"}) {
        open.push_back(open_events(who));
        EXPECT_EQ(open.back().status, 200) << who;
    }
    EXPECT_EQ(open_events("county_admin").status, 429) << "all places are taken";
    open.pop_back();
    EXPECT_EQ(open_events("auditor").status, 429) << "her places are taken";
    EXPECT_EQ(open_events("county_admin").status, 200);
    open.clear();
    EXPECT_EQ(all->inside(), 0);
    EXPECT_EQ(open_events("auditor").status, 200);
}

JIZHI_ON_BOTH_STORES(Events);

}  // namespace
}  // namespace jizhi::api
