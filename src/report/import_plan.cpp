#include "report/import_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "record/checker.hpp"
#include "record/key_lookup.hpp"
#include "record/query.hpp"
#include "record/state.hpp"
#include "report/import_row.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::report {
namespace {

using record::Found;
using record::RecordType;

constexpr std::string_view last_day = "9999-12-31";
constexpr std::size_t numbers_per_statement = 500;

/// Plans one spreadsheet; what is shared between its rows stands here.
class Planner {
public:
    Planner(store::Connection& sql, ImportInput const& input)
        : sql_(sql), input_(input), reader_(input) {}

    Result<ImportPlan> plan() {
        plan_.known_until = sql_.integer("SELECT max(at) FROM event");
        read_rows();
        find_numbered();
        CHECK_OK(find_parents());
        CHECK_OK(find_records());
        CHECK_OK(find_children());
        CHECK_OK(compare());
        auto const total = static_cast<std::int64_t>(plan_.rows.size());
        for (std::int64_t i = 0; i < total; ++i) {
            check(plan_.rows[static_cast<std::size_t>(i)]);
            if (input_.progress && i % 256 == 0) input_.progress(i, total);
        }
        std::ranges::stable_sort(plan_.problems, {}, &CellProblem::row);
        return std::move(plan_);
    }

private:
    void problem(RowPlan const& row, std::string const& path, std::string code, std::string zh,
                 std::string en, std::string value = {}, std::string suggestion = {},
                 bool warning = false) {
        plan_.problems.push_back({row.row, reader_.column_of(path), path, std::move(code),
                                  std::move(zh), std::move(en), std::move(value),
                                  std::move(suggestion), warning});
    }

    void read_rows() {
        for (auto at = input_.head_row + 1; at < input_.sheet.rows.size(); ++at) {
            auto read = reader_.read(at, plan_.problems);
            if (read.blank) continue;
            RowPlan row;
            row.kind = RowPlan::Kind::create;
            row.row = static_cast<std::int64_t>(at) + 1;
            row.id = std::move(read.id);
            row.values = std::move(read.values);
            for (auto& [type, values] : read.children)
                row.children.push_back({type, {}, std::move(values)});
            if (read.bad) row.kind = RowPlan::Kind::bad;
            refuse_repeated(row, read.parent);
            plan_.rows.push_back(std::move(row));
            parent_keys_.push_back(std::move(read.parent));
        }
    }

    /// The same key twice in one file: the second row is the mistake, and it names the first.
    void refuse_repeated(RowPlan& row, Context const& parent) {
        List key;
        if (row.id.empty()) {
            if (input_.type.key.empty()) return;
            key.emplace_back(parent);
            for (auto const& id : input_.type.key) {
                auto const* value = row.values.find(id);
                if (value == nullptr) return;
                key.push_back(*value);
            }
        } else {
            key.emplace_back(row.id);
        }
        auto const [first, fresh] = rows_by_key_.emplace(to_json(Value(key)), row.row);
        if (fresh) return;
        row.kind = RowPlan::Kind::bad;
        auto const* field = row.id.empty() ? input_.type.field(input_.type.key[0]) : nullptr;
        auto const title = field == nullptr ? record_number_title() : field->title;
        problem(row, field == nullptr ? "id" : field->id, "import.repeated",
                fmt::format("「{}」与第 {} 行重复", title.zh, first->second),
                fmt::format("{} is the same as in row {}", title.en, first->second),
                field == nullptr ? row.id : row.values.find(field->id)->string_or(""));
    }

