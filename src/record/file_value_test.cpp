#include "record/file_value.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace jizhi::record {
namespace {

std::string const digest(64, 'a');

TEST(FileValue, is_a_digest_and_a_name) {
    auto const read = FileValue::parse(digest + ":劳动合同.pdf");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->digest, digest);
    EXPECT_EQ(read->name, "劳动合同.pdf");
    EXPECT_EQ(read->to_text(), digest + ":劳动合同.pdf");
}

TEST(FileValue, refuses_what_could_lead_elsewhere) {
    for (auto const* wrong : {"", "a:b", ":x.pdf"}) EXPECT_FALSE(FileValue::parse(wrong)) << wrong;
    for (auto const* name : {"", "../x", "a/b", "a\\b", "..", "a\nb"})
        EXPECT_FALSE(FileValue::parse(digest + ":" + name)) << name;
    EXPECT_FALSE(FileValue::parse(std::string(64, 'z') + ":x.pdf"));
    EXPECT_FALSE(FileValue::parse(digest + ":" + std::string(121, 'n')));
}

TEST(FileValue, goes_by_the_bytes_and_not_by_the_name) {
    EXPECT_EQ(media_type_of("%PDF-1.7 …"), "application/pdf");
    EXPECT_EQ(media_type_of("\xff\xd8\xff\xe0 …"), "image/jpeg");
    EXPECT_EQ(media_type_of("<script>"), "application/octet-stream");
    std::vector<std::string> const declared{"application/pdf", "image/*"};
    EXPECT_TRUE(allows_media(declared, "image/png"));
    EXPECT_FALSE(allows_media(declared, "application/octet-stream"));
    EXPECT_TRUE(allows_media(std::vector<std::string>{}, "application/zip"));
}

}  // namespace
}  // namespace jizhi::record
