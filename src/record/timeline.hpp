#pragma once
#include <string>
#include <vector>

#include "record/display.hpp"

namespace jizhi::record {

struct TimelineRow {
    std::string date;
    std::string group;  ///< code of the dictionary timeline_group
    Title title;
    std::string record_type, record_id;
};

/// What a record and its children say of themselves, newest first.
[[nodiscard]] Result<std::vector<TimelineRow>> timeline(store::Connection& sql,
                                                        Catalog const& catalog,
                                                        store::Keys const& keys,
                                                        region::Tree const& tree,
                                                        RecordType const& type, Row const& row,
                                                        Date today);

}  // namespace jizhi::record
