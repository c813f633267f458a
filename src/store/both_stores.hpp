#pragma once
#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>

#include "store/testing.hpp"

namespace jizhi::store::testing {

/// A fixture whose parameter is the kind of store. Time stands still until a test moves it, ids
/// count; `open` closes what was open and opens the same place again.
class OnBothStores : public ::testing::TestWithParam<Dialect> {
protected:
    void open(std::initializer_list<Migrations> upper = {}) {
        auto all = migrations();
        for (auto const& list : upper) all.insert(all.end(), list.begin(), list.end());
        database_.reset();
        auto opened = store::open(scratch_.place(), {clock, ids, log}, all);
        ASSERT_TRUE(opened) << opened.error().en;
        database_ = std::move(*opened);
    }
    void close() { database_.reset(); }

    [[nodiscard]] Database& database() { return *database_; }
    [[nodiscard]] Store& store() { return database_->store(); }
    [[nodiscard]] Writer& writer() { return database_->writer(); }
    [[nodiscard]] Scratch& scratch() { return scratch_; }

    /// Runs one command of "tester" under a fresh id.
    Result<Value> run(Change const& change) {
        return writer().run({.id = ids.next(),
                             .name = "test",
                             .actor = "tester",
                             .on_behalf_of = "",
                             .payload = Value()},
                            change);
    }
    std::int64_t count(std::string_view sql) { return store().read()->integer(sql); }

    StillClock clock{1'767'575'000'000'000};  // 2026-01-05T01:03:20Z
    CountingIds ids;
    QuietLog log;

private:
    Scratch scratch_{GetParam()};
    std::unique_ptr<Database> database_;
};

inline std::string store_name(::testing::TestParamInfo<Dialect> const& info) {
    return info.param == Dialect::sqlite ? "sqlite" : "postgres";
}

#define JIZHI_ON_BOTH_STORES(suite)                                                            \
    INSTANTIATE_TEST_SUITE_P(                                                                  \
        Stores, suite,                                                                         \
        ::testing::Values(::jizhi::store::Dialect::sqlite, ::jizhi::store::Dialect::postgres), \
        ::jizhi::store::testing::store_name)

}  // namespace jizhi::store::testing
