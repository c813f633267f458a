#include "cli/services.hpp"

#include <utility>

#include "api/admission.hpp"
#include "api/metrics.hpp"
#include "audit/access_log.hpp"
#include "calendar/holidays.hpp"
#include "decision/book.hpp"
#include "decision/desk.hpp"
#include "decision/differing.hpp"
#include "decision/reminding.hpp"
#include "decision/rehearsals.hpp"
#include "decision/runs.hpp"
#include "file/files.hpp"
#include "kit/limits.hpp"
#include "pack/deployment.hpp"
#include "pack/draft.hpp"
#include "pack/folder.hpp"
#include "pack/parameter_source.hpp"
#include "pack/shipped.hpp"
#include "people/account.hpp"
#include "people/demo_account.hpp"
#include "people/holiday.hpp"
#include "people/log_reminder.hpp"
#include "people/proposal.hpp"
#include "people/session.hpp"
#include "people/sign_in.hpp"
#include "people/todo.hpp"
#include "record/approval.hpp"
#include "record/change.hpp"
#include "region/regions.hpp"
#include "report/imports.hpp"
#include "report/snapshots.hpp"
#include "value/json.hpp"

namespace jizhi::cli {
namespace {

constexpr Micros micros_per_second = 1'000'000, seconds_per_day = 86'400;

/// A pointer to what lives in the world for as long as the program does.
template <class T>
std::shared_ptr<T> lasting(T& thing) {
    return {std::shared_ptr<void>{}, &thing};
}

void add_world(api::App& app, World& world) {
    app.clock = lasting(static_cast<Clock const&>(world.clock));
    app.ids = lasting(static_cast<Ids&>(world.ids));
    app.random = lasting(static_cast<Random&>(world.random));
    app.log = lasting(static_cast<Log&>(world.log));
    app.metrics = std::make_shared<api::Metrics>();
}

void add_store(api::App& app, Opened const& opened) {
    app.keys = opened.keys;
    app.store = {opened.database, &opened.database->store()};
    app.writer = {opened.database, &opened.database->writer()};
    app.files = file::open(opened.database->place());
}

/// The years that ship with the program and are not in the store yet; what a county entered stays.
Result<void> add_shipped_holidays(api::App& app) {
    TRY(json, parse_json(pack::shipped_holidays()));
    auto const missing = people::missing_years(*app.store->read(), json);
    if (missing.empty()) return {};
    auto const command = store::Command{.id = app.ids->next(),
                                        .name = "holiday.import",
                                        .actor = "system",
                                        .on_behalf_of = {},
                                        .payload = {}};
    auto const done = app.writer->run(command, [&](store::Tx& tx) -> Result<Value> {
        for (auto const& year : missing) CHECK_OK(people::import_holidays(tx, year));
        return Value{};
    });
    if (!done) return std::unexpected(done.error());
    return {};
}

void add_people(api::App& app) {
    auto read = app.store->read();
    app.regions = std::make_shared<region::Regions>();
    app.regions->reload(*read, today(app));
    app.holidays = std::make_shared<calendar::CurrentHolidays>(people::load_holidays(*read));
    app.demo = !people::demo_accounts(*read).empty();
    app.sessions = std::make_shared<people::Sessions>(*app.random);
    app.sign_in =
        std::make_shared<people::SignIn>(*app.store, *app.writer, *app.sessions, *app.ids);
    app.held_commands = std::make_shared<people::HeldCommands>();
    people::hold_account_commands(
        *app.held_commands, [&sessions = *app.sessions](auto const& id) { sessions.forget(id); });
    app.reminders = std::make_shared<people::Reminders>();
    app.find_session = [&sessions = *app.sessions](store::Connection& sql, std::string_view token,
                                                   Micros now) {
        return sessions.find(sql, token, now);
    };
    app.see_session = [&sessions = *app.sessions](store::Connection& sql, std::string_view token,
                                                  Micros now) {
        return sessions.see(sql, token, now);
    };
    app.event_streams = std::make_shared<api::Admissions>(
        api::Admissions::Bounds{limits::event_streams_max, limits::event_streams_per_account_max});
}

/// Decisions over rosters, and the marks where stored results differ.
void add_runs(api::App& app) {
    app.runs = std::make_shared<decision::Runs>(*app.desk);
    app.runs->register_with(*app.held_commands);
    app.rehearsals = std::make_shared<decision::Rehearsals>(*app.runs, *app.clock);
    app.desk->set_extra([runs = app.runs.get()](store::Connection& sql,
                                                decision::Subject const& subject,
                                                decision::DeployedModel const& model,
                                                decision::Setting const& setting) {
        return runs->extra(sql, subject, model, setting);
    });
    app.differing = std::make_shared<decision::Differing>(*app.desk, *app.records, *app.store,
                                                          *app.writer, *app.clock);
    app.differing->watch(*app.records);
    app.packs->set_listener([differing = app.differing.get()] { differing->scan_later(); });
}

void add_engine(api::App& app) {
    app.catalogs = std::make_shared<record::Catalogs>();
    app.books = std::make_shared<decision::Books>();
    app.packs = std::make_shared<pack::Packs>(*app.catalogs, *app.books);
    app.drafts = std::make_shared<pack::Drafts>(*app.packs);
    app.drafts->register_with(*app.held_commands);
    app.records = std::make_shared<record::Records>(*app.catalogs, *app.keys, *app.regions);
    app.packs->set_follow([&records = *app.records](store::Tx& tx, record::Catalog const& catalog) {
        return records.recount(tx, catalog);
    });
    app.records->set_parameters(pack::parameter_source(*app.books));
    record::hold_writes(*app.held_commands, *app.records);
    app.desk = std::make_shared<decision::Desk>(*app.books, *app.catalogs, *app.keys, *app.regions,
                                                app.holidays.get());
    add_runs(app);
    app.snapshots = std::make_shared<report::Snapshots>(report::Snapshots::Parts{
        *app.store, *app.writer, *app.catalogs, *app.keys, *app.regions, *app.ids});
    app.imports = std::make_shared<report::Imports>(
        report::Imports::Parts{*app.store, *app.writer, *app.records, *app.regions, *app.clock});
}

/// What 今天要办 says beside what waits for somebody: it follows from the data.
void add_reminders(api::App& app) {
    using people::Right;
    auto const add = [&](Right right, people::Reminders::Source source) {
        app.reminders->add(right, std::move(source));
    };
    add(Right::edit, [desk = app.desk](people::ReminderQuery const& query) {
        return decision::due_soon(*desk, query);
    });
    add(Right::apply, [desk = app.desk](people::ReminderQuery const& query) {
        return decision::differing_results(*desk, query);
    });
    add(Right::read_log, people::revealed_and_exported);
    add(Right::manage_system, people::missing_holidays);
}

}  // namespace

Day today(api::App const& app) {
    auto const seconds = app.clock->now() / micros_per_second + app.zone_offset_seconds;
    return seconds / seconds_per_day;
}

Result<std::vector<pack::Folder>> packs_of(Arguments const& given) {
    if (!given.has("--packs")) return pack::shipped();
    return pack::read_packs(given.text("--packs"));
}

Result<std::unique_ptr<api::App>> make_app(Opened const& opened, World& world,
                                           std::vector<pack::Folder> const& packs) {
    auto app = std::make_unique<api::App>();
    add_world(*app, world);
    add_store(*app, opened);
    CHECK_OK(add_shipped_holidays(*app));
    add_people(*app);
    add_engine(*app);
    add_reminders(*app);
    TRY(left, app->packs->start(*app->store, *app->writer, packs, app->ids->next()));
    if (left)
        app->log->error("packs_not_upgraded",
                        {{"where", left->where}, {"zh", left->zh}, {"en", left->en}});
    return app;
}

}  // namespace jizhi::cli
