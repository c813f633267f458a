#include "cli/services.hpp"

#include <utility>

#include "api/metrics.hpp"
#include "people/proposal.hpp"
#include "people/session.hpp"
#include "people/sign_in.hpp"
#include "region/regions.hpp"

namespace jizhi::cli {
namespace {

constexpr Micros micros_per_day = 86'400'000'000;

/// A pointer to what lives in the world for as long as the program does.
template <class T>
std::shared_ptr<T> lasting(T& thing) {
    return {std::shared_ptr<void>{}, &thing};
}

void add_people(api::App& app) {
    app.sessions = std::make_shared<people::Sessions>(*app.random);
    app.sign_in = std::make_shared<people::SignIn>(*app.store, *app.writer, *app.sessions, *app.ids);
    app.held_commands = std::make_shared<people::HeldCommands>();
    app.find_session = [&sessions = *app.sessions](store::Connection& read, std::string_view token,
                                                   Micros now) {
        return sessions.find(read, token, now);
    };
}

void add_regions(api::App& app) {
    app.regions = std::make_shared<region::Regions>();
    auto const local = app.clock->now() + app.zone_offset_seconds * 1'000'000;
    app.regions->reload(*app.store->read(), local / micros_per_day);
}

}  // namespace

Result<std::unique_ptr<api::App>> make_app(std::shared_ptr<store::Database> database,
                                           World& world) {
    auto app = std::make_unique<api::App>();
    app->store = {database, &database->store()};
    app->writer = {database, &database->writer()};
    app->clock = lasting(static_cast<Clock const&>(world.clock));
    app->ids = lasting(static_cast<Ids&>(world.ids));
    app->random = lasting(static_cast<Random&>(world.random));
    app->log = lasting(static_cast<Log&>(world.log));
    app->metrics = std::make_shared<api::Metrics>();
    add_regions(*app);
    add_people(*app);
    return app;
}

}  // namespace jizhi::cli
