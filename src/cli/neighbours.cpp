#include "cli/neighbours.hpp"

#include <utility>

#include "calendar/holidays.hpp"
#include "cli/services.hpp"
#include "decision/differing.hpp"
#include "kit/log.hpp"
#include "pack/deployment.hpp"
#include "people/holiday.hpp"
#include "region/regions.hpp"

namespace jizhi::cli {

Neighbours::Neighbours(api::App const& app) : app_(app), seen_(stamps()) {}

Neighbours::Stamps Neighbours::stamps() const {
    auto const read = app_.store->read();
    return {read->integer("SELECT COALESCE(MAX(imported_at), 0) FROM holiday_year"),
            read->integer("SELECT COUNT(*) FROM region"),
            read->integer("SELECT COALESCE(MAX(deployed_at), 0) FROM pack_version")};
}

void Neighbours::look() {
    auto const before = std::exchange(seen_, stamps());
    auto const read = app_.store->read();
    if (before.divisions != seen_.divisions) app_.regions->reload(*read, today(app_));
    if (before.holidays != seen_.holidays) {
        app_.holidays->swap(people::load_holidays(*read));
        app_.differing->scan_later();
    }
    if (before.packs == seen_.packs) return;
    if (auto const done = app_.packs->reload(*read); !done)
        app_.log->error("packs_not_reloaded", {{"what", done.error().en}});
}

}  // namespace jizhi::cli
