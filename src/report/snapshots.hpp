#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kit/ids.hpp"
#include "record/catalog.hpp"
#include "record/keys.hpp"
#include "region/regions.hpp"
#include "store/migration.hpp"
#include "store/writer.hpp"

namespace jizhi::report {

/// An indicator of a region at the end of a month, as it was frozen.
struct Frozen {
    std::string indicator, region, month;  ///< "2026-10"
    Decimal numerator, denominator;
};

/// Month-end values of all indicators for every region, frozen: counted over the records as they
/// were on the last day of the month, known by then or when they are taken. What was frozen stays,
/// whatever is corrected later. Thread-safe.
class Snapshots {
public:
    struct Parts {
        store::Store& store;
        store::Writer& writer;
        record::Catalogs const& catalogs;
        record::FieldKeys const& keys;
        region::Regions const& regions;
        Ids& ids;
    };
    explicit Snapshots(Parts parts) : parts_(parts) {}

    /// The month before `today`, unless it is frozen already; how many values were frozen.
    [[nodiscard]] Result<std::int64_t> take_if_due(Date today);
    /// A month that has ended; refused ("snapshot.conflict") where it is frozen already.
    [[nodiscard]] Result<std::int64_t> take(std::string_view month, Date today);

private:
    [[nodiscard]] bool taken(std::string const& month) const;
    [[nodiscard]] Result<std::vector<Frozen>> count(std::string const& month, Date end,
                                                    Date today) const;

    Parts parts_;
};

/// Tables indicator_month and indicator_snapshot.
[[nodiscard]] store::Migration snapshot_tables();

/// What was frozen for a region, oldest first: at most `months` before and with the newest.
[[nodiscard]] std::vector<Frozen> frozen(store::Connection& sql, std::string_view region,
                                         std::int64_t months);

}  // namespace jizhi::report