    /// Rows that say the number of their record, as those of an export do.
    void find_numbered() {
        std::vector<std::string> ids;
        for (auto const& row : plan_.rows)
            if (!row.id.empty() && row.kind != RowPlan::Kind::bad) ids.push_back(row.id);
        std::set<std::string> known;
        auto const day = to_text(input_.today);
        for (std::size_t from = 0; from < ids.size(); from += numbers_per_statement) {
            auto const to = std::min(ids.size(), from + numbers_per_statement);
            std::vector<std::string> const some(ids.begin() + static_cast<std::ptrdiff_t>(from),
                                                ids.begin() + static_cast<std::ptrdiff_t>(to));
            for (auto& found : record::located(sql_, input_.type, some, input_.scope, day))
                known.insert(std::move(found.id));
        }
        for (auto& row : plan_.rows) {
            if (row.id.empty() || row.kind == RowPlan::Kind::bad) continue;
            row.kind = known.contains(row.id) ? RowPlan::Kind::update : RowPlan::Kind::bad;
            if (row.kind == RowPlan::Kind::bad)
                problem(row, "id", "import.no_such_number",
                        "没有这个编号的记录，或不在您的数据范围内；新增的行请把编号空着",
                        "there is no record of this number, or it is outside your scope; leave the "
                        "number of a new row empty",
                        row.id);
        }
    }

    /// Of a child type: whose each row is, by the key that the row says.
    Result<void> find_parents() {
        auto const* type = input_.catalog.type(input_.type.parent);
        if (type == nullptr) return {};
        TRY(found, record::find_by_key(sql_, input_.records.keys(), *type, parent_keys_));
        auto const path = type->key.empty() ? std::string() : "parent." + type->key[0];
        for (std::size_t i = 0; i < plan_.rows.size(); ++i) {
            auto& row = plan_.rows[i];
            if (!row.id.empty() || row.kind == RowPlan::Kind::bad) continue;
            if (!parent_keys_[i].empty() && found[i] &&
                input_.scope.contains(input_.tree, found[i]->region, found[i]->id)) {
                row.parent = found[i]->id;
                continue;
            }
            row.kind = RowPlan::Kind::bad;
            auto const& title = path.empty() ? type->title : type->field(type->key[0])->title;
            problem(row, path, "import.whose",
                    fmt::format("不知道是谁的：「{}」没有填，没有这样的{}，或不在您的数据范围内",
                                title.zh, type->title.zh),
                    fmt::format("whose it is: {} is missing, nobody has it, or that {} is outside "
                                "your scope",
                                title.en, type->title.en));
        }
        return {};
    }

    Result<void> find_records() {
        if (input_.type.key.empty()) return {};
        std::vector<Context> keys;
        std::vector<std::string> parents;
        for (auto const& row : plan_.rows) {
            keys.push_back(row.values);
            if (!input_.type.parent.empty()) parents.push_back(row.parent);
        }
        TRY(found, record::find_by_key(sql_, input_.records.keys(), input_.type, keys, parents));
        for (std::size_t i = 0; i < plan_.rows.size(); ++i) {
            auto& row = plan_.rows[i];
            if (!found[i] || row.kind != RowPlan::Kind::create) continue;
            row.id = found[i]->id;
            row.kind = RowPlan::Kind::update;
            auto const& whose = row.parent.empty() ? found[i]->id : row.parent;
            if (input_.scope.contains(input_.tree, found[i]->region, whose)) continue;
            row.kind = RowPlan::Kind::bad;
            problem(row, input_.type.key[0], "import.elsewhere",
                    "这条记录属于您管理范围以外的单位，请联系上级或原单位",
                    "this record belongs to a unit outside your scope; ask that unit or one above");
        }
        return {};
    }

    /// For rows whose record exists: which of its child rows they mean.
    Result<void> find_children() {
        for (auto const& [child, fields, synonyms] : input_.type.imported_children) {
            auto const* type = input_.catalog.type(child);
            std::vector<Context> keys;
            std::vector<std::string> parents;
            std::vector<ChildPlan*> plans;
            for (auto& row : plan_.rows)
                for (auto& plan : row.children) {
                    if (plan.type != child || row.id.empty()) continue;
                    keys.push_back(plan.values);
                    parents.push_back(row.id);
                    plans.push_back(&plan);
                }
            if (type == nullptr || plans.empty()) continue;
            TRY(found, record::find_by_key(sql_, input_.records.keys(), *type, keys, parents));
            for (std::size_t i = 0; i < plans.size(); ++i)
                if (found[i]) plans[i]->id = found[i]->id;
        }
        return {};
    }

