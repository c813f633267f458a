#include "record/row_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kit/text.hpp"
#include "record/key_lookup.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

constexpr std::string_view fields_of_table =
    "id, parent_id, region_code, root_region, row_version, created_at, updated_at, started_on, "
    "latest_on, due_on, ended_on, search_text";

/// Columns of one field in the order in which `bind_field` fills them.
void add_columns(RecordType const& type, Field const& field, std::vector<std::string>& columns) {
    columns.push_back(sql_name(field.id));
    if (has_sort_key(type, field)) columns.push_back(sql_name(field.id, "_sort"));
    if (has_mac(field)) columns.push_back(sql_name(field.id, "_mac"));
    if (has_tail(type, field)) columns.push_back(sql_name(field.id, "_tail"));
}

Cell text_or_null(std::string const& text) { return text.empty() ? Cell{} : Cell::of(text); }

std::vector<store::Bind> binds_of(std::vector<Cell> const& cells) {
    std::vector<store::Bind> binds;
    for (auto const& cell : cells) binds.push_back(cell.bind());
    return binds;
}

char const* name_of_kind(Kind kind) {
    switch (kind) {
        case Kind::change:
            return "change";
        case Kind::correct:
            return "correct";
        case Kind::end:
            return "end";
        case Kind::decide:
            return "decide";
    }
    return "change";
}

/// Counts stand in the current row only: history knows nothing of them.
void keep_counts(RecordType const& type, std::vector<Value> const& from, std::vector<Value>& to) {
    for (auto const& field : type.fields)
        if (field.counted) to[field.slot] = from[field.slot];
}

/// The error that a write which must wait ends with; record/approval makes a proposal of it.
Result<void> needs_no_second(RecordType const& type, std::vector<std::string> const& changed) {
    auto const at = std::find_if(changed.begin(), changed.end(),
                                 [&](std::string const& id) { return type.field(id)->approval; });
    if (at == changed.end() && !type.approval) return {};
    auto const* field = at == changed.end() ? nullptr : type.field(*at);
    auto const& title = field == nullptr ? type.title : field->title;
    return fail(std::string(needs_approval), field == nullptr ? type.id : field->id,
                "“" + title.zh + "”的变更要第二个人复核，请在这条记录的页面上单独办理",
                "a change of \"" + title.en +
                    "\" waits for a second person: make it on the page of the record");
}

}  // namespace

RowWriter::RowWriter(store::Tx& tx, Catalog const& catalog, store::Keys const& keys,
                     region::Tree const& tree, RecordType const& type, Records const& records)
    : tx_(tx),
      catalog_(catalog),
      keys_(keys),
      tree_(tree),
      type_(type),
      records_(records),
      validator_(catalog, type, tree, tx.sql(), records.parameters()),
      today_(to_text(date_of(tx.now()))),
      parents_(tx.sql(), catalog, keys, type),
      recount_(catalog, type) {
    select_sql_ = type.select_by_id();
}

std::optional<Stored> RowWriter::current(std::string const& id) {
    std::optional<Stored> found;
    tx_.sql().query(select_sql_, {id},
                    [&](store::Row const& row) { found = read_stored(type_, keys_, row, true); });
    return found;
}

/// Where the row belongs: its region field, or that of its parent.
Result<void> RowWriter::place(Draft& draft, std::vector<Problem>& problems) {
    if (!type_.parent.empty()) {
        if (draft.parent_id.empty())
            return fail("record.no_parent", "parent_id", "没有说明属于哪条记录",
                        "it is not said which record this belongs to");
        TRY(parent, parents_.of(draft.parent_id));
        draft.region = parent->region;
        draft.parent = parent->value;
        return {};
    }
    auto const& field = *type_.field(type_.region_field);
    auto const& value = draft.values[field.slot];
    if (value.is(Value::Type::string))
        draft.region = value.string();
    else if (!field.required)
        problems.push_back(problem_of(field, "record.required", "必填", "is needed"));
    return {};
}

