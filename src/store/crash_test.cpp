// A process is killed in the middle of writing: whatever it had acknowledged must be there, and
// nothing half.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <set>
#include <thread>

#include "kit/text.hpp"
#include "store/both_stores.hpp"

namespace jizhi::store {
namespace {

constexpr Migration pair_table{"test", 1, R"(
    CREATE TABLE pair (id TEXT NOT NULL, side BIGINT NOT NULL, PRIMARY KEY (id, side));)"};

class SystemClock : public Clock {
public:
    Micros now() const override {
        using namespace std::chrono;
        return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
    }
};

void write_pair(Writer& writer, std::string const& id, int acknowledged) {
    auto const answer = writer.run({.id = id, .name = "pair", .actor = "system"}, [&](Tx& tx) {
        for (std::int64_t side : {0, 1})
            tx.sql().execute("INSERT INTO pair (id, side) VALUES (?, ?)", {id, side});
        tx.append({.subject_type = "pair", .subject_id = id, .activity = "create"});
        return Result<Value>(Value());
    });
    // One write of less than a page into a pipe is whole or not at all.
    if (answer && ::write(acknowledged, (id + "\n").data(), id.size() + 1) < 0) _exit(1);
}

/// The child: writes until it is killed.
[[noreturn]] void write_for_ever(Place const& place, int acknowledged) {
    SystemClock const clock;
    SystemRandom random;
    UuidIds ids(clock, random);
    QuietLog log;
    auto const opened = open(place, {clock, ids, log}, all_of({migrations(), {pair_table}}));
    if (!opened) _exit(1);
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&] {
            for (;;) write_pair((*opened)->writer(), ids.next(), acknowledged);
        });
    for (auto& client : clients) client.join();
    _exit(0);
}

class CrashOn : public testing::OnBothStores {
protected:
    /// Ids that a child acknowledged before it was killed after `count` of them.
    std::set<std::string> acknowledged_until_killed(std::size_t count) {
        std::array<int, 2> pipe_ends{};
        EXPECT_EQ(pipe(pipe_ends.data()), 0);
        auto const child = fork();
        if (child == 0) write_for_ever(scratch().place(), pipe_ends[1]);
        ::close(pipe_ends[1]);
        std::string text;
        std::array<char, 4096> buffer{};
        bool killed = false;
        for (ssize_t n = 0; (n = ::read(pipe_ends[0], buffer.data(), buffer.size())) > 0;) {
            text.append(buffer.data(), static_cast<std::size_t>(n));
            if (!killed && text.size() >= count * 37) killed = kill(child, SIGKILL) == 0;
        }
        ::close(pipe_ends[0]);
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status)) << "the child gave up by itself";
        std::set<std::string> told;
        for (auto const line : text::split(text, '\n'))
            if (!line.empty()) told.emplace(line);
        return told;
    }
};

TEST_P(CrashOn, loses_nothing_that_was_acknowledged_and_keeps_nothing_half) {
    std::set<std::string> acknowledged;
    for (std::size_t const count : {1U, 30U, 200U}) {
        acknowledged.merge(acknowledged_until_killed(count));
        open({{pair_table}});
        std::set<std::string> found;
        store().read()->query("SELECT id FROM pair WHERE side = 1", {},
                              [&](Row const& row) { found.emplace(row.text(0)); });
        for (auto const& id : acknowledged) EXPECT_TRUE(found.contains(id)) << id;
        auto const pairs = static_cast<std::int64_t>(found.size());
        EXPECT_EQ(this->count("SELECT count(*) FROM pair"), 2 * pairs);
        EXPECT_EQ(this->count("SELECT count(*) FROM event"), pairs);
        EXPECT_EQ(this->count("SELECT count(*) FROM command"), pairs);
        close();
    }
    EXPECT_GE(acknowledged.size(), 200U);
}

JIZHI_ON_BOTH_STORES(CrashOn);

}  // namespace
}  // namespace jizhi::store
