#include "kit/log.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

namespace jizhi {
namespace {

TEST(JsonLog, writes_one_escaped_line_an_event) {
    char* text = nullptr;
    std::size_t size = 0;
    auto* const out = open_memstream(&text, &size);
    StillClock const clock(1'767'575'042'000'007);
    JsonLog log(out, clock);
    log.warning("disk \"full\"", {{"path", "a\\b\n"}, {"free_bytes", std::int64_t{-5}}});
    std::fclose(out);
    EXPECT_STREQ(text,
                 "{\"time\":\"2026-01-05T01:04:02.000007Z\",\"level\":\"warning\","
                 "\"event\":\"disk \\\"full\\\"\",\"path\":\"a\\\\b\\u000a\","
                 "\"free_bytes\":-5}\n");
    std::free(text);
}

TEST(QuietLog, keeps_the_names) {
    QuietLog log;
    log.info("one");
    log.error("two");
    EXPECT_EQ(log.events(), (std::vector<std::string>{"one", "two"}));
}

}  // namespace
}  // namespace jizhi
