// A process is killed at many moments while it commits an import: all of the file is there, or
// nothing of it, and the same import afterwards succeeds.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "audit/verification.hpp"
#include "report/testing.hpp"

namespace jizhi::report {
namespace {

constexpr int rows = 150;
constexpr int moments = 12;
using Steady = std::chrono::steady_clock;

class ImportCrash : public testing::WithImports {
protected:
    /// The child: takes a file in and says when the commit begins and when it is done.
    [[noreturn]] void take_in(std::string const& prefix, int told) {
        reopen();
        auto const say = [&](char what) {
            if (::write(told, &what, 1) != 1) _exit(1);
        };
        Imports imports(parts());
        auto const id = uploaded(imports, prefix + ".csv", testing::roster(prefix, rows));
        (void)checked(imports, id);
        say('b');
        (void)committed(imports, id);
        say('e');
        _exit(0);
    }

    /// Runs the child and kills it so long after its commit began; how long the commit took where
    /// it was left alone.
    Steady::duration child(std::string const& prefix,
                           std::optional<Steady::duration> killed_after) {
        std::array<int, 2> ends{};
        EXPECT_EQ(pipe(ends.data()), 0);
        auto const process = fork();
        if (process == 0) take_in(prefix, ends[1]);
        ::close(ends[1]);
        char said = 0;
        EXPECT_EQ(::read(ends[0], &said, 1), 1) << "the child gave up by itself";
        auto const begin = Steady::now();
        if (killed_after) {
            std::this_thread::sleep_for(*killed_after);
            kill(process, SIGKILL);
        } else {
            EXPECT_EQ(::read(ends[0], &said, 1), 1);
        }
        auto const took = Steady::now() - begin;
        ::close(ends[0]);
        waitpid(process, nullptr, 0);
        scratch().wait_until_left();
        // The ids that the child has counted are taken.
        for (int i = 0; i < 100 * rows; ++i) (void)ids.next();
        return took;
    }

    std::int64_t found(std::string const& table, std::string const& prefix) {
        auto const column = table == "unique_key" ? "key_value" : "number";
        auto const of = table == "r_licence"
                            ? "r_licence l JOIN r_sailor s ON s.id = l.parent_id WHERE s."
                            : table + " WHERE ";
        return count(fmt::format("SELECT COUNT(*) FROM {}{} LIKE '{}-%'", of, column, prefix));
    }
};

TEST_P(ImportCrash, leaves_all_of_the_file_or_nothing) {
    close();
    auto const whole = child("whole", std::nullopt);
    for (int moment = 0; moment < moments; ++moment) {
        auto const prefix = fmt::format("m{}", moment);
        (void)child(prefix, whole * (2 * moment + 1) / (2 * moments));
        reopen();
        auto const sailors = found("r_sailor", prefix);
        EXPECT_TRUE(sailors == 0 || sailors == rows) << sailors << " at moment " << moment;
        EXPECT_EQ(found("r_licence", prefix), sailors);
        EXPECT_EQ(found("unique_key", prefix), sailors);
        EXPECT_TRUE(audit::verify(*store().read(), &keys).findings.empty());
        {
            Imports imports(parts());
            auto const again = imported(imports, prefix + ".csv", testing::roster(prefix, rows));
            EXPECT_EQ(again["state"].string_or(""), "committed");
        }
        EXPECT_EQ(found("r_sailor", prefix), rows);
        EXPECT_EQ(found("r_licence", prefix), rows);
        EXPECT_TRUE(audit::verify(*store().read(), &keys).findings.empty());
        close();
    }
}

JIZHI_ON_BOTH_STORES(ImportCrash);

}  // namespace
}  // namespace jizhi::report