    /// Rows that say only what is known already are unchanged.
    Result<void> compare() {
        std::vector<std::string> ids;
        for (auto const& row : plan_.rows)
            if (row.kind == RowPlan::Kind::update) ids.push_back(row.id);
        if (ids.empty()) return {};
        TRY(loaded, load(ids, input_.today));
        std::map<std::string_view, Value const*> known;
        for (auto const& row : loaded) known.emplace(row.id, &row.value);
        std::vector<Unseen> unseen;
        for (auto& row : plan_.rows) {
            if (row.kind != RowPlan::Kind::update) continue;
            auto const at = known.find(row.id);
            auto const seen = at != known.end();
            if (!seen || !keep_news(row, *at->second, true)) unseen.push_back({&row, !seen});
        }
        return compare_with_what_is_to_come(unseen);
    }

    /// A row that is, or has children that are, not among what is true today.
    struct Unseen {
        RowPlan* row;
        bool itself;
    };

    /// Who is hired for next month, and a contract that begins then, are not there yet today.
    Result<void> compare_with_what_is_to_come(std::vector<Unseen> const& unseen) {
        std::vector<std::string> ids;
        for (auto const& each : unseen) ids.push_back(each.row->id);
        if (ids.empty()) return {};
        TRY(loaded, load(ids, *parse_date(last_day)));
        std::map<std::string_view, Value const*> known;
        for (auto const& row : loaded) known.emplace(row.id, &row.value);
        for (auto const& [row, itself] : unseen)
            if (auto const at = known.find(row->id); at != known.end())
                (void)keep_news(*row, *at->second, itself);
        return {};
    }

    Result<std::vector<record::Loaded>> load(std::vector<std::string> const& ids, Date as_of) {
        record::LoadOptions options;
        for (auto const& imported : input_.type.imported_children)
            options.only_children.push_back(imported.child);
        options.children = !options.only_children.empty();
        return record::load_many(sql_, input_.catalog, input_.records.keys(), input_.type, ids,
                                 {.as_of = as_of}, options);
    }

    static Context news(Context const& said, Value const& before) {
        Context changed;
        for (auto const& [id, value] : said.entries())
            if (!(before[id] == value)) changed.put(id, value);
        return changed;
    }

    /// Whether some child row says all of this already: a row without the key of the child then
    /// means that one.
    static bool says_known(Context const& said, Value const& rows) {
        return rows.is(Value::Type::list) &&
               std::ranges::any_of(rows.list(),
                                   [&](Value const& each) { return news(said, each).empty(); });
    }

    /// False where a child row that is meant is not among the known ones.
    static bool keep_news(RowPlan& row, Value const& known, bool itself) {
        if (itself) row.values = news(row.values, known);
        auto all_seen = true;
        std::erase_if(row.children, [&](ChildPlan& child) {
            auto const& rows = known[child.type];
            if (child.id.empty()) return says_known(child.values, rows);
            Value const* before = nullptr;
            if (rows.is(Value::Type::list))
                for (auto const& each : rows.list())
                    if (each["id"].string_or("") == child.id) before = &each;
            all_seen = all_seen && before != nullptr;
            if (before != nullptr) child.values = news(child.values, *before);
            return child.values.empty();
        });
        if (row.values.empty() && row.children.empty()) row.kind = RowPlan::Kind::unchanged;
        return all_seen;
    }

    void check(RowPlan& row) {
        if (row.kind == RowPlan::Kind::unchanged) return;
        auto const was_bad = row.kind == RowPlan::Kind::bad;
        auto const checked = checker(input_.type).check(row.values, row.id, row.parent);
        auto bad = tell(row, "", checked, was_bad);
        for (auto const& child : row.children)
            if (auto const* type = input_.catalog.type(child.type))
                bad |= tell(row, child.type + ".",
                            checker(*type).check(child.values, child.id, row.id), was_bad);
        if (bad) row.kind = RowPlan::Kind::bad;
    }

    /// One for each type of rows, whatever their number.
    record::Checker& checker(RecordType const& type) {
        auto const known = checkers_.find(type.id);
        if (known != checkers_.end()) return known->second;
        return checkers_
            .try_emplace(type.id, input_.records, sql_, type, input_.today, /*opening=*/true)
            .first->second;
    }

