#include "report/imports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "kit/memory.hpp"
#include "report/import_file.hpp"
#include "report/rejected_rows.hpp"
#include "report/sheet_reader.hpp"
#include "report/sheet_writer.hpp"
#include "report/snapshots.hpp"
#include "value/json.hpp"

namespace jizhi::report {
namespace {

constexpr std::int64_t problems_per_page = 200;
constexpr std::size_t problems_kept_max = 20'000;
constexpr std::int64_t imports_listed = 20;
constexpr int plans_max = 3;
constexpr std::string_view moved_on_code = "import.moved_on";

store::Migration const tables{"report", 1, R"sql(
    CREATE TABLE import_session (
        id TEXT PRIMARY KEY,
        record_type TEXT NOT NULL,
        maker TEXT NOT NULL,
        file_name TEXT NOT NULL,
        file BLOB NOT NULL,
        head_row BIGINT NOT NULL,
        columns TEXT NOT NULL,
        state TEXT NOT NULL,
        outcome TEXT NOT NULL,
        made_at BIGINT NOT NULL
    );
    CREATE INDEX import_session_maker ON import_session (maker, made_at);
)sql"};

Value columns_value(std::vector<std::optional<std::string>> const& columns) {
    List list;
    for (auto const& column : columns) list.push_back(column ? Value(*column) : Value());
    return Value(std::move(list));
}

std::vector<std::optional<std::string>> columns_of(Value const& value) {
    std::vector<std::optional<std::string>> columns;
    for (auto const& column : value.list())
        columns.push_back(column.is_null() ? std::nullopt : std::optional(column.string_or("")));
    return columns;
}

/// A database that fails ends this import, never the program.
Result<Value> guarded(std::function<Result<Value>()> const& work) {
    try {
        return work();
    } catch (std::exception const& problem) {
        return fail(
            "import.broken_off", "", "处理中断，没有导入任何一行，请稍后再试",
            std::string("it broke off and nothing was imported; try again: ") + problem.what());
    }
}

std::unexpected<Error> moved_on(std::string const& id) {
    return fail(std::string(moved_on_code), id, "数据有变化，请重新检查",
                "the records have changed; check it again");
}

std::unexpected<Error> busy() {
    return fail("import.busy", "", "正在处理，请等它做完",
                "it is being worked on; wait until it is done");
}

}  // namespace

store::Migrations migrations() { return {tables, snapshot_tables()}; }

struct Imports::Session {
    std::string id, type, maker, file_name, state;
    std::size_t head_row = 0;
    std::vector<std::optional<std::string>> columns;
    Value outcome;
    [[nodiscard]] bool working() const { return state == "checking" || state == "committing"; }
};

/// All that a plan rests on beside the records themselves.
struct Imports::Basis {
    std::string id;
    std::vector<std::optional<std::string>> columns;
    std::shared_ptr<record::Catalog const> catalog;
    std::shared_ptr<region::Tree const> tree;
    people::Scope scope;
    Date today;
    bool operator==(Basis const&) const = default;
};

struct Imports::Planned {
    Basis basis;
    ImportPlan plan;
};

Imports::Imports(Parts parts) : parts_(parts) {
    // What a crash interrupted is where it was before: its transaction never came to be.
    parts_.writer.run({.id = "",
                       .name = "import.recover",
                       .actor = "system",
                       .on_behalf_of = {},
                       .payload = {}},
                      [](store::Tx& tx) -> Result<Value> {
                          tx.sql().execute(R"sql(
                              UPDATE import_session SET state = 'mapped'
                              WHERE state IN ('checking', 'committing'))sql");
                          return Value();
                      });
    thread_ = std::thread([this] { work(); });
}

Imports::~Imports() {
    {
        std::lock_guard const lock(mutex_);
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Imports::enqueue(std::function<void()> job) {
    {
        std::lock_guard const lock(mutex_);
        queue_.push_back(std::move(job));
    }
    wake_.notify_all();
}

void Imports::work() {
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stop_ || !queue_.empty(); });
            if (stop_) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        job();
        job = nullptr;
        give_back_memory();
    }
}

