#include "cli/housekeeping.hpp"

#include <chrono>
#include <exception>
#include <memory>
#include <utility>

#include "cli/neighbours.hpp"
#include "cli/services.hpp"
#include "kit/ids.hpp"
#include "kit/log.hpp"
#include "people/session.hpp"
#include "record/change.hpp"
#include "region/regions.hpp"
#include "report/snapshots.hpp"

namespace jizhi::cli {

Housekeeping::Housekeeping(api::App const& app) : app_(app) {}

Housekeeping::~Housekeeping() {
    {
        std::scoped_lock const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
}

void Housekeeping::each_minute(std::string name, std::function<void()> work) {
    minutely_.push_back({std::move(name), std::move(work)});
}

void Housekeeping::each_day(std::string name, std::function<void()> work) {
    daily_.push_back({std::move(name), std::move(work)});
}

void Housekeeping::start() {
    thread_ = std::jthread([this] { run(); });
}

void Housekeeping::run() {
    auto day = today(app_);
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::minutes(1), [this] { return stopping_; })) {
        lock.unlock();
        perform(minutely_);
        if (std::exchange(day, today(app_)) != day) perform(daily_);
        lock.lock();
    }
}

void Housekeeping::perform(std::vector<Duty> const& duties) {
    for (auto const& duty : duties) {
        try {
            duty.work();
        } catch (std::exception const& problem) {
            app_.log->error("duty_failed", {{"duty", duty.name}, {"what", problem.what()}});
        }
    }
}

void roll_records_forward(api::App const& app) {
    store::Command command;
    command.id = app.ids->next();
    command.name = "record.roll_forward";
    command.actor = "system";
    auto const done = app.writer->run(command, [&](store::Tx& tx) -> Result<Value> {
        TRY(rows, app.records->roll_forward(tx));
        return Value(rows);
    });
    if (!done) app.log->error("records_not_rolled_forward", {{"what", done.error().en}});
}

void add_usual_duties(Housekeeping& housekeeping, api::App const& app, std::int64_t known) {
    housekeeping.each_minute(
        "sessions", [&app] { app.sessions->keep(*app.writer, *app.ids, app.clock->now()); });
    housekeeping.each_minute("snapshots", [&app] {  // where the server slept at midnight, too
        if (auto const done = app.snapshots->take_if_due(Date{today(app)}); !done)
            app.log->error("snapshots_not_taken", {{"what", done.error().en}});
    });
    housekeeping.each_minute("neighbours",
                             [all = std::make_shared<Neighbours>(app, known)] { all->look(); });
    housekeeping.each_day("divisions",
                          [&app] { app.regions->reload(*app.store->read(), today(app)); });
    housekeeping.each_day("records", [&app] { roll_records_forward(app); });
}

}  // namespace jizhi::cli