std::string RowWriter::start_of(Create const& asked, Draft const& draft) {
    if (!asked.effective_from.empty()) return asked.effective_from;
    if (auto const* field = type_.field(type_.starts_with))
        if (auto const& value = draft.values[field->slot]; value.is(Value::Type::date))
            return to_text(value.date());
    if (!draft.parent_id.empty())
        if (auto const* parent = parents_.known(draft.parent_id)) return parent->started_on;
    return today_;
}

Result<Written> RowWriter::create(Create const& asked) {
    sealed_.clear();
    Draft draft;
    draft.values.resize(type_.fields.size());
    draft.given.resize(type_.fields.size());
    draft.id = asked.id.empty() ? tx_.new_id() : asked.id;
    draft.parent_id = asked.parent_id;
    draft.as_of = draft.today = date_of(tx_.now());
    if (auto const* said =
            type_.region_field.empty() ? nullptr : asked.values.find(type_.region_field))
        draft.region = said->string_or("");
    std::vector<Problem> problems;
    validator_.read(asked.values, asked.opening, draft, problems);
    validator_.fill_defaults(draft);
    CHECK_OK(place(draft, problems));
    auto const effective = start_of(asked, draft);
    auto const date = parse_date(effective);
    if (!date)
        return fail("record.effective_from", "effective_from", "生效日期有误",
                    "the effective date is wrong");
    draft.as_of = *date;
    validator_.compute(draft);
    validator_.check(draft, problems);

    Stored row{.id = draft.id,
               .parent_id = draft.parent_id,
               .region = draft.region,
               .root = std::string(tree_.root(draft.region)),
               .started_on = effective,
               .ended_on = {},
               .latest_on = effective,
               .due_on = effective > today_ ? effective : std::string(),
               .version = 1,
               .updated_at = tx_.now(),
               .values = draft.values};
    if (auto const* end = type_.field(type_.ends_with))
        if (auto const& value = draft.values[end->slot]; value.is(Value::Type::date))
            row.ended_on = to_text(value.date());
    auto const wrong = [](Problem const& p) { return !p.warning; };
    if (std::none_of(problems.begin(), problems.end(), wrong)) claim_keys(row, nullptr, problems);
    if (std::any_of(problems.begin(), problems.end(), wrong))
        return std::unexpected(to_error(problems));

    if (type_.approval && !asked.approved) CHECK_OK(needs_no_second(type_, {}));
    std::vector<std::string> changed;
    for (auto const& field : type_.fields)
        if (!draft.values[field.slot].is_null()) changed.push_back(field.id);
    insert_row(row);
    Entry const entry{
        row.id, "create", effective, asked.reason, asked.document, 1, delta_of(draft, changed)};
    append_history(entry);
    append_event(entry, row, changed, entry.delta);
    CHECK_OK(notify(row, changed, Kind::change, true));
    CHECK_OK(apply_to_parent(asked, draft));
    return Written{row.id, 1, true, std::move(problems)};
}

/// What a child declares that it changes in its parent (an appointment changes the post).
Result<void> RowWriter::apply_to_parent(Create const& asked, Draft const& draft) {
    if (!type_.applies) return {};
    auto const& on = draft.values[type_.field(type_.applies->on)->slot];
    TRY(parent, parents_.of(draft.parent_id));
    // A change of before the parent began is history that the parent's first row already holds.
    if (!on.is(Value::Type::date) || to_text(on.date()) < parent->started_on) return {};
    Change change{.type = type_.parent,
                  .id = draft.parent_id,
                  .values = {},
                  .kind = Kind::change,
                  .effective_from = to_text(on.date()),
                  .reason = asked.reason,
                  .document = asked.document,
                  .if_version = {},
                  .opening = asked.opening,
                  .approved = asked.approved};
    for (auto const& [of_parent, own] : type_.applies->values)
        if (auto const& value = draft.values[type_.field(own)->slot]; !value.is_null())
            change.values.put(of_parent, value);
    TRY(parent_type, catalog_.require(type_.parent));
    if (!parent_rows_)
        parent_rows_ =
            std::make_unique<RowWriter>(tx_, catalog_, keys_, tree_, *parent_type, records_);
    CHECK_OK(parent_rows_->change(change));
    parents_.forget(draft.parent_id);
    return {};
}

