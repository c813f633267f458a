#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kit/clock.hpp"
#include "kit/result.hpp"
#include "region/regions.hpp"
#include "store/writer.hpp"

namespace jizhi::region {

/// Divisions from CSV with a header line `code,name,level,parent`. `level` and `parent` may be
/// absent or empty: then the digits of the code tell. Errors name file and line.
[[nodiscard]] Result<std::vector<Region>> parse_divisions(std::string_view csv,
                                                          std::string_view file_name);

struct Loaded {
    std::int64_t added = 0, renamed = 0, moved = 0, unchanged = 0;
};

/// Puts divisions into the store, inside a command: new ones are added, changed names and parents
/// hold from `from` on and the old ones end there. What the list lacks stays as it is.
[[nodiscard]] Result<Loaded> load_divisions(store::Tx& tx, std::vector<Region> const& regions,
                                            Day from);

/// `code` ends on `day` and goes into `successor`, which from then on sees what is recorded there.
[[nodiscard]] Result<Value> merge_division(store::Tx& tx, std::string_view code,
                                           std::string_view successor, Day day);

}  // namespace jizhi::region
