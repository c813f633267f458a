#include "cli/neighbours.hpp"

#include "audit/event_log.hpp"
#include "calendar/holidays.hpp"
#include "cli/services.hpp"
#include "decision/differing.hpp"
#include "kit/log.hpp"
#include "pack/deployment.hpp"
#include "people/holiday.hpp"
#include "region/regions.hpp"

namespace jizhi::cli {

void Neighbours::look() {
    auto const read = app_.store->read();
    auto const top = audit::last_number(*read);
    auto const changed = audit::touched_types(*read, position_, top);
    if (changed.contains("region")) app_.regions->reload(*read, today(app_));
    if (changed.contains("holiday_year")) {
        app_.holidays->swap(people::load_holidays(*read));
        app_.differing->scan_later();
    }
    if (changed.contains("pack"))
        if (auto const done = app_.packs->reload(*read); !done)
            app_.log->error("packs_not_reloaded",
                            {{"where", done.error().where}, {"what", done.error().en}});
    position_ = top;
}

}  // namespace jizhi::cli
