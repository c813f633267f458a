#include "file/backup.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "audit/sealer.hpp"
#include "audit/verification.hpp"
#include "file/nightly.hpp"
#include "store/both_stores.hpp"

namespace jizhi::file {
namespace {

namespace fs = std::filesystem;
using store::Dialect;

class BackupOn : public store::testing::OnBothStores {
protected:
    void SetUp() override {
        open({audit::migrations(), migrations()});
        writer().watch(std::make_shared<audit::Sealer>(keys, random));
        files = file::open(scratch().place());
        ASSERT_TRUE(keys.save(keys_file));
        fill();
    }

    /// A table made while the program runs, sealed values, a file, events.
    void fill() {
        ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
            tx.sql().script(
                "CREATE TABLE r_thing (id TEXT PRIMARY KEY, secret BLOB, n BIGINT); "
                "CREATE INDEX r_thing_by_n ON r_thing (n)");
            for (std::int64_t i = 0; i < 300; ++i) {
                auto const id = tx.new_id();
                auto const secret = keys.seal("张三", "r_thing.secret");
                tx.sql().execute_later("INSERT INTO r_thing (id, secret, n) VALUES (?, ?, ?)",
                                       {id, store::BlobView{secret}, i});
            }
            tx.append({.subject_type = "thing", .subject_id = "1", .activity = "create"});
            TRY(digest, files->put(tx, std::string("scan\0\xff", 6)));
            file_name = digest;
            return Value();
        }));
    }

    Result<BackupSummary> back_up(std::string passphrase = {}) {
        return file::back_up(database().store(), *files, keys, clock,
                             {.path = backup, .passphrase = std::move(passphrase)});
    }
    Result<BackupSummary> restore(store::Place const& target, bool without_keys = false) {
        return file::restore({.path = backup,
                              .target = target,
                              .keys_file = keys_file,
                              .passphrase = passphrase_given,
                              .without_keys = without_keys},
                             all, clock, random);
    }
    std::string error_of(Result<BackupSummary> const& result) {
        return result ? "" : result.error().code;
    }

    using OnBothStores::open;
    SeededRandom random{1};
    store::Keys keys = store::Keys::make(random);
    store::Migrations all = store::all_of({store::migrations(), audit::migrations(), migrations()});
    std::unique_ptr<Files> files;
    std::string file_name, passphrase_given;
    fs::path backup = scratch().folder() / "b.backup", keys_file = scratch().folder() / "keys";
};

TEST_P(BackupOn, comes_back_equal_on_either_kind_of_store) {
    auto const made = back_up();
    ASSERT_TRUE(made) << made.error().en;
    EXPECT_EQ(made->files, 1);
    EXPECT_EQ(made->key_id, keys.id());
    EXPECT_EQ(static_cast<std::uintmax_t>(made->bytes), fs::file_size(backup));
    auto const before = digests(*store().read());
    for (auto const kind : {Dialect::sqlite, Dialect::postgres}) {
        store::testing::Scratch const target(kind);
        auto const done = restore(target.place());
        ASSERT_TRUE(done) << done.error().en;
        EXPECT_EQ(done->rows, made->rows);
        auto const copy = store::open(target.place(), {clock, ids, log}, all);
        ASSERT_TRUE(copy) << copy.error().en;
        auto const reader = (*copy)->store().read();
        EXPECT_EQ(digests(*reader), before);
        EXPECT_EQ(file::open(target.place())->get(*reader, file_name),
                  std::string("scan\0\xff", 6));
        auto const verified = audit::verify(*reader, &keys);
        EXPECT_TRUE(verified.findings.empty() && verified.marked);
        reader->query("SELECT secret FROM r_thing WHERE n = 7", {}, [&](store::Row const& row) {
            EXPECT_EQ(keys.open(row.blob(0), "r_thing.secret"), "张三");
        });
    }
}

TEST_P(BackupOn, is_of_one_moment_while_writing_goes_on) {
    ASSERT_TRUE(back_up());
    auto const before = digests(*store().read());
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        tx.sql().execute("DELETE FROM r_thing");
        return Value();
    }));
    store::testing::Scratch const target(Dialect::sqlite);
    ASSERT_TRUE(restore(target.place()));
    auto const copy = store::open(target.place(), {clock, ids, log}, all);
    EXPECT_EQ(digests(*(*copy)->store().read()), before);
}

TEST_P(BackupOn, replaces_no_file) {
    std::ofstream(backup) << "precious";
    EXPECT_EQ(error_of(back_up()), "backup.exists");
    EXPECT_EQ(fs::file_size(backup), 8U);
}

TEST_P(BackupOn, is_restored_only_into_an_empty_place) {
    ASSERT_TRUE(back_up());
    EXPECT_EQ(error_of(restore(scratch().place())), "backup.target_not_empty");
}