Result<Imports::Session> Imports::find(people::Actor const& actor, std::string const& id) {
    std::optional<Session> session;
    auto const lease = parts_.store.read();
    lease->query(
        R"sql(SELECT record_type, file_name, state, head_row, columns, outcome
                       FROM import_session WHERE id = ? AND maker = ?)sql",
        {std::string_view(id), std::string_view(actor.account_id)}, [&](store::Row const& row) {
            auto const columns = parse_json(row.text(4));
            auto outcome = parse_json(row.text(5));
            session =
                Session{id,
                        std::string(row.text(0)),
                        actor.account_id,
                        std::string(row.text(1)),
                        std::string(row.text(2)),
                        static_cast<std::size_t>(row.integer(3)),
                        columns ? columns_of(*columns) : std::vector<std::optional<std::string>>{},
                        outcome ? std::move(*outcome) : Value()};
        });
    if (!session)
        return fail("import.not_found", id, "没有找到这次导入", "there is no such import");
    return std::move(*session);
}

Result<std::shared_ptr<Sheet const>> Imports::sheet_of(std::string const& id) {
    {
        std::lock_guard const lock(mutex_);
        if (latest_.first == id) return latest_.second;
    }
    std::string bytes;
    auto const lease = parts_.store.read();
    lease->query("SELECT file FROM import_session WHERE id = ?", {std::string_view(id)},
                 [&](store::Row const& row) { bytes = row.blob(0); });
    TRY(sheet, read_sheet(bytes));
    auto shared = std::make_shared<Sheet const>(std::move(sheet));
    std::lock_guard const lock(mutex_);
    latest_ = {id, shared};
    return shared;
}

Result<std::string> Imports::upload(people::Actor const& actor, std::string_view type_id,
                                    std::string file_name, std::string bytes, Run const& run) {
    auto const catalog = parts_.records.catalogs().now();
    TRY(type, catalog->require(type_id));
    MemoryGivenBack const afterwards;
    TRY(sheet, read_sheet(bytes));
    auto const matching = match_columns(sheet, import_targets(*catalog, *type));
    auto const columns = to_json(columns_value(matching.columns));
    TRY(answer, run([&](store::Tx& tx) -> Result<Value> {
            auto const id = tx.new_id();
            tx.sql().execute(
                R"sql(INSERT INTO import_session (id, record_type, maker, file_name, file, head_row,
                                                  columns, state, outcome, made_at)
                      VALUES (?, ?, ?, ?, ?, ?, ?, 'uploaded', 'null', ?))sql",
                {std::string_view(id), std::string_view(type->id),
                 std::string_view(actor.account_id), std::string_view(file_name),
                 store::BlobView{bytes}, static_cast<std::int64_t>(matching.head_row),
                 std::string_view(columns), tx.now()});
            return Value(id);
        }));
    std::lock_guard const lock(mutex_);
    latest_ = {answer.string(), std::make_shared<Sheet const>(std::move(sheet))};
    return answer.string();
}

Result<void> Imports::map(people::Actor const& actor, std::string const& id, Value const& columns,
                          Run const& run) {
    TRY(session, find(actor, id));
    if (session.working()) return busy();
    if (session.state == "committed")
        return fail("import.done", id, "这次导入已经完成，请另传文件",
                    "this import is done; upload another file");
    if (!columns["columns"].is(Value::Type::list))
        return fail("import.columns", "columns", "缺少 columns", "columns are missing");
    for (auto const& column : columns["columns"].list()) {
        auto const index = column["index"].integer_or(-1);
        if (index < 0 || static_cast<std::size_t>(index) >= session.columns.size())
            return fail("import.columns", "columns", "没有这一列", "there is no such column");
        auto& place = session.columns[static_cast<std::size_t>(index)];
        place.reset();
        if (!column["field"].is_null()) place = column["field"].string_or("");
    }
    auto const text = to_json(columns_value(session.columns));
    CHECK_OK(run([&](store::Tx& tx) -> Result<Value> {
        tx.sql().execute(
            "UPDATE import_session SET columns = ?, state = 'mapped', outcome = 'null' WHERE id = "
            "?",
            {std::string_view(text), std::string_view(id)});
        return Value(id);
    }));
    return {};
}

void Imports::set_state(std::string const& id, std::string_view state, Value const& outcome) {
    auto const text = to_json(outcome);
    (void)parts_.writer.run({.id = "",
                             .name = "import.state",
                             .actor = "system",
                             .on_behalf_of = {},
                             .payload = {}},
                            [&](store::Tx& tx) -> Result<Value> {
                                tx.sql().execute(
                                    "UPDATE import_session SET state = ?, outcome = ? WHERE id = ?",
                                    {state, std::string_view(text), std::string_view(id)});
                                return Value();
                            });
}

