#pragma once
#include <cstdint>

#include "api/app.hpp"

namespace jizhi::cli {

/// Notices what others changed in the same database, another server or a subcommand: holidays,
/// divisions and packs are held in memory and read again where the sealed log says that they were
/// changed. It goes by the log and not by dates, because no two servers' clocks agree.
class Neighbours {
public:
    /// `known` is the number of the newest event when what `app` holds was read.
    Neighbours(api::App const& app, std::int64_t known) : app_(app), position_(known) {}
    /// To be called now and then, always by the same thread. What could not be read (it throws
    /// then) is tried again at the next look.
    void look();

private:
    api::App const& app_;
    std::int64_t position_;
};

}  // namespace jizhi::cli
