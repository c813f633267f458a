#include <fmt/format.h>

#include <algorithm>

#include "decision/run_view.hpp"

namespace jizhi::decision {
namespace {

Title title_of(Value const& value) {
    return {value["zh"].string_or(""), value["en"].string_or("")};
}

/// The names that a column may use: the components of the main decision, and `result`.
feel::Scope components_of(DeployedModel const& model) {
    feel::Scope scope;
    for (auto const& element : model.model.definitions().elements) {
        if (element.id != model.main.id() || !element.logic) continue;
        if (auto const* context = std::get_if<dmn::BoxedContext>(&element.logic->body))
            for (auto const& entry : context->entries)
                if (!entry.variable.name.empty()) scope.names.push_back(entry.variable.name);
        if (auto const* table = std::get_if<dmn::DecisionTable>(&element.logic->body))
            for (auto const& output : table->outputs)
                if (!output.name.empty()) scope.names.push_back(output.name);
    }
    scope.names.emplace_back("result");
    return scope;
}

}  // namespace

/// Reads one view of kind decision_run.
class RunViewReader {
public:
    RunViewReader(record::Catalog const& catalog, record::View const& view)
        : catalog_(catalog), declared_(view.declared), where_("views/" + view.id) {
        made_.id = view.id;
        made_.title = {view.title.zh, view.title.en};
        made_.record_type = view.record;
    }

    Result<RunView> read(DeployedModel const& model);

private:
    [[nodiscard]] std::unexpected<Error> wrong(std::string const& key, std::string zh,
                                               std::string en) const {
        return fail("run_view.invalid", where_ + ":" + key, std::move(zh), std::move(en));
    }
    [[nodiscard]] Result<feel::Expression> compile(std::string const& key, std::string const& text,
                                                   feel::Scope const& scope) const {
        auto made = feel::compile(text, scope);
        if (made) return made;
        auto error = made.error();
        error.where = where_ + ":" + key + ":" + error.where;
        return std::unexpected(std::move(error));
    }
    Result<void> read_head(record::RecordType const& type);
    Result<void> read_columns();
    Result<void> read_accumulation(DeployedModel const& model);
    Result<void> read_opening();
    Result<void> read_named(std::string const& key, Value const& from, feel::Scope const& scope,
                            RunView::Named& into) const;

    record::Catalog const& catalog_;
    Value const& declared_;
    std::string where_;
    RunView made_;
};

Result<void> RunViewReader::read_head(record::RecordType const& type) {
    auto const cycle = declared_["period"].string_or("month");
    if (cycle == "quarter") made_.cycle = RunView::Cycle::quarter;
    else if (cycle == "year") made_.cycle = RunView::Cycle::year;
    else if (cycle != "month")
        return wrong("period", "period 应为 month、quarter 或 year",
                     "period must be month, quarter or year");
    made_.at_end_ = declared_["as_of"].string_or("end") != "start";
    made_.sheet_by = declared_["sheet_by"].string_or("");
    if (declared_["signatures"].is(Value::Type::list))
        for (auto const& each : declared_["signatures"].list())
            made_.signatures.push_back(title_of(each));
    made_.record_scope_ = Binding::scope_of(type);
    made_.extra_scope_ = made_.record_scope_;
    made_.extra_scope_.names.emplace_back("accumulated");
    if (!declared_["where"].is_null()) {
        TRY(where, compile("where", declared_["where"].string_or(""), made_.record_scope_));
        made_.where_ = where;
    }
    return {};
}

Result<void> RunViewReader::read_columns() {
    if (!declared_["columns"].is(Value::Type::list) || declared_["columns"].list().empty())
        return wrong("columns", "要有 columns", "columns are missing");
    for (auto const& each : declared_["columns"].list()) {
        auto const id = each["id"].string_or("");
        auto const text = each["value"].string_or(id);
        TRY(value, compile("columns." + id, text, made_.result_scope_));
        made_.columns.push_back({id, each["type"].string_or("text"), title_of(each["title"]),
                                 each["total"].boolean_or(false), each["main"].boolean_or(false),
                                 each["hidden"].boolean_or(false), value});
    }
    return {};
}

Result<void> RunViewReader::read_named(std::string const& key, Value const& from,
                                       feel::Scope const& scope, RunView::Named& into) const {
    if (!from.is(Value::Type::context)) return {};
    for (auto const& [name, text] : from.context().entries()) {
        TRY(code, compile(key + "." + name, text.string_or(""), scope));
        into.emplace_back(name, code);
    }
    return {};
}

Result<void> RunViewReader::read_accumulation(DeployedModel const& model) {
    auto const& declared = declared_["accumulate"];
    if (declared.is(Value::Type::context))
        for (auto const& [input, column] : declared.context().entries()) {
            auto const known = std::ranges::any_of(
                model.main.inputs(), [&](auto const& each) { return each.name == input; });
            if (!known)
                return wrong("accumulate." + input, "模型没有这个输入", "the model has no such input");
            auto const name = column.string_or("");
            if (std::ranges::find(made_.columns, name, &RunColumn::id) == made_.columns.end())
                return wrong("accumulate." + input, fmt::format("没有名为“{}”的列", name),
                             fmt::format("there is no column '{}'", name));
            made_.accumulate_.emplace_back(input, name);
        }
    return read_named("inputs", declared_["inputs"], made_.extra_scope_, made_.inputs_);
}

Result<void> RunViewReader::read_opening() {
    auto const& declared = declared_["opening"];
    if (declared.is_null()) return {};
    made_.opening_record_ = declared["record"].string_or("");
    auto const* child = catalog_.type(made_.opening_record_);
    if (child == nullptr)
        return wrong("opening.record", "没有这种台账", "there is no such record type");
    made_.child_scope_ = child->row_scope();
    made_.child_scope_.names.emplace_back("period");
    if (!declared["where"].is_null()) {
        TRY(where, compile("opening.where", declared["where"].string_or(""), made_.child_scope_));
        made_.opening_where_ = where;
    }
    made_.opening_months_ = declared_["opening_months"].string_or("");
    return read_named("opening.values", declared["values"], made_.child_scope_,
                      made_.opening_values_);
}

Result<RunView> RunViewReader::read(DeployedModel const& model) {
    TRY(type, catalog_.require(made_.record_type));
    made_.model = model.id;
    made_.result_scope_ = components_of(model);
    CHECK_OK(read_head(*type));
    CHECK_OK(read_columns());
    CHECK_OK(read_accumulation(model));
    CHECK_OK(read_opening());
    return std::move(made_);
}

Result<RunView> RunView::make(record::Catalog const& catalog, record::View const& view,
                              DeployedModel const& model) {
    return RunViewReader(catalog, view).read(model);
}

}  // namespace jizhi::decision
