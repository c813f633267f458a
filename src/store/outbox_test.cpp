#include "store/outbox.hpp"

#include <gtest/gtest.h>

#include "store/both_stores.hpp"

namespace jizhi::store {
namespace {

class OutboxOn : public testing::OnBothStores {
protected:
    void SetUp() override { open(); }

    void send(std::string_view kind, bool good = true) {
        (void)run([&](Tx& tx) -> Result<Value> {
            post(tx, kind, Context{{"to", "x"}});
            if (good) return Value();
            return fail("no", {}, "不", "no");
        });
    }
    Outbox outbox() {
        Outbox made(database(), clock, log);
        made.on("mail", [this](Parcel const& parcel) -> Result<void> {
            received.push_back(parcel);
            if (!works) return fail("down", {}, "不通", "down");
            return {};
        });
        return made;
    }
    bool works = true;
    std::vector<Parcel> received;
    static constexpr Micros hour = 3'600'000'000;
};

TEST_P(OutboxOn, delivers_what_was_committed_once) {
    send("mail");
    send("mail", false);
    clock.set(clock.now() + 10);
    auto box = outbox();
    EXPECT_EQ(box.deliver_due(), 1);
    EXPECT_EQ(box.deliver_due(), 0);
    ASSERT_EQ(received.size(), 1U);
    EXPECT_EQ(received[0].payload["to"].string_or(""), "x");
}

TEST_P(OutboxOn, tries_again_later_under_the_same_id) {
    send("mail");
    clock.set(clock.now() + 10);
    works = false;
    EXPECT_EQ(outbox().deliver_due(), 0);
    EXPECT_EQ(outbox().deliver_due(), 0) << "not at once";
    EXPECT_EQ(received.size(), 1U);
    works = true;
    clock.set(clock.now() + hour);
    EXPECT_EQ(outbox().deliver_due(), 1);
    ASSERT_EQ(received.size(), 2U);
    EXPECT_EQ(received[0].id, received[1].id);
    EXPECT_EQ(received[1].attempts, 2);
}

TEST_P(OutboxOn, leaves_alone_what_nobody_here_delivers) {
    send("fax");
    clock.set(clock.now() + 10);
    EXPECT_EQ(outbox().deliver_due(), 0);
    EXPECT_EQ(count("SELECT count(*) FROM outbox WHERE attempts = 0"), 1);
}

JIZHI_ON_BOTH_STORES(OutboxOn);

}  // namespace
}  // namespace jizhi::store
