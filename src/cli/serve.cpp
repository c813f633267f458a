#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <utility>

#include "api/admission.hpp"
#include "api/metrics.hpp"
#include "api/router.hpp"
#include "audit/access_log.hpp"
#include "audit/event_log.hpp"
#include "cli/housekeeping.hpp"
#include "cli/pack_watch.hpp"
#include "cli/place.hpp"
#include "cli/retention.hpp"
#include "cli/services.hpp"
#include "cli/subcommand.hpp"
#include "decision/differing.hpp"
#include "file/nightly.hpp"
#include "file/reminders.hpp"
#include "net/server.hpp"
#include "people/demo_account.hpp"
#include "people/todo.hpp"

namespace jizhi::cli {
namespace {

Result<net::Options> options_of(Arguments const& given, store::Dialect dialect) {
    net::Options options;
    TRY(listen, net::parse_socket_address(given.text("--listen", "127.0.0.1:8080")));
    options.listen = listen;
    options.tls_certificate = given.text("--tls-cert");
    options.tls_key = given.text("--tls-key");
    for (auto const& text : given.all("--trusted-proxy")) {
        TRY(network, net::parse_network(text));
        options.trusted_proxies.push_back(network);
    }
    options.reads_on_io_threads = dialect == store::Dialect::sqlite;
    return options;
}

/// Null where requests are not to be logged. Usually a file beside the data; a server whose data
/// lie elsewhere has a service manager that keeps what it says.
Result<std::unique_ptr<net::RequestLog>> open_log(Arguments const& given,
                                                  store::Place const& place) {
    auto const usual = place.folder.empty() ? "-" : (place.folder / "requests.log").string();
    auto const path = given.text("--request-log", usual);
    if (path == "off") return std::unique_ptr<net::RequestLog>{};
    if (path == "-") return net::RequestLog::standard_error();
    return net::RequestLog::open(path);
}

void announce(api::App const& app, net::Options const& options, std::uint16_t port) {
    auto const shown = net::SocketAddress{options.listen.host, port}.text();
    auto const* scheme = options.tls_certificate.empty() ? "http" : "https";
    fmt::print("Jizhi 基治: {}://{}/\n", scheme, shown);
    for (auto const& account : people::demo_accounts(*app.store->read()))
        fmt::print("  {:<16} {:<16} {} / {}\n", account.login, account.password, account.title.zh,
                   account.title.en);
    std::fflush(stdout);
}

void note_views(api::App& app) {
    app.access_log = std::make_shared<audit::AccessLog>(*app.writer, *app.ids, *app.log);
}

/// A backup each night, and a word in 今天要办 where one is missing or nobody keeps the keys.
void keep_backups(api::App& app, Arguments const& given, store::Place const& place,
                  Housekeeping& housekeeping) {
    auto const usual =
        place.folder.empty() ? std::filesystem::path("backups") : place.folder / "backups";
    file::NightlyPlan plan{.folder = given.text("--backups", usual.string())};
    plan.zone_offset_seconds = app.zone_offset_seconds;
    app.backups = std::make_shared<file::NightlyBackups>(
        file::NightlyBackups::Parts{*app.store, *app.writer, *app.files, *app.keys, *app.clock,
                                    *app.log},
        plan);
    housekeeping.each_minute("backup", [&backups = *app.backups] { backups.run_if_due(); });
    auto const right = people::Right::manage_system;
    app.reminders->add(right, [&clock = *app.clock](people::ReminderQuery const& query) {
        return file::missing_backup(query, clock.now());
    });
    app.reminders->add(right, [&keys = *app.keys](people::ReminderQuery const& query) {
        return file::keys_not_exported(query, keys);
    });
}

std::unique_ptr<PackWatch> watch_packs(Arguments const& given, api::App& app) {
    if (!given.has("--dev")) return nullptr;
    return std::make_unique<PackWatch>(app, given.text("--dev"), [](std::string const& line) {
        fmt::print("{}\n", line);
        std::fflush(stdout);
    });
}

/// After the night's backup, which still holds what is removed; also where the machine is off at
/// midnight.
void tidy_each_day(api::App const& app, Retention const& kept, Housekeeping& housekeeping) {
    auto const last = std::make_shared<Day>(-1);
    housekeeping.each_minute("tidy", [&app, kept, last] {
        if (std::exchange(*last, today(app)) != today(app)) tidy_up(app, kept);
    });
}

int serve(Arguments const& given) {
    net::Server::block_signals();  // before any thread is made: they inherit it
    World world;
    TRY_OR_FAIL(kept, retention_of(given));
    TRY_OR_FAIL(opened, open_database(given, world));
    TRY_OR_FAIL(log, open_log(given, opened.database->place()));
    TRY_OR_FAIL(packs, packs_of(given));
    auto const known = audit::last_number(*opened.database->store().read());
    TRY_OR_FAIL(app, make_app(opened, world, packs));
    TRY_OR_FAIL(options, options_of(given, app->store->dialect()));
    app->secure_cookies = !options.tls_certificate.empty() || !options.trusted_proxies.empty();
    note_views(*app);
    roll_records_forward(*app);
    Housekeeping housekeeping(*app);
    add_usual_duties(housekeeping, *app, known);
    keep_backups(*app, given, opened.database->place(), housekeeping);
    tidy_each_day(*app, kept, housekeeping);
    api::Router const router(*app, api::endpoints());
    TRY_OR_FAIL(server,
                net::Server::start(options, *app, router, net::Assets::embedded(), log.get()));
    app->metrics->add_gauge("jizhi_connections", "Open connections of clients.",
                            [&one = *server] { return one.connections(); });
    app->metrics->add_gauge("jizhi_event_streams", "Open streams of live updates.",
                            [&all = *app->event_streams] { return all.inside(); });
    housekeeping.each_day("differing", [&app = *app] { app.differing->scan_later(); });
    housekeeping.each_minute("rules", [&app = *app] { app.differing->scan_after_deployment(); });
    app->differing->start();
    app->differing->scan_later();
    housekeeping.start();
    announce(*app, options, server->port());
    auto const watch = watch_packs(given, *app);
    net::Server::wait_for_signal();
    server->stop();
    return exit_fine;
}

std::vector<Option> options() {
    std::vector<Option> all{
        data_option, db_option, keys_option, packs_option,
        option("--listen", "ADDR", "address and port (default: 127.0.0.1:8080)"),
        option("--tls-cert", "FILE", "certificate chain (PEM); serves HTTPS"),
        option("--tls-key", "FILE", "its private key (PEM)"),
        Option{"--trusted-proxy", "CIDR", "network of a reverse proxy that is believed", false,
               true},
        option("--dev", "DIR", "watch a pack, or a folder of packs, and deploy what changes"),
        option("--backups", "DIR",
               "where nightly backups go (default: backups in the data folder)"),
        option("--request-log", "FILE",
               "a line of JSON for each request; - is standard error, off is none (default: "
               "requests.log in the data folder, - with --db)")};
    for (auto const& each : retention_options()) all.push_back(each);
    return all;
}

Subcommand const declared{"serve", "Serve the pages and the API", options(), serve};

}  // namespace
}  // namespace jizhi::cli