TEST_P(BackupOn, wants_the_keys_that_it_names) {
    ASSERT_TRUE(back_up());
    store::testing::Scratch const target(GetParam());
    ASSERT_TRUE(store::Keys::make(random).save(keys_file));
    EXPECT_EQ(error_of(restore(target.place())), "backup.wrong_keys");
    fs::remove(keys_file);
    EXPECT_EQ(error_of(restore(target.place())), "backup.wrong_keys");
    EXPECT_EQ(error_of(restore(target.place(), true)), "") << "without keys when that is said";
}

TEST_P(BackupOn, brings_its_keys_under_a_passphrase_when_asked_to) {
    ASSERT_TRUE(back_up("a long phrase"));
    fs::remove(keys_file);
    store::testing::Scratch const target(GetParam());
    EXPECT_EQ(error_of(restore(target.place())), "backup.wrong_keys");
    passphrase_given = "wrong";
    EXPECT_EQ(error_of(restore(target.place())), "keys.wrong_passphrase");
    passphrase_given = "a long phrase";
    EXPECT_EQ(error_of(restore(target.place())), "");
    EXPECT_EQ(store::Keys::load(keys_file, random)->id(), keys.id());
}

TEST_P(BackupOn, is_refused_whole_when_it_is_damaged_anywhere) {
    ASSERT_TRUE(back_up());
    std::ifstream in(backup, std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(in), {}};
    store::testing::Scratch const target(Dialect::sqlite);
    auto const restore_as = [&](std::string const& content) {
        std::ofstream(backup, std::ios::binary) << content;
        return error_of(restore(target.place()));
    };
    for (std::size_t at = 10; at < bytes.size(); at += bytes.size() / 23) {
        auto flipped = bytes;
        flipped[at] = static_cast<char>(flipped[at] ^ 0x10);
        auto const code = restore_as(flipped);
        EXPECT_TRUE(code == "backup.damaged" || code == "backup.not_one") << at << code;
        EXPECT_NE(restore_as(bytes.substr(0, at)), "") << at;
    }
    // Gzip's head, ten bytes, has some that nobody reads.
    for (std::size_t size = 0; size < 10; ++size)
        EXPECT_NE(restore_as(bytes.substr(0, size)), "") << size;
    EXPECT_EQ(restore_as(bytes), "") << "and nothing of the attempts stands in the way";
}

TEST_P(BackupOn, of_a_newer_program_is_refused) {
    ASSERT_TRUE(back_up());
    all.pop_back();
    store::testing::Scratch const target(Dialect::sqlite);
    EXPECT_EQ(error_of(restore(target.place())), "store.newer");
}

TEST_P(BackupOn, is_made_each_night_and_kept_for_a_while) {
    auto const folder = scratch().folder() / "backups";
    constexpr Micros hour = 3'600'000'000, midnight = 1'767'571'200'000'000;  // UTC, 5 January 2026
    NightlyBackups nightly({store(), writer(), *files, keys, clock, log},
                           {.folder = folder, .hour = 2, .zone_offset_seconds = 0, .kept = 2});
    auto const kept = [&] {
        return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    };
    clock.set(midnight + hour);
    EXPECT_TRUE(nightly.run_if_due()) << "there is none of last night";
    EXPECT_FALSE(nightly.run_if_due());
    clock.set(midnight + 2 * hour);
    EXPECT_TRUE(nightly.run_if_due());
    EXPECT_FALSE(nightly.run_if_due());
    EXPECT_EQ(kept(), 2);
    clock.set(midnight + 26 * hour);
    EXPECT_TRUE(nightly.run_if_due());
    EXPECT_EQ(kept(), 2);
    auto const last = last_good_backup(*store().read());
    ASSERT_TRUE(last);
    EXPECT_EQ(last->kind, "nightly");
    EXPECT_GE(last->at, clock.now());
    EXPECT_TRUE(fs::exists(last->path));
}

TEST_P(BackupOn, that_fails_at_night_says_so_and_is_tried_again_an_hour_later) {
    auto const no_folder = scratch().folder() / "file";
    std::ofstream(no_folder) << "in the way";
    NightlyBackups nightly({store(), writer(), *files, keys, clock, log}, {.folder = no_folder});
    EXPECT_TRUE(nightly.run_if_due());
    EXPECT_FALSE(nightly.run_if_due());
    EXPECT_FALSE(last_good_backup(*store().read()));
    ASSERT_EQ(backups(*store().read()).size(), 1U);
    EXPECT_NE(backups(*store().read())[0].error, "");
    clock.set(clock.now() + 3'700'000'000);
    EXPECT_TRUE(nightly.run_if_due());
}

JIZHI_ON_BOTH_STORES(BackupOn);

}  // namespace
}  // namespace jizhi::file
