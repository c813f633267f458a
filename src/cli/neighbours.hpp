#pragma once
#include <cstdint>

#include "api/app.hpp"

namespace jizhi::cli {

/// Notices what others changed in the same database, another server or a subcommand: holidays,
/// divisions and packs are held in memory and read again where they are not what they were.
class Neighbours {
public:
    explicit Neighbours(api::App const& app);
    /// To be called now and then, always by the same thread.
    void look();

private:
    /// A number for what stands in each table; another one where it was changed.
    struct Stamps {
        std::int64_t holidays = 0, divisions = 0, packs = 0;
    };
    [[nodiscard]] Stamps stamps() const;

    api::App const& app_;
    Stamps seen_;
};

}  // namespace jizhi::cli