Context RowWriter::delta_of(Draft const& draft, std::vector<std::string> const& changed) {
    Context delta;
    for (auto const& id : changed) {
        auto const& field = *type_.field(id);
        auto const& value = draft.values[field.slot];
        auto const seals = field.sensitive && !value.is_null();
        delta.put(id, seals ? delta_form(sealed(field, value.string())) : json_form(field, value));
    }
    return delta;
}

std::string const& RowWriter::sealed(Field const& field, std::string const& plain) {
    sealed_.resize(type_.fields.size());
    auto& kept = sealed_[field.slot];
    if (kept.bytes.empty() || kept.plain != plain)
        kept = {plain, keys_.seal(plain, place_of(type_, field))};
    return kept.bytes;
}

void RowWriter::bind_field(Field const& field, Value const& value, std::vector<Cell>& cells) {
    auto const null = value.is_null();
    auto const place = field.sensitive ? place_of(type_, field) : std::string();
    if (!field.sensitive)
        cells.push_back(to_cell(field, value));
    else
        cells.push_back(null ? Cell{} : Cell::of_blob(sealed(field, value.string())));
    if (has_sort_key(type_, field))
        cells.push_back(null ? Cell{} : Cell::of_blob(text::sort_key(value.string())));
    if (has_mac(field))
        cells.push_back(null ? Cell{} : Cell::of(mac_of(keys_, place, value.string())));
    if (has_tail(type_, field)) {
        auto const text = null ? std::string() : value.string();
        auto const tail = text.size() > 4 ? text.substr(text.size() - 4) : text;
        cells.push_back(null ? Cell{} : Cell::of(mac_of(keys_, place + "/tail", tail)));
    }
}

void RowWriter::insert_row(Stored const& row) {
    if (insert_sql_.empty()) {
        std::vector<std::string> columns;
        for (auto const& field : type_.fields) add_columns(type_, field, columns);
        std::string names, marks;
        for (auto const& column : columns) names += ", " + column, marks += ",?";
        insert_sql_ = fmt::format("INSERT INTO {} ({}{}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?{})",
                                  type_.table(), fields_of_table, names, marks);
    }
    auto const search = search_text(type_, row.values, tree_);
    std::vector<Cell> cells{
        Cell::of(row.id),         text_or_null(row.parent_id), Cell::of(row.region),
        Cell::of(row.root),       Cell::of(row.version),       Cell::of(tx_.now()),
        Cell::of(row.updated_at), Cell::of(row.started_on),    Cell::of(row.latest_on),
        text_or_null(row.due_on), text_or_null(row.ended_on),  text_or_null(search)};
    for (auto const& field : type_.fields) bind_field(field, row.values[field.slot], cells);
    recount_.note(row);
    tx_.sql().execute_later(insert_sql_, std::span<store::Bind const>(binds_of(cells)));
}

