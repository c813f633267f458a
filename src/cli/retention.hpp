#pragma once
#include <cstdint>
#include <vector>

#include "api/app.hpp"
#include "cli/subcommand.hpp"

namespace jizhi::cli {

/// For how many days a server keeps what only helps for a while. The event log, records and their
/// history stay for ever.
struct Retention {
    std::int64_t answers = 90;   ///< of commands: a request sent again after that runs again
    std::int64_t views = 1'095;  ///< who looked at what
    std::int64_t sent = 90;      ///< parcels that were delivered
    std::int64_t imports = 180;  ///< uploaded spreadsheets
};

[[nodiscard]] std::vector<Option> retention_options();
[[nodiscard]] Result<Retention> retention_of(Arguments const& given);

/// Removes what is older, and files that no command owns.
void tidy_up(api::App const& app, Retention const& retention);

}  // namespace jizhi::cli
