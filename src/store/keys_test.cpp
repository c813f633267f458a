#include "store/keys.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "store/testing.hpp"

namespace jizhi::store {
namespace {

namespace fs = std::filesystem;

class KeysFile : public ::testing::Test {
protected:
    testing::Scratch scratch{Dialect::sqlite};
    SeededRandom random{1};
    fs::path const file = scratch.folder() / "jizhi.keys";
};

TEST_F(KeysFile, is_made_once_for_its_owner_only) {
    auto const made = Keys::load_or_make(file, random);
    ASSERT_TRUE(made);
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    auto const again = Keys::load_or_make(file, random);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->id(), made->id());
    EXPECT_EQ(again->open(made->seal("x", "f"), "f"), "x");
}

TEST_F(KeysFile, is_refused_where_others_may_read_it) {
    ASSERT_TRUE(Keys::load_or_make(file, random));
    fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
    EXPECT_EQ(Keys::load(file, random).error().code, "keys.readable_by_others");
}

TEST_F(KeysFile, is_refused_where_a_part_is_missing) {
    ASSERT_TRUE(Keys::load_or_make(file, random));
    std::ifstream in(file);
    std::string line, text;
    std::vector<std::string> lines;
    while (std::getline(in, line)) lines.push_back(line);
    for (std::size_t left_out = 0; left_out < lines.size(); ++left_out) {
        std::ofstream out(file);
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (i != left_out) out << lines[i] << '\n';
        out.close();
        auto const loaded = Keys::load(file, random);
        ASSERT_FALSE(loaded) << left_out;
        EXPECT_EQ(loaded.error().code, "keys.bad_file");
    }
    EXPECT_EQ(Keys::load(scratch.folder() / "none", random).error().code, "keys.file");
}

TEST_F(KeysFile, opens_old_values_after_rotation) {
    auto keys = Keys::make(random);
    auto const old_id = keys.id();
    auto const old_value = keys.seal("old", "f");
    EXPECT_FALSE(keys.outdated(old_value));
    keys.rotate();
    ASSERT_TRUE(keys.save(file));
    auto const rotated = Keys::load(file, random);
    ASSERT_TRUE(rotated);
    EXPECT_EQ(rotated->open(old_value, "f"), "old");
    EXPECT_TRUE(rotated->outdated(old_value));
    EXPECT_FALSE(rotated->outdated(rotated->seal("new", "f")));
    EXPECT_TRUE(rotated->opens(old_id));
    EXPECT_FALSE(rotated->opens(Keys::make(random).id()));
    EXPECT_FALSE(rotated->opens("nonsense"));
}

TEST(Keys, of_another_deployment_open_and_find_nothing) {
    SeededRandom random(1);
    auto const ours = Keys::make(random), theirs = Keys::make(random);
    EXPECT_NE(ours.id(), theirs.id());
    EXPECT_FALSE(theirs.open(ours.seal("x", "f"), "f"));
    EXPECT_FALSE(ours.open(ours.seal("x", "f"), "g"));
    EXPECT_FALSE(ours.open("", "f"));
    EXPECT_EQ(ours.index("x", "f"), ours.index("x", "f"));
    EXPECT_NE(ours.index("x", "f"), ours.index("x", "g"));
    EXPECT_NE(ours.index("x", "f"), theirs.index("x", "f"));
    EXPECT_NE(ours.mark("x"), theirs.mark("x"));
}

TEST(Keys, export_under_a_passphrase_and_come_back) {
    SeededRandom random(1);
    auto keys = Keys::make(random);
    keys.rotate();
    auto const text = keys.export_with("a long phrase 口令");
    EXPECT_NE(text.find(keys.id()), std::string::npos) << "names its keys";
    auto const back = Keys::import_with(text, "a long phrase 口令", random);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->id(), keys.id());
    EXPECT_EQ(back->open(keys.seal("x", "f"), "f"), "x");
    EXPECT_EQ(Keys::import_with(text, "wrong", random).error().code, "keys.wrong_passphrase");
    EXPECT_EQ(Keys::import_with("nonsense", "x", random).error().code, "keys.bad_file");
}

}  // namespace
}  // namespace jizhi::store
