#include "decision/differing.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>

#include "decision/roster_pass.hpp"
#include "kit/memory.hpp"

namespace jizhi::decision {
namespace {

constexpr std::size_t records_at_once = 500;
constexpr int thread_niceness = 10;
constexpr std::size_t records_by_columns_min = 100;  // fewer are not worth making columns ready
constexpr auto gather_for = std::chrono::milliseconds(50);  // many writes, one look
constexpr auto quiet_before_scan = std::chrono::seconds(1);

bool has_decided(record::RecordType const& type) {
    return std::ranges::any_of(type.fields,
                               [](auto const& each) { return !each.decided_by.empty(); });
}

struct Mark {
    std::string id, mark;
    bool set = false;
    Value detail;
    auto operator<=>(Mark const& other) const {
        return std::tie(id, mark) <=> std::tie(other.id, other.mark);
    }
};

std::set<std::pair<std::string, std::string>> marked(store::Connection& sql,
                                                     std::vector<std::string> const& ids) {
    std::vector<store::Bind> binds;
    std::string places;
    for (auto const& id : ids) {
        binds.emplace_back(std::string_view(id));
        places += places.empty() ? "?" : ",?";
    }
    std::set<std::pair<std::string, std::string>> found;
    sql.query(
        fmt::format("SELECT record_id, mark FROM record_mark WHERE record_id IN ({})", places),
        std::span<store::Bind const>(binds), [&](store::Row const& row) {
            found.emplace(std::string(row.text(0)), std::string(row.text(1)));
        });
    return found;
}

/// What one model gives for each record; nothing where it cannot be asked.
using Results = std::vector<std::optional<Value>>;

/// Records of one type, looked at together.
class Look {
public:
    Look(Desk const& desk, store::Connection& sql, record::RecordType const& type,
         std::shared_ptr<record::Catalog const> catalog, std::vector<record::Loaded> const& records,
         Setting const& setting)
        : desk_(desk),
          sql_(sql),
          evaluator_(desk.evaluator(setting)),
          type_(type),
          catalog_(std::move(catalog)),
          records_(records) {}

    /// What the decided fields should be marked, record by record.
    [[nodiscard]] std::vector<Mark> marks();

private:
    [[nodiscard]] Subject subject(std::size_t index) const {
        auto const& each = records_[index];
        return {&type_, each.id, each.region, each.value, catalog_};
    }
    [[nodiscard]] Results ask(std::string const& model);
    [[nodiscard]] bool by_columns(std::string const& model, std::vector<std::size_t> const& asked,
                                  Results& results);

    Desk const& desk_;
    store::Connection& sql_;
    Evaluator evaluator_;
    record::RecordType const& type_;
    std::shared_ptr<record::Catalog const> catalog_;
    std::vector<record::Loaded> const& records_;
};

Results Look::ask(std::string const& id) {
    Results results(records_.size());
    std::vector<std::size_t> alike;  // those that nothing is given to beside the bind
    auto const one = [&](std::size_t index, Context const& extra) {
        auto done = evaluator_.evaluate(subject(index), id, extra, dmn::TraceLevel::off);
        if (done) results[index] = std::move(done->outcome.value);
    };
    for (std::size_t i = 0; i < records_.size(); ++i) {
        auto const* model = evaluator_.book().model(id, desk_.path(records_[i].region));
        if (model == nullptr) continue;
        auto const extra = desk_.extra(sql_, subject(i), *model, evaluator_.setting());
        if (!extra) continue;
        if (extra->empty())
            alike.push_back(i);
        else
            one(i, *extra);
    }
    if (!by_columns(id, alike, results))
        for (auto const index : alike) one(index, {});
    return results;
}

/// False where columns are not worth it or cannot be made: one by one, then.
bool Look::by_columns(std::string const& model, std::vector<std::size_t> const& asked,
                      Results& results) {
    if (asked.size() < records_by_columns_min) return false;
    auto const book = desk_.books().now();
    if (book.get() != &evaluator_.book()) return false;
    auto builder =
        BoundRoster::Builder::make(desk_, type_, model, evaluator_.setting(), book);
    if (!builder) return false;
    for (auto const index : asked) builder->add(records_[index], {});
    auto const bound = builder->take();
    auto const pass = RosterPass::make(desk_, bound, book, nullptr);
    if (!pass) return false;
    pass->run(1, [&](PassBlock const& block) {
        for (std::size_t row = 0; row < block.rows; ++row)
            results[asked[block.member(row)]] = block.result.at(row);
    });
    return true;
}

std::vector<Mark> Look::marks() {
    struct Asked {
        std::vector<DecidedField> fields;
        Results results;
    };
    std::vector<Asked> models;
    for (auto const& [id, inputs] : type_.bind)
        if (auto fields = decided_fields(type_, id); !fields.empty())
            models.push_back({std::move(fields), ask(id)});
    std::vector<Mark> made;
    for (std::size_t i = 0; i < records_.size(); ++i)
        for (auto const& [fields, results] : models) {
            if (!results[i]) continue;
            for (auto const& [field, component] : fields) {
                auto const value = component_of(*results[i], component);
                auto const& stored = records_[i].value[field->id];
                // What cannot be computed says nothing about what is stored.
                auto const differs = !value.is_null() && !(value == stored);
                made.push_back({records_[i].id, field->decided_by, differs,
                                Context{{"stored", stored}, {"computed", value}}});
            }
        }
    return made;
}

}  // namespace

Differing::~Differing() {
    thread_.request_stop();
    some_.notify_all();
}

void Differing::watch(record::Records& records) {
    records.add_observer([this](store::Tx& tx, record::Notice const& notice) -> Result<void> {
        auto const rests = reliance();
        if (rests->of_row(notice))
            tx.after_commit([this, type = notice.type.id, id = notice.id] { add(type, id); });
        if (rests->of_parent(notice))
            tx.after_commit(
                [this, type = notice.type.parent, id = notice.parent_id] { add(type, id); });
        return {};
    });
}

std::shared_ptr<Reliance const> Differing::reliance() {
    auto catalog = desk_.catalogs().now();
    std::lock_guard const lock(mutex_);
    if (!reliance_ || reliance_->catalog() != catalog.get())
        reliance_ = std::make_shared<Reliance const>(std::move(catalog));
    return reliance_;
}

void Differing::add(std::string const& type, std::string const& id) {
    {
        std::lock_guard const lock(mutex_);
        auto const wakes = waiting_.empty();
        waiting_[type].insert(id);
        if (!wakes) return;  // it is told already, and gathers
    }
    some_.notify_one();
}

void Differing::start() {
    thread_ = std::jthread([this](std::stop_token const& stop) { work(stop); });
}

void Differing::work(std::stop_token const& stop) {
    // Whoever waits for an answer goes first. (On Linux this is the niceness of this thread alone.)
    [[maybe_unused]] auto const now = ::nice(thread_niceness);
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            some_.wait(lock, stop, [&] { return !waiting_.empty() || scan_waits_; });
            auto const pause = waiting_.empty() ? quiet_before_scan : gather_for;
            some_.wait_for(lock, stop, pause, [] { return false; });
        }
        // A lost database is told by those who asked for something; the next scan finds the rest.
        try {
            look_while_waiting(stop);
        } catch (store::Failure const&) {
        }
    }
}