    /// Whether something said is a hindrance. A cell that could not be read is told once only: that
    /// its field is then missing goes without saying.
    bool tell(RowPlan const& row, std::string const& prefix,
              std::vector<record::Problem> const& problems, bool was_bad) {
        auto bad = false;
        for (auto const& said : problems) {
            auto const path = prefix + said.field;
            auto const told = was_bad && std::ranges::any_of(plan_.problems, [&](auto const& p) {
                                  return p.row == row.row && p.field == path;
                              });
            if (told) continue;
            problem(row, path, said.code, said.zh, said.en, said.value, said.suggestion,
                    said.warning);
            bad |= !said.warning;
        }
        return bad;
    }

    store::Connection& sql_;
    ImportInput const& input_;
    RowReader reader_;
    ImportPlan plan_;
    std::vector<Context> parent_keys_;  ///< of each row of the plan
    std::map<std::string, std::int64_t> rows_by_key_;
    std::map<std::string, record::Checker> checkers_;
};

}  // namespace

std::int64_t ImportPlan::count(RowPlan::Kind kind) const {
    return std::ranges::count(rows, kind, &RowPlan::kind);
}

Result<ImportPlan> plan_import(store::Connection& sql, ImportInput const& input) {
    if (input.head_row >= input.sheet.rows.size())
        return fail("import.no_titles", "", "没有找到列标题，请检查表格第一行",
                    "no column titles were found; check the first row");
    return Planner(sql, input).plan();
}

bool still_holds(store::Connection& sql, ImportPlan const& plan, record::RecordType const& type) {
    auto const written = [&](std::string const& id) {
        return sql.integer("SELECT COUNT(*) FROM event WHERE at > ? AND subject_type = ?",
                           {plan.known_until, id}) > 0;
    };
    return !written(type.id) && std::ranges::none_of(type.children, written);
}

Result<void> carry_out(store::Tx& tx, ImportPlan const& plan, record::RecordType const& type,
                       record::Records const& records, std::string const& reason) {
    std::vector<record::Create> creates;
    std::vector<record::Change> changes;
    std::map<std::string, std::vector<record::Create>> child_creates;
    std::map<std::string, std::vector<record::Change>> child_changes;
    for (auto const& row : plan.rows) {
        if (row.kind != RowPlan::Kind::create && row.kind != RowPlan::Kind::update) continue;
        auto id = row.id;
        if (id.empty()) {
            id = tx.new_id();
            creates.push_back({.type = type.id,
                               .values = row.values,
                               .parent_id = row.parent,
                               .effective_from = {},
                               .reason = reason,
                               .document = {},
                               .id = id,
                               .opening = true});
        } else if (!row.values.empty()) {
            changes.push_back({.type = type.id,
                               .id = id,
                               .values = row.values,
                               .kind = record::Kind::change,
                               .effective_from = {},
                               .reason = reason,
                               .document = {},
                               .if_version = {},
                               .opening = true});
        }
        for (auto const& child : row.children) {
            if (child.id.empty())
                child_creates[child.type].push_back({.type = child.type,
                                                     .values = child.values,
                                                     .parent_id = id,
                                                     .effective_from = {},
                                                     .reason = reason,
                                                     .document = {},
                                                     .id = {},
                                                     .opening = true});
            else
                child_changes[child.type].push_back({.type = child.type,
                                                     .id = child.id,
                                                     .values = child.values,
                                                     .kind = record::Kind::change,
                                                     .effective_from = {},
                                                     .reason = reason,
                                                     .document = {},
                                                     .if_version = {},
                                                     .opening = true});
        }
    }
    CHECK_OK(records.create_many(tx, creates));
    CHECK_OK(records.change_many(tx, changes));
    for (auto const& [child, rows] : child_creates) CHECK_OK(records.create_many(tx, rows));
    for (auto const& [child, rows] : child_changes) CHECK_OK(records.change_many(tx, rows));
    return {};
}

}  // namespace jizhi::report