/// Writes only the columns that are another than before: sealing and sort keys cost more than the
/// statement, and SQLite writes the entry of an index anew for each column that is named.
void RowWriter::update_row(Stored const& row, Stored const& before) {
    std::vector<std::string> columns{"row_version", "updated_at"};
    std::vector<Cell> cells{Cell::of(row.version), Cell::of(row.updated_at)};
    auto const put = [&](char const* column, std::string Stored::*of, bool nullable) {
        if (row.*of == before.*of) return;
        columns.emplace_back(column);
        cells.push_back(nullable ? text_or_null(row.*of) : Cell::of(row.*of));
    };
    put("region_code", &Stored::region, false);
    put("root_region", &Stored::root, false);
    put("started_on", &Stored::started_on, false);
    put("latest_on", &Stored::latest_on, false);
    put("due_on", &Stored::due_on, true);
    put("ended_on", &Stored::ended_on, true);
    auto searched = false;
    recount_.note(before, row);
    for (auto const& field : type_.fields) {
        if (row.values[field.slot] == before.values[field.slot]) continue;
        add_columns(type_, field, columns);
        bind_field(field, row.values[field.slot], cells);
        searched = searched || std::ranges::find(type_.search, field.id) != type_.search.end();
    }
    if (searched) {
        columns.emplace_back("search_text");
        cells.push_back(text_or_null(search_text(type_, row.values, tree_)));
    }
    cells.push_back(Cell::of(row.id));
    auto statement = "UPDATE " + type_.table() + " SET ";
    for (auto const& column : columns) statement.append(column).append(" = ?, ");
    statement.replace(statement.size() - 2, 2, " WHERE id = ?");
    tx_.sql().execute_later(statement, std::span<store::Bind const>(binds_of(cells)));
    if (row.region != before.region) move_children(row);
}

/// Children go where their parent goes.
void RowWriter::move_children(Stored const& row) {
    for (auto const& child : type_.children)
        tx_.sql().execute(
            fmt::format("UPDATE r_{} SET region_code = ?, root_region = ? WHERE parent_id = ?",
                        child),
            {row.region, row.root, row.id});
}

void RowWriter::append_history(Entry const& entry) {
    auto const delta = to_json(Value(entry.delta));
    tx_.sql().execute_later(
        "INSERT INTO record_version (record_type, record_id, version, effective_from, recorded_at, "
        "kind, reason, document, actor, delta) VALUES (?,?,?,?,?,?,?,?,?,?)",
        {type_.id, entry.id, entry.version, entry.effective_from, tx_.now(), entry.kind,
         entry.reason, entry.document, tx_.command().actor, delta});
}

void RowWriter::append_event(Entry const& entry, Stored const& row,
                             std::vector<std::string> const& changed, Context const& clear) {
    Context values;
    for (auto const& id : changed) {
        auto const* field = type_.field(id);
        if (field != nullptr && field->sensitive)
            values.put(id, "***");
        else if (auto const* value = clear.find(id))
            values.put(id, *value);
    }
    Context delta{{"effective_from", entry.effective_from}, {"version", entry.version}};
    if (!entry.reason.empty()) delta.put("reason", entry.reason);
    if (!entry.document.empty()) delta.put("document", entry.document);
    if (!row.parent_id.empty()) delta.put("parent_id", row.parent_id);
    delta.put("values", Value(std::move(values)));
    tx_.append({.subject_type = type_.id,
                .subject_id = row.id,
                .region = row.region,
                .activity = entry.kind,
                .lifecycle = "complete",
                .delta = Value(std::move(delta))});
}

Result<void> RowWriter::notify(Stored const& row, std::vector<std::string> const& changed,
                               Kind kind, bool created) {
    for (auto const& observer : records_.observers())
        CHECK_OK(observer(
            tx_, Notice{type_, row.id, row.parent_id, row.region, changed, kind, created}));
    return {};
}

// --- unique keys

void RowWriter::claim(std::string const& field, std::string const& value, std::string const& before,
                      std::string const& id, std::vector<Problem>& problems) {
    if (value == before) return;
    auto& sql = tx_.sql();
    if (!before.empty())
        sql.execute(
            "DELETE FROM unique_key WHERE record_type = ? AND field = ? AND key_value = ? "
            "AND record_id = ?",
            {type_.id, field, before, id});
    if (value.empty()) return;
    auto const added = sql.execute(
        "INSERT INTO unique_key (record_type, field, key_value, record_id) VALUES (?,?,?,?) "
        "ON CONFLICT DO NOTHING",
        {type_.id, field, value, id});
    if (added == 1) return;
    auto const* declared = type_.field(field.starts_with("key:") ? type_.key.front() : field);
    problems.push_back(
        problem_of(*declared, "record.taken", "已有相同的记录", "is already recorded"));
}