Result<void> Imports::check(people::Actor const& actor, std::string const& id, Run const& run) {
    TRY(session, find(actor, id));
    if (session.working()) return busy();
    if (session.state == "committed")
        return fail("import.done", id, "这次导入已经完成，请另传文件",
                    "this import is done; upload another file");
    CHECK_OK(run([&](store::Tx& tx) -> Result<Value> {
        tx.sql().execute("UPDATE import_session SET state = 'checking' WHERE id = ?",
                         {std::string_view(id)});
        return Value(id);
    }));
    enqueue([this, actor, id] { run_check(actor, id); });
    return {};
}

Result<void> Imports::commit(people::Actor const& actor, std::string const& id, bool only_good,
                             Run const& run) {
    TRY(session, find(actor, id));
    if (session.working()) return busy();
    if (session.state != "checked")
        return fail("import.not_checked", id, "请先检查，再收下", "check it first, then commit");
    if (!only_good && session.outcome["counts"]["bad"].integer_or(0) > 0)
        return fail("import.has_bad_rows", id, "还有没改好的行：请改好再传，或只收下没问题的",
                    "some rows are still wrong: mend them, or take only the good ones");
    CHECK_OK(run([&](store::Tx& tx) -> Result<Value> {
        tx.sql().execute("UPDATE import_session SET state = 'committing' WHERE id = ?",
                         {std::string_view(id)});
        return Value(id);
    }));
    enqueue([this, actor, id, only_good] { run_commit(actor, id, only_good); });
    return {};
}

Imports::Basis Imports::basis_for(people::Actor const& actor, Session const& session) const {
    return {session.id, session.columns, parts_.records.catalogs().now(), parts_.regions.tree(),
            actor.scope(people::Right::import), record::date_of(parts_.clock.now())};
}

Result<ImportPlan> Imports::plan(store::Connection& sql, Basis const& basis,
                                 Session const& session, Sheet const& sheet) {
    TRY(type, basis.catalog->require(session.type));
    auto const progress = [&](std::int64_t done, std::int64_t total) {
        std::lock_guard const lock(mutex_);
        progress_[session.id] = {done, total};
    };
    return plan_import(sql, {.sheet = sheet,
                             .head_row = session.head_row,
                             .columns = session.columns,
                             .catalog = *basis.catalog,
                             .type = *type,
                             .records = parts_.records,
                             .tree = *basis.tree,
                             .scope = basis.scope,
                             .today = basis.today,
                             .progress = progress});
}

/// The plan of the dry run where all it rests on is as it was, else a new one.
Result<std::shared_ptr<Imports::Planned const>> Imports::planned_for(people::Actor const& actor,
                                                                     Session const& session) {
    auto basis = basis_for(actor, session);
    {
        std::lock_guard const lock(mutex_);
        if (planned_ && planned_->basis == basis) return planned_;
    }
    TRY(sheet, sheet_of(session.id));
    TRY(made, plan(*parts_.store.read(), basis, session, *sheet));
    auto const shared = std::make_shared<Planned const>(std::move(basis), std::move(made));
    std::lock_guard const lock(mutex_);
    planned_ = shared;
    return shared;
}

void Imports::run_check(people::Actor const& actor, std::string const& id) {
    auto const outcome = guarded([&]() -> Result<Value> {
        TRY(session, find(actor, id));
        forget_plan();
        TRY(planned, planned_for(actor, session));
        return outcome_value(planned->plan, problems_kept_max);
    });
    if (outcome)
        set_state(id, "checked", *outcome);
    else
        set_state(id, "failed", failure_value(outcome.error()));
}

void Imports::run_commit(people::Actor const& actor, std::string const& id, bool only_good) {
    auto const committed = guarded([&]() -> Result<Value> {
        TRY(session, find(actor, id));
        return take_in(actor, session, only_good);
    });
    forget_plan();
    if (!committed) set_state(id, "failed", failure_value(committed.error()));
}

void Imports::forget_plan() {
    std::lock_guard const lock(mutex_);
    planned_.reset();
}

Result<Value> Imports::take_in(people::Actor const& actor, Session const& session,
                               bool only_good) {
    store::Command const command{.id = "import.commit:" + session.id,
                                 .name = "import.commit",
                                 .actor = actor.account_id,
                                 .on_behalf_of = {},
                                 .payload = Value(session.id)};
    for (auto attempt = 0; attempt < plans_max; ++attempt) {
        TRY(planned, planned_for(actor, session));
        auto done = parts_.writer.run(command, [&](store::Tx& tx) -> Result<Value> {
            TRY(type, planned->basis.catalog->require(session.type));
            if (!still_holds(tx.sql(), planned->plan, *type)) return moved_on(session.id);
            return take_in(tx, planned->plan, actor, session, only_good);
        });
        if (done || done.error().code != moved_on_code) return done;
        forget_plan();
    }
    // Somebody writes all the time: plan where nobody can.
    TRY(sheet, sheet_of(session.id));
    return parts_.writer.run(command, [&](store::Tx& tx) -> Result<Value> {
        TRY(made, plan(tx.sql(), basis_for(actor, session), session, *sheet));
        return take_in(tx, made, actor, session, only_good);
    });
}

