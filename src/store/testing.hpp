#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "store/database.hpp"

/// For tests of every folder above: the same test on SQLite and on PostgreSQL.
///
///     class People : public store::testing::OnBothStores {};       // needs store/both_stores.hpp
///     TEST_P(People, …) { open(people::migrations()); … writer().run(…) … }
///     JIZHI_ON_BOTH_STORES(People);
namespace jizhi::store::testing {

/// An empty place for one database, removed with everything in it afterwards. The first one of a
/// PostgreSQL kind in a program starts a server on a private socket; it ends with the program.
class Scratch {
public:
    explicit Scratch(Dialect dialect);
    ~Scratch();
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;
    [[nodiscard]] Place const& place() const { return place_; }
    /// A folder of this test on both kinds.
    [[nodiscard]] std::filesystem::path const& folder() const { return folder_; }
    /// Returns once nobody is connected: PostgreSQL's server outlives a client that was killed, and
    /// finishes what it had been sent.
    void wait_until_left() const;

private:
    std::filesystem::path folder_;
    Place place_;
    std::string database_;
};

}  // namespace jizhi::store::testing
