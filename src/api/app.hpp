#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kit/clock.hpp"
#include "store/connection.hpp"
#include "store/writer.hpp"

// The services of the folders below, by name only: an endpoint includes what it uses, so that a
// change in one domain recompiles the endpoints of that domain and nothing else.
namespace jizhi {
class Ids;
class Log;
class Random;
}  // namespace jizhi
namespace jizhi::region {
class Regions;
}
namespace jizhi::people {
class HeldCommands;
class Reminders;
class Sessions;
class SignIn;
struct Session;
}  // namespace jizhi::people
namespace jizhi::calendar {
class CurrentHolidays;
}
namespace jizhi::store {
class Keys;
}
namespace jizhi::audit {
class AccessLog;
}
namespace jizhi::file {
class Files;
class NightlyBackups;
}
namespace jizhi::record {
class Catalogs;
class Records;
}  // namespace jizhi::record
namespace jizhi::decision {
class Books;
class Desk;
class Differing;
class Rehearsals;
class Runs;
}  // namespace jizhi::decision
namespace jizhi::pack {
class Drafts;
class Packs;
}
namespace jizhi::report {
class Imports;
class Snapshots;
}

namespace jizhi::api {

class Admissions;
class Metrics;

/// Looks a session token up; nothing for one that is unknown, idle too long or signed out.
using FindSession = std::function<std::shared_ptr<people::Session const>(
    store::Connection&, std::string_view token, Micros now)>;

/// Everything a request may use. Made once in cli/serve.cpp (or by a test), lives as long as the
/// server; every member is thread-safe or does
/// not change after start. A new service is a forward declaration and one line here.
struct App {
    std::shared_ptr<store::Store> store;
    std::shared_ptr<store::Writer> writer;
    std::shared_ptr<Clock const> clock;
    std::shared_ptr<Ids> ids;
    std::shared_ptr<Log> log;        ///< may be empty: then nothing is logged
    std::shared_ptr<Random> random;
    FindSession find_session;        ///< empty: nobody is signed in
    FindSession see_session;         ///< the same, but not counted as a use of the session
    std::shared_ptr<Admissions> event_streams;  ///< may be empty: then without bound
    std::shared_ptr<Metrics> metrics;
    std::shared_ptr<audit::AccessLog> access_log;  ///< may be empty: then nobody's views are noted
    std::shared_ptr<store::Keys const> keys;
    std::shared_ptr<file::Files> files;
    std::shared_ptr<file::NightlyBackups> backups;  ///< may be empty: then none are made

    std::shared_ptr<region::Regions> regions;
    std::shared_ptr<people::Sessions> sessions;
    std::shared_ptr<people::SignIn> sign_in;
    std::shared_ptr<people::HeldCommands> held_commands;
    std::shared_ptr<people::Reminders> reminders;
    std::shared_ptr<calendar::CurrentHolidays> holidays;
    std::shared_ptr<record::Catalogs> catalogs;
    std::shared_ptr<record::Records> records;
    std::shared_ptr<decision::Books> books;
    std::shared_ptr<decision::Desk> desk;
    std::shared_ptr<decision::Runs> runs;
    std::shared_ptr<decision::Rehearsals> rehearsals;
    std::shared_ptr<decision::Differing> differing;
    std::shared_ptr<pack::Packs> packs;
    std::shared_ptr<pack::Drafts> drafts;
    std::shared_ptr<report::Imports> imports;
    std::shared_ptr<report::Snapshots> snapshots;

    bool demo = false;               ///< the demo accounts are enabled
    bool secure_cookies = false;     ///< browsers reach us by TLS, here or at a proxy
    std::int64_t zone_offset_seconds = 8 * 3600;  ///< of the deployment, for today()
};

}  // namespace jizhi::api
