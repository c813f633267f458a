#include "net/site.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "api/metrics.hpp"

namespace jizhi::net {
namespace {

void add_text(std::string& pack, std::string_view text) {
    auto const length = static_cast<std::uint32_t>(text.size());
    for (unsigned shift = 0; shift < 32; shift += 8)
        pack += static_cast<char>(length >> shift & 0xFFU);
    pack += text;
}

std::string pack_of_three() {
    std::string pack = "jizhi-web-1\n";
    for (auto const* text :
         {"/index.html", "text/html; charset=utf-8", "\"e1\"", "<html>desktop", "GZ", "BR",
          "/m/index.html", "text/html; charset=utf-8", "\"e2\"", "<html>phone", "", "",
          "/assets/a-1.js", "text/javascript", "\"e3\"", "let a", "gz", ""})
        add_text(pack, text);
    return pack;
}

class SiteTest : public testing::Test {
protected:
    api::Response get(std::string path, std::string_view header = "", std::string value = "") {
        api::Request request;
        request.method = "GET";
        request.path = std::move(path);
        request.address = "127.0.0.1";
        if (!header.empty()) request.headers[header] = std::move(value);
        return site_.answer(request);
    }
    static std::string header(api::Response const& response, std::string_view name) {
        for (auto const& [key, value] : response.headers)
            if (key == name) return value;
        return "";
    }

    std::string pack_ = pack_of_three();
    Assets assets_ = *Assets::read(pack_);
    api::App app_;
    Site site_{app_, assets_};
};

TEST_F(SiteTest, gives_files_in_the_best_encoding) {
    EXPECT_EQ(get("/").content(), "<html>desktop");
    EXPECT_EQ(get("/", "accept-encoding", "gzip, deflate, br").content(), "BR");
    EXPECT_EQ(get("/", "accept-encoding", "gzip").content(), "GZ");
    EXPECT_EQ(get("/", "accept-encoding", "br;q=0, gzip").content(), "GZ");
    auto const script = get("/assets/a-1.js", "accept-encoding", "br");
    EXPECT_EQ(script.content(), "let a") << "not packed with brotli";
    EXPECT_EQ(header(script, "content-type"), "text/javascript");
    EXPECT_EQ(header(script, "vary"), "accept-encoding");
}

TEST_F(SiteTest, lets_browsers_keep_what_never_changes) {
    EXPECT_NE(header(get("/assets/a-1.js"), "cache-control").find("immutable"), std::string::npos);
    EXPECT_EQ(header(get("/"), "cache-control"), "no-cache");
    auto const again = get("/", "if-none-match", "\"e1\"");
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.content(), "");
}

TEST_F(SiteTest, sends_the_page_for_addresses_that_pages_know) {
    EXPECT_EQ(get("/roster/7").content(), "<html>desktop");
    EXPECT_EQ(get("/m").content(), "<html>phone");
    EXPECT_EQ(get("/m/tasks/7").content(), "<html>phone");
    for (auto const* missing : {"/assets/gone.js", "/favicon.ico", "/api/other", "/assets/"})
        EXPECT_EQ(get(missing).status, 404) << missing;
}

TEST_F(SiteTest, answers_health_and_shows_figures_to_this_machine_only) {
    EXPECT_EQ(get("/healthz").status, 200);
    app_.metrics = std::make_shared<api::Metrics>();
    app_.metrics->count_request(200, 700, 10);
    auto const figures = get("/metrics");
    EXPECT_NE(figures.body.find("jizhi_http_requests_total{status=\"200\"} 1\n"),
              std::string::npos);
    EXPECT_NE(figures.body.find("seconds_bucket{le=\"0.001\"} 1\n"), std::string::npos);
    EXPECT_NE(figures.body.find("seconds_bucket{le=\"0.0005\"} 0\n"), std::string::npos);
    api::Request remote;
    remote.method = "GET";
    remote.path = "/metrics";
    remote.address = "192.0.2.1";
    EXPECT_EQ(site_.answer(remote).body.find("jizhi_http"), std::string::npos);
}

TEST_F(SiteTest, says_so_where_the_pages_were_not_built) {
    Assets const none;
    Site const bare(app_, none);
    api::Request request;
    request.method = "GET";
    request.path = "/";
    auto const page = bare.answer(request);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("网页部分尚未编译"), std::string::npos);
    EXPECT_NE(page.body.find("was not built"), std::string::npos);
    request.path = "/assets/x.js";
    EXPECT_EQ(bare.answer(request).status, 404);
}

TEST(Assets, refuse_a_broken_pack) {
    EXPECT_FALSE(Assets::read("something else"));
    auto const whole = pack_of_three();
    EXPECT_FALSE(Assets::read(std::string_view(whole).substr(0, whole.size() - 3)));
}

}  // namespace
}  // namespace jizhi::net