void Differing::look_while_waiting(std::stop_token const& stop) {
    if (stop.stop_requested()) return;
    (void)flush();
    {
        std::lock_guard const lock(mutex_);
        if (!std::exchange(scan_waits_, false)) return;
    }
    (void)scan(stop);
    // A scan comes once a day; what it needed is given back.
    store_.close_idle();
    give_back_memory();
}

Result<std::int64_t> Differing::flush() {
    Waiting taken;
    {
        std::lock_guard const lock(mutex_);
        taken.swap(waiting_);
    }
    std::int64_t changed = 0;
    for (auto const& [type, ids] : taken) {
        std::vector<std::string> const all(ids.begin(), ids.end());
        for (std::size_t from = 0; from < all.size(); from += records_at_once) {
            auto const to = std::min(from + records_at_once, all.size());
            auto const begin = all.begin() + static_cast<std::ptrdiff_t>(from);
            TRY(count, look(type, {begin, all.begin() + static_cast<std::ptrdiff_t>(to)}));
            changed += count;
        }
    }
    return changed;
}

Result<std::int64_t> Differing::scan() { return scan(std::stop_token()); }

Result<std::int64_t> Differing::scan(std::stop_token const& stop) {
    auto const catalog = desk_.catalogs().now();
    {
        std::lock_guard const lock(mutex_);
        scanned_ = desk_.books().now();
    }
    std::int64_t changed = 0;
    for (auto const* type : catalog->types()) {
        if (!has_decided(*type)) continue;
        TRY(count, scan(*type, stop));
        changed += count;
    }
    return changed;
}

/// A piece at a time: a county's roster would be large in memory.
Result<std::int64_t> Differing::scan(record::RecordType const& type, std::stop_token const& stop) {
    std::int64_t changed = 0;
    std::string last;
    while (!stop.stop_requested()) {
        std::vector<std::string> ids;
        store_.read()->query(fmt::format("SELECT id FROM {} WHERE ended_on IS NULL AND id > ? "
                                         "ORDER BY id LIMIT ?",
                                         type.table()),
                             {last, static_cast<std::int64_t>(records_at_once)},
                             [&](store::Row const& row) { ids.emplace_back(row.text(0)); });
        if (ids.empty()) break;
        last = ids.back();
        TRY(count, look(type.id, ids));
        changed += count;
    }
    return changed;
}

void Differing::scan_later() {
    {
        std::lock_guard const lock(mutex_);
        scan_waits_ = true;
    }
    some_.notify_one();
}

void Differing::scan_after_deployment() {
    {
        std::lock_guard const lock(mutex_);
        if (scan_waits_ || scanned_ == desk_.books().now()) return;
    }
    scan_later();
}

Result<std::int64_t> Differing::look(std::string const& type_id,
                                     std::vector<std::string> const& ids) {
    auto const catalog = desk_.catalogs().now();
    auto const* type = catalog->type(type_id);
    if (type == nullptr || !has_decided(*type)) return 0;
    auto const today = record::date_of(clock_.now());
    std::vector<Mark> marks;
    {
        auto const sql = store_.read();
        record::LoadOptions options;
        options.sensitive = false;
        TRY(records, record::load_many(*sql, *catalog, desk_.keys(), *type, ids, {.as_of = today},
                                       options));
        marks = Look(desk_, *sql, *type, catalog, records, setting_on(today)).marks();
        auto const known = marked(*sql, ids);
        std::erase_if(marks, [&](Mark const& each) {
            return each.set == known.contains({each.id, each.mark});
        });
    }
    if (marks.empty()) return 0;
    store::Command command;
    command.name = "decision.mark";
    command.actor = "system";
    CHECK_OK(writer_.run(command, [&](store::Tx& tx) -> Result<Value> {
        for (auto const& each : marks)
            records_.mark(tx, *type, each.id, each.mark, each.set, each.detail);
        return Value();
    }));
    return static_cast<std::int64_t>(marks.size());
}

}  // namespace jizhi::decision