void RowWriter::claim_keys(Stored const& row, std::vector<Value> const* before,
                           std::vector<Problem>& problems) {
    auto const one = [&](std::string const& name, std::vector<std::string> const& fields,
                         std::string const& parent_id) {
        auto const kept = [&](std::string const& id) {
            auto const slot = type_.field(id)->slot;
            return row.values[slot] == (*before)[slot];
        };
        if (before != nullptr && std::ranges::all_of(fields, kept)) return;
        auto const key_of = [&](std::vector<Value> const& values) {
            return key_text(type_, keys_, fields, parent_id,
                            [&](Field const& field) { return values[field.slot]; });
        };
        claim(name, key_of(row.values), before == nullptr ? std::string() : key_of(*before), row.id,
              problems);
    };
    for (auto const& field : type_.fields)
        if (field.unique) one(field.id, {field.id}, {});
    auto const covered = type_.key.size() == 1 && type_.field(type_.key[0])->unique;
    if (!type_.key.empty() && !covered) one("key:", type_.key, row.parent_id);
}

// --- changes

Result<Written> RowWriter::change(Change const& asked) {
    sealed_.clear();
    auto row = current(asked.id);
    if (!row) return fail("record.not_found", asked.id, "没有这条记录", "there is no such record");
    if (asked.if_version && *asked.if_version != row->version)
        return fail("record.stale", asked.id, "这条记录刚被别人改过，请刷新后再改",
                    "somebody has changed this record meanwhile; load it again");
    auto effective = asked.effective_from;
    // Without a day: from today, or from the first day of what is yet to begin.
    if (effective.empty())
        effective = asked.kind == Kind::correct ? row->started_on
                                                : std::max(today_, row->started_on);
    if (!parse_date(effective))
        return fail("record.effective_from", "effective_from", "生效日期有误",
                    "the effective date is wrong");
    std::vector<Delta> history;
    std::vector<Problem> problems;
    TRY(draft, draft_change(asked, *row, effective, history, problems));
    if (std::any_of(problems.begin(), problems.end(), [](auto const& p) { return !p.warning; }))
        return std::unexpected(to_error(problems));
    std::vector<std::string> changed;
    auto const& before = history.empty() ? row->values : base_;
    for (auto const& field : type_.fields)
        if (!(draft.values[field.slot] == before[field.slot])) changed.push_back(field.id);
    auto const ends = asked.kind == Kind::end && type_.ends_with.empty();
    if (changed.empty() && !ends) return Written{row->id, row->version, false, std::move(problems)};
    if (asked.kind != Kind::decide && !asked.approved) CHECK_OK(needs_no_second(type_, changed));
    TRY(written, store_change(asked, *row, draft, changed, effective, history));
    written.warnings = std::move(problems);
    return std::move(written);
}

/// The row as it would be on the effective day: what it was then, and what is asked.
Result<Draft> RowWriter::draft_change(Change const& asked, Stored const& row,
                                      std::string const& effective, std::vector<Delta>& history,
                                      std::vector<Problem>& problems) {
    Draft draft;
    draft.id = row.id;
    draft.parent_id = row.parent_id;
    draft.region = row.region;
    draft.as_of = *parse_date(effective);
    draft.today = date_of(tx_.now());
    draft.given.resize(type_.fields.size());
    if (effective >= row.latest_on && row.due_on.empty()) {
        draft.values = row.values;
    } else {
        history = deltas_of(tx_.sql(), row.id);
        auto const then = fold(type_, keys_, history, {draft.as_of});
        base_ = then.exists ? then.values : std::vector<Value>(type_.fields.size());
        keep_counts(type_, row.values, base_);
        draft.values = then.exists ? base_ : row.values;
    }
    auto values = asked.values;
    if (asked.kind == Kind::end && !type_.ends_with.empty() &&
        values.find(type_.ends_with) == nullptr)
        values.put(type_.ends_with, effective);
    validator_.read(values, asked.opening || asked.kind == Kind::decide, draft, problems);
    CHECK_OK(place(draft, problems));
    validator_.compute(draft);
    if (asked.kind == Kind::decide) return draft;  // a decision's own result needs no form check
    validator_.check(draft, problems);
    return draft;
}

