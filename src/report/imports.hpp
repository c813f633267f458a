#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "kit/ids.hpp"
#include "people/actor.hpp"
#include "record/change.hpp"
#include "region/regions.hpp"
#include "report/import_plan.hpp"
#include "store/migration.hpp"
#include "store/writer.hpp"

namespace jizhi::report {

/// Spreadsheets on their way in: uploaded, matched, checked, committed. Each step is kept in the
/// store, so that the clerk can leave and come back, and a crash leaves nothing half imported.
/// Checking and committing run on a thread of their own, one at a time. Thread-safe.
class Imports {
public:
    struct Parts {
        store::Store& store;
        store::Writer& writer;
        record::Records const& records;
        region::Regions const& regions;
        Clock const& clock;
    };
    /// Runs a change as a command of whoever asks (api: Context::run).
    using Run = std::function<Result<Value>(store::Change const&)>;

    explicit Imports(Parts parts);
    ~Imports();
    Imports(Imports const&) = delete;
    Imports& operator=(Imports const&) = delete;

    /// Reads the file and proposes which column is which. Gives the id of the import.
    Result<std::string> upload(people::Actor const& actor, std::string_view type,
                               std::string file_name, std::string bytes, Run const& run);
    /// `{columns: [{index, field|null}]}`: what the clerk corrected. Needs a new check.
    Result<void> map(people::Actor const& actor, std::string const& id, Value const& columns,
                     Run const& run);
    /// Starts the dry run; `describe` tells how far it is.
    Result<void> check(people::Actor const& actor, std::string const& id, Run const& run);
    /// Starts the commit of a checked import; `only_good` leaves the bad rows out, else one bad row
    /// refuses all. What the dry run planned is carried out as it is, unless records, rules of the
    /// form or the importer's scope have moved on since: then it is planned again.
    Result<void> commit(people::Actor const& actor, std::string const& id, bool only_good,
                        Run const& run);

    /// State, progress, counts and 200 problems from `offset`, as in GET /imports/{id}.
    [[nodiscard]] Result<Value> describe(people::Actor const& actor, std::string const& id,
                                         std::int64_t offset);
    /// The bad rows as an XLSX, each with its reasons beside it.
    [[nodiscard]] Result<std::string> rejected(people::Actor const& actor, std::string const& id);
    /// An empty XLSX with the titles that an import of this type understands.
    [[nodiscard]] Result<std::string> blank_template(std::string_view type) const;
    /// The latest imports of this actor, newest first.
    [[nodiscard]] Value list(people::Actor const& actor);

private:
    struct Session;
    struct Progress {
        std::int64_t done = 0, total = 0;
    };
    struct Basis;
    struct Planned;
    [[nodiscard]] Result<Session> find(people::Actor const& actor, std::string const& id);
    [[nodiscard]] Result<std::shared_ptr<Sheet const>> sheet_of(std::string const& id);
    [[nodiscard]] Basis basis_for(people::Actor const& actor, Session const& session) const;
    [[nodiscard]] Result<ImportPlan> plan(store::Connection& sql, Basis const& basis,
                                          Session const& session, Sheet const& sheet);
    [[nodiscard]] Result<std::shared_ptr<Planned const>> planned_for(people::Actor const& actor,
                                                                     Session const& session);
    void forget_plan();
    void run_check(people::Actor const& actor, std::string const& id);
    void run_commit(people::Actor const& actor, std::string const& id, bool only_good);
    [[nodiscard]] Result<Value> take_in(people::Actor const& actor, Session const& session,
                                        bool only_good);
    [[nodiscard]] Result<Value> take_in(store::Tx& tx, ImportPlan const& plan,
                                        people::Actor const& actor, Session const& session,
                                        bool only_good);
    void set_state(std::string const& id, std::string_view state, Value const& outcome);
    void enqueue(std::function<void()> work);
    void work();

    Parts parts_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::map<std::string, Progress> progress_;
    std::pair<std::string, std::shared_ptr<Sheet const>> latest_;  ///< read files are kept one deep
    std::shared_ptr<Planned const> planned_;  ///< of the last dry run, until it is committed
    bool stop_ = false;
    std::thread thread_;
};

[[nodiscard]] store::Migrations migrations();

}  // namespace jizhi::report