Result<Value> Imports::take_in(store::Tx& tx, ImportPlan const& plan, people::Actor const& actor,
                               Session const& session, bool only_good) {
    auto const bad = plan.count(RowPlan::Kind::bad);
    if (!only_good && bad > 0)
        return fail("import.has_bad_rows", session.id, "数据有变化，请重新检查",
                    "the records have changed; check it again");
    auto const catalog = parts_.records.catalogs().now();
    TRY(type, catalog->require(session.type));
    CHECK_OK(carry_out(tx, plan, *type, parts_.records, "导入 " + session.file_name));
    auto outcome = outcome_value(plan, problems_kept_max);
    auto const text = to_json(outcome);
    tx.sql().execute("UPDATE import_session SET state = 'committed', outcome = ? WHERE id = ?",
                     {std::string_view(text), std::string_view(session.id)});
    RejectedRows const rejected{session.id, session.type, session.file_name, actor.account_id, bad};
    TRY(sheet, sheet_of(session.id));
    mend_rejected(tx, rejected, is_rejected_sheet(*sheet, session.head_row));
    remind_of_rejected(tx, rejected);
    tx.append({.subject_type = "import",
               .subject_id = session.id,
               .region = {},
               .activity = "import",
               .delta = Context{{"file", session.file_name},
                                {"type", session.type},
                                {"counts", outcome["counts"]}}});
    return outcome["counts"];
}

Result<Value> Imports::describe(people::Actor const& actor, std::string const& id,
                                std::int64_t offset) {
    TRY(session, find(actor, id));
    auto const catalog = parts_.records.catalogs().now();
    TRY(type, catalog->require(session.type));
    TRY(sheet, sheet_of(id));
    auto described =
        describe_file(*sheet, session.head_row, session.columns, import_targets(*catalog, *type));
    described.put("id", Value(id));
    described.put("type", Value(session.type));
    described.put("file_name", Value(session.file_name));
    described.put("state", Value(session.state));
    Progress progress;
    {
        std::lock_guard const lock(mutex_);
        progress = progress_[id];
    }
    described.put("progress", Context{{"done", progress.done}, {"total", progress.total}});
    described.put("counts", session.outcome["counts"]);
    described.put("error", session.outcome["error"]);
    List page;
    if (auto const& problems = session.outcome["errors"]; problems.is(Value::Type::list))
        for (auto i = std::max<std::int64_t>(offset, 0);
             i < std::min(offset + problems_per_page, std::ssize(problems.list())); ++i)
            page.push_back(problems.list()[static_cast<std::size_t>(i)]);
    described.put("errors", Value(std::move(page)));
    described.put("errors_total", session.outcome["errors_total"]);
    return Value(std::move(described));
}

Result<std::string> Imports::rejected(people::Actor const& actor, std::string const& id) {
    TRY(session, find(actor, id));
    TRY(sheet, sheet_of(id));
    return write_xlsx({rejected_layout(*sheet, session.head_row, session.outcome["errors"])});
}

Result<std::string> Imports::blank_template(std::string_view type_id) const {
    auto const catalog = parts_.records.catalogs().now();
    TRY(type, catalog->require(type_id));
    return write_xlsx({template_layout(*catalog, *type)});
}

Value Imports::list(people::Actor const& actor) {
    List rows;
    auto const lease = parts_.store.read();
    lease->query(R"sql(SELECT id, record_type, file_name, state, made_at, outcome
                       FROM import_session WHERE maker = ? ORDER BY made_at DESC LIMIT ?)sql",
                 {std::string_view(actor.account_id), imports_listed}, [&](store::Row const& row) {
                     auto const outcome = parse_json(row.text(5));
                     rows.push_back(Context{{"id", row.text(0)},
                                            {"type", row.text(1)},
                                            {"file_name", row.text(2)},
                                            {"state", row.text(3)},
                                            {"made_at", instant_text(row.integer(4))},
                                            {"counts", outcome ? (*outcome)["counts"] : Value()}});
                 });
    return Value(std::move(rows));
}

}  // namespace jizhi::report