Result<Written> RowWriter::store_change(Change const& asked, Stored row, Draft const& draft,
                                        std::vector<std::string> const& changed,
                                        std::string const& effective, std::vector<Delta>& history) {
    auto const before = row;
    Entry entry{row.id,          name_of_kind(asked.kind), effective, asked.reason, asked.document,
                row.version + 1, delta_of(draft, changed)};
    if (asked.kind == Kind::end && type_.ends_with.empty()) entry.delta.put("ended_on", effective);
    row.version = entry.version;
    row.updated_at = tx_.now();
    if (effective <= today_ && history.empty()) {
        row.values = draft.values;
        row.latest_on = std::max(row.latest_on, effective);
        if (auto const* end = entry.delta.find("ended_on")) row.ended_on = end->string_or("");
        if (auto const* field = type_.field(type_.ends_with)) {
            auto const& value = row.values[field->slot];
            row.ended_on = value.is(Value::Type::date) ? to_text(value.date()) : std::string();
        }
        append_history(entry);
    } else {
        append_history(entry);
        take(row, deltas_of(tx_.sql(), row.id));
    }
    if (auto const* field = type_.field(type_.region_field))
        if (auto const& value = row.values[field->slot]; value.is(Value::Type::string))
            row.region = value.string(), row.root = std::string(tree_.root(row.region));
    std::vector<Problem> problems;
    claim_keys(row, &before.values, problems);
    if (!problems.empty()) return std::unexpected(to_error(problems));
    update_row(row, before);
    append_event(entry, row, changed, entry.delta);
    CHECK_OK(notify(row, changed, asked.kind, false));
    return Written{row.id, row.version, true, {}};
}

void RowWriter::take(Stored& row, std::vector<Delta> const& history) const {
    auto folded = fold(type_, keys_, history, {*parse_date(today_)});
    row.started_on = folded.started_on;
    row.latest_on = folded.latest_on;
    row.due_on = folded.due_on;
    row.ended_on = folded.ended_on;
    // A row whose first day is yet to come shows what it will be then.
    if (!folded.exists)
        if (auto const first = parse_date(folded.started_on))
            folded = fold(type_, keys_, history, {*first});
    if (folded.exists) keep_counts(type_, row.values, folded.values);
    if (folded.exists) row.values = std::move(folded.values);
}

Result<void> RowWriter::finish() {
    if (parent_rows_) CHECK_OK(parent_rows_->finish());
    return recount_.run(tx_, catalog_, keys_, records_);
}

Result<void> RowWriter::refold(std::string const& id) {
    sealed_.clear();
    auto row = current(id);
    if (!row) return fail("record.not_found", id, "没有这条记录", "there is no such record");
    auto const before = *row;
    take(*row, deltas_of(tx_.sql(), id));
    if (auto const* field = type_.field(type_.region_field))
        if (auto const& value = row->values[field->slot]; value.is(Value::Type::string))
            row->region = value.string(), row->root = std::string(tree_.root(row->region));
    std::vector<Problem> problems;
    claim_keys(*row, &before.values, problems);
    if (!problems.empty()) return std::unexpected(to_error(problems));
    update_row(*row, before);
    return {};
}

}  // namespace jizhi::record
