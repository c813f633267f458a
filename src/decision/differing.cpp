#include "decision/differing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace jizhi::decision {
namespace {

constexpr std::size_t records_at_once = 500;

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
                                                     std::string const& type) {
    std::set<std::pair<std::string, std::string>> found;
    sql.query("SELECT record_id, mark FROM record_mark WHERE record_type = ?", {type},
              [&](store::Row const& row) {
                  found.emplace(std::string(row.text(0)), std::string(row.text(1)));
              });
    return found;
}

/// What the decided fields of one record should be marked.
void compare(Desk const& desk, store::Connection& sql, Evaluator& evaluator,
             Subject const& subject, std::vector<Mark>& marks) {
    auto const path = desk.path(subject.region);
    for (auto const& [id, inputs] : subject.type->bind) {
        auto const fields = decided_fields(*subject.type, id);
        auto const* model = fields.empty() ? nullptr : evaluator.book().model(id, path);
        if (model == nullptr) continue;
        auto const extra = desk.extra(sql, subject, *model, evaluator.setting());
        if (!extra) continue;
        auto const done = evaluator.evaluate(subject, id, *extra, dmn::TraceLevel::off);
        if (!done) continue;
        for (auto const& [field, component] : fields) {
            auto const value = component_of(done->outcome.value, component);
            auto const& stored = subject.value[field->id];
            // What cannot be computed says nothing about what is stored.
            auto const differs = !value.is_null() && !(value == stored);
            marks.push_back({subject.id, field->decided_by, differs,
                             Context{{"stored", stored}, {"computed", value}}});
        }
    }
}

}  // namespace

Differing::~Differing() {
    thread_.request_stop();
    some_.notify_all();
}

void Differing::watch(record::Records& records) {
    records.add_observer([this](store::Tx& tx, record::Notice const& notice) -> Result<void> {
        auto const child = !notice.type.parent.empty();
        auto const type = child ? notice.type.parent : notice.type.id;
        auto const id = child ? notice.parent_id : notice.id;
        tx.after_commit([this, type, id] { add(type, id); });
        return {};
    });
}

void Differing::add(std::string const& type, std::string const& id) {
    {
        std::lock_guard const lock(mutex_);
        waiting_[type].insert(id);
    }
    some_.notify_one();
}

void Differing::start() {
    thread_ = std::jthread([this](std::stop_token const& stop) { work(stop); });
}

void Differing::work(std::stop_token const& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            some_.wait(lock, stop, [&] { return !waiting_.empty(); });
        }
        // A lost database is told by those who asked for something; the next scan finds the rest.
        try {
            if (!stop.stop_requested()) (void)flush();
        } catch (store::Failure const&) {
        }
    }
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

void Differing::add_all() {
    auto const catalog = desk_.catalogs().now();
    for (auto const* type : catalog->types()) {
        if (!has_decided(*type)) continue;
        std::vector<std::string> ids;
        store_.read()->query(
            fmt::format("SELECT id FROM {} WHERE ended_on IS NULL", type->table()), {},
            [&](store::Row const& row) { ids.emplace_back(row.text(0)); });
        std::lock_guard const lock(mutex_);
        waiting_[type->id].insert(ids.begin(), ids.end());
    }
}

Result<std::int64_t> Differing::scan() {
    add_all();
    return flush();
}

void Differing::scan_later() {
    add_all();
    some_.notify_one();
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
        auto evaluator = desk_.evaluator(setting_on(today));
        for (auto const& each : records)
            compare(desk_, *sql, evaluator, {type, each.id, each.region, each.value, catalog},
                    marks);
        auto const known = marked(*sql, type_id);
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
