#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "dmn/column_node.hpp"
#include "dmn/expression_compiler.hpp"
#include "dmn/program.hpp"
#include "dmn/static_type.hpp"
#include "feel/function.hpp"
#include "kit/limits_dmn.hpp"

namespace jizhi::dmn {
namespace {

/// A business knowledge model or decision service as FEEL calls it. Holds its program weakly: a
/// value that outlives the model gives null.
class ModelFunction : public feel::Function, public feel::ColumnFunction {
public:
    ModelFunction(std::vector<std::string> names, std::weak_ptr<Program const> program,
                  std::uint32_t unit)
        : Function(std::move(names)), program_(std::move(program)), unit_(unit) {}

    Value call(std::span<Value const> arguments, feel::Environment& environment) const override {
        auto* run = static_cast<Run*>(environment.host);
        auto const program = program_.lock();
        if (run == nullptr || !program) return {};
        auto const& unit = program->units[unit_];
        return unit.body ? call_knowledge(*program, unit, arguments, *run)
                         : call_service(*program, unit, arguments, *run);
    }
    [[nodiscard]] Types types() const override {
        auto const program = program_.lock();
        if (!program) return {};
        auto const& unit = program->units[unit_];
        if (unit.body) return unit.body->types();
        StaticTypes known;
        Types made;
        for (auto const each : unit.parameters)
            made.parameters.push_back(known.of(program->units[each].type));
        made.result = known.of(result_type(unit));
        return made;
    }
    [[nodiscard]] std::optional<feel::Column> call_columns(std::span<feel::Column const> arguments,
                                                           feel::Batch& batch,
                                                           feel::Mask const& mask) const override {
        auto* run = static_cast<Run*>(batch.environment().host);
        if (run == nullptr || run->columns == nullptr) return std::nullopt;
        if (program_.lock().get() != &run->columns->plan.program()) return std::nullopt;
        return run->columns->plan.call(unit_, arguments, *run->columns, mask);
    }

private:
    static Value call_knowledge(Program const& program, Unit const& unit,
                                std::span<Value const> arguments, Run& run) {
        std::vector<Value> slots(unit.body->slots);
        for (auto const& need : unit.needs) slots[need.slot] = program.functions[need.unit];
        auto const before = run.told();
        auto const* outer = std::exchange(run.unit, &unit);
        auto value = dmn::call(*unit.body, std::move(slots), arguments, run);
        run.place(before, unit.element->place);
        run.unit = outer;
        return value;
    }

    static Value call_service(Program const& program, Unit const& unit,
                              std::span<Value const> arguments, Run& run) {
        for (std::size_t i = 0; i < arguments.size() && i < unit.parameters.size(); ++i)
            if (!coerce(program.units[unit.parameters[i]].type, arguments[i], run.environment)) {
                run.tell("dmn.argument", "决策服务的参数不符合类型，结果为空",
                         "an argument of the decision service does not fit; the result is null",
                         {&arguments[i], 1});
                return {};
            }
        return run_plan(*unit.plan, arguments, run);
    }

    std::weak_ptr<Program const> program_;
    std::uint32_t unit_;
};

class Compiler {
public:
    explicit Compiler(Program& program) : program_(program) {}

    Result<void> collect(std::shared_ptr<Definitions const> const& root);
    Result<void> link();
    void compile_all();
    Result<void> plan_services();

private:
    void add(Definitions const& definitions, std::string const& path);
    [[nodiscard]] Definitions const* imported(std::string_view name_space) const;
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view href,
                                                    Definitions const& from) const;
    [[nodiscard]] std::string visible_name(Unit const& needed, Unit const& from) const;
    Result<std::vector<std::uint32_t>> refs(std::vector<std::string> const& hrefs,
                                            Unit const& unit) const;
    void compile_unit(std::uint32_t index);
    void compile_knowledge(std::uint32_t index, Names& names, ExpressionCompiler& compiler);
    void compile_decision(std::uint32_t index, Names& names, ExpressionCompiler& compiler);

    Program& program_;
    std::vector<Definitions const*> all_;
    std::set<Definitions const*> added_;
    std::set<std::string> members_;
    int ways_ = 0;  ///< on which definitions were reached
    std::map<std::string, std::uint32_t, std::less<>> by_key_;  ///< "namespace#id"
};

Definitions const* Compiler::imported(std::string_view name_space) const {
    for (auto const* each : all_)
        if (each->name_space == name_space) return each;
    return nullptr;
}

void gather_members(ItemDefinition const& item, std::set<std::string>& members) {
    for (auto const& component : item.components) {
        members.insert(component.name);
        gather_members(component, members);
    }
}

void gather_members(ExpressionPtr const& expression, std::set<std::string>& members) {
    if (!expression) return;
    if (auto const* context = std::get_if<BoxedContext>(&expression->body))
        for (auto const& entry : context->entries) {
            members.insert(entry.variable.name);
            gather_members(entry.value, members);
        }
    if (auto const* table = std::get_if<DecisionTable>(&expression->body))
        for (auto const& output : table->outputs) members.insert(output.name);
    if (auto const* relation = std::get_if<Relation>(&expression->body))
        for (auto const& column : relation->columns) members.insert(column.name);
    if (auto const* function = std::get_if<FunctionDefinition>(&expression->body))
        gather_members(function->body, members);
}

void gather(Program const& program, std::vector<Definitions const*>& all) {
    if (std::ranges::find(all, program.root.get()) != all.end()) return;
    all.push_back(program.root.get());
    for (auto const& each : program.imports) gather(*each, all);
}

Result<void> Compiler::collect(std::shared_ptr<Definitions const> const& root) {
    for (auto const& each : program_.imports) gather(*each, all_);
    program_.types = std::make_unique<Types>(program_.problems);
    add(*root, "");
    if (ways_ <= limit::imports_max) return {};
    return fail("dmn.too_many_imports", root->source, "模型之间的导入太多，请合并一些模型",
                "models import each other on too many ways; merge some of them");
}

/// A table without annotations has no reasons until one is needed to be silent.
void silence(Site& site) {
    if (site.reasons.empty() && site.source != nullptr)
        site.reasons.resize(site.source->rules.size());
    for (auto& reason : site.reasons) reason.silent = true;
}

void Compiler::add(Definitions const& definitions, std::string const& path) {
    if (++ways_ > limit::imports_max) return;
    // The same model may be imported on two ways: its types stand under both names.
    program_.types->add(definitions, path);
    if (added_.insert(&definitions).second)
        for (auto const& element : definitions.elements) {
            auto& unit = program_.units.emplace_back();
            unit.element = &element;
            unit.definitions = &definitions;
            unit.prefix = path;
            unit.name = path + element.variable.name;
            by_key_.emplace(definitions.name_space + "#" + element.id,
                            static_cast<std::uint32_t>(program_.units.size()) - 1);
        }
    for (auto const& item : definitions.items) gather_members(item, members_);
    for (auto const& element : definitions.elements) gather_members(element.logic, members_);
    members_.erase("");
    for (auto const& each : definitions.imports)
        if (auto const* found = imported(each.name_space);
            found != nullptr && std::ranges::count(path, '.') < 8)
            add(*found, each.name.empty() ? path : path + each.name + ".");
}

std::optional<std::uint32_t> Compiler::find(std::string_view href, Definitions const& from) const {
    auto const hash = href.find('#');
    auto const id = hash == std::string_view::npos ? href : href.substr(hash + 1);
    auto const space = hash == std::string_view::npos || hash == 0
                           ? from.name_space
                           : std::string(href.substr(0, hash));
    auto const found = by_key_.find(space + "#" + std::string(id));
    if (found == by_key_.end()) return std::nullopt;
    return found->second;
}

std::string Compiler::visible_name(Unit const& needed, Unit const& from) const {
    auto const& name = needed.element->variable.name;
    if (needed.definitions == from.definitions) return name;
    for (auto const& each : from.definitions->imports)
        if (each.name_space == needed.definitions->name_space)
            return each.name.empty() ? name : each.name + "." + name;
    return name;
}

Result<std::vector<std::uint32_t>> Compiler::refs(std::vector<std::string> const& hrefs,
                                                  Unit const& unit) const {
    std::vector<std::uint32_t> found;
    for (auto const& href : hrefs) {
        auto const at = find(href, *unit.definitions);
        if (!at) {
            auto const& element = *unit.element;
            return fail("dmn.unknown_reference",
                        fmt::format("{}:{}:{}", unit.definitions->source, element.place.line,
                                    element.place.column),
                        fmt::format("“{}”引用的“{}”不存在；如在别的模型里，请先导入", element.name, href),
                        fmt::format("'{}' refers to '{}', which does not exist; import its model",
                                    element.name, href));
        }
        found.push_back(*at);
    }
    return found;
}

Result<void> Compiler::link() {
    for (auto& unit : program_.units) {
        auto const& element = *unit.element;
        TRY(needs, refs(element.requirements, unit));
        for (auto const each : needs)
            unit.needs.push_back({each, 0, visible_name(program_.units[each], unit)});
        TRY(outputs, refs(element.outputs, unit));
        unit.outputs = outputs;
        TRY(data, refs(element.input_data, unit));
        TRY(decisions, refs(element.input_decisions, unit));
        unit.parameters = data;
        unit.parameters.insert(unit.parameters.end(), decisions.begin(), decisions.end());
    }
    return {};
}

void Compiler::compile_decision(std::uint32_t index, Names& names, ExpressionCompiler& compiler) {
    auto& unit = program_.units[index];
    auto const& element = *unit.element;
    auto const before = compiler.sites();
    unit.logic = compiler.compile(element.logic, names, element.variable.name);
    auto const table = element.logic && std::holds_alternative<DecisionTable>(element.logic->body);
    auto const silent = element.reason && element.reason->silent;
    if (silent)
        for (auto i = before; i < program_.sites.size(); ++i) silence(program_.sites[i]);
    // Entries with reasons speak for their decision, unless it has its own reason.
    auto const spoken_for = compiler.sites() > before && !element.reason;
    if (table || silent || spoken_for || !element.logic) return;
    unit.site = compiler.add_site(element.reason ? &*element.reason : nullptr, unit.logic.get(),
                                  names, element.variable.name, element.logic->id, element.title);
}

void Compiler::compile_knowledge(std::uint32_t index, Names& names, ExpressionCompiler& compiler) {
    auto& unit = program_.units[index];
    auto const& element = *unit.element;
    auto const* function =
        element.logic ? std::get_if<FunctionDefinition>(&element.logic->body) : nullptr;
    if (function == nullptr) return;
    unit.body = compiler.function(*function, names, element.variable.name, &element);
}

void Compiler::compile_unit(std::uint32_t index) {
    auto& unit = program_.units[index];
    Names names(scope_of(program_, unit));
    for (auto& need : unit.needs) need.slot = names.add(need.name);
    Texts texts(unit.definitions->source, program_.problems);
    ExpressionCompiler compiler(program_, index, texts);
    auto const& element = *unit.element;
    auto const where = fmt::format("{}:{}:{}", unit.definitions->source, element.place.line,
                                   element.place.column);
    unit.type = program_.types->find(element.variable.type_ref, unit.prefix, where);
    if (element.kind == Element::Kind::decision) compile_decision(index, names, compiler);
    if (element.kind == Element::Kind::knowledge) compile_knowledge(index, names, compiler);
    program_.units[index].slots = names.slots();
}

void Compiler::compile_all() {
    program_.members.assign(members_.begin(), members_.end());
    for (std::uint32_t i = 0; i < program_.units.size(); ++i) compile_unit(i);
    program_.types->finish();
}

Result<void> Compiler::plan_services() {
    for (std::uint32_t i = 0; i < program_.units.size(); ++i) {
        if (program_.units[i].element->kind != Element::Kind::service) continue;
        TRY(plan, make_plan(program_, i));
        program_.units[i].plan = plan;
    }
    return check_requirements(program_);  // a circle is refused now, not when somebody asks
}

void make_functions(std::shared_ptr<Program> const& program) {
    program->functions.resize(program->units.size());
    for (std::uint32_t i = 0; i < program->units.size(); ++i) {
        auto const& unit = program->units[i];
        std::vector<std::string> names;
        if (unit.body)
            for (auto const& [name, type] : unit.body->parameters) names.push_back(name);
        else if (unit.plan)
            for (auto const each : unit.parameters)
                names.push_back(program->units[each].element->variable.name);
        else
            continue;
        program->functions[i] = Value(std::shared_ptr<Callable const>(
            std::make_shared<ModelFunction>(std::move(names), program, i)));
    }
}

}  // namespace

feel::Scope scope_of(Program const& program, Unit const& unit) {
    feel::Scope scope;
    scope.members = program.members;
    scope.type = [types = program.types.get(), prefix = unit.prefix](std::string_view name) {
        auto const* type = types->declared(name, prefix);
        if (type == nullptr) return feel::TypeTest();
        return feel::TypeTest([type](Value const& value) { return conforms(*type, value); });
    };
    return scope;
}

Unit const* Program::find(std::string_view name_or_id) const {
    for (auto const& unit : units)
        if (unit.name == name_or_id || unit.element->name == name_or_id) return &unit;
    for (auto const& unit : units)
        if (unit.element->id == name_or_id) return &unit;
    return nullptr;
}

Result<std::shared_ptr<Program>> compile(std::shared_ptr<Definitions const> definitions,
                                         std::vector<std::shared_ptr<Program const>> imports) {
    auto program = std::make_shared<Program>();
    program->root = definitions;
    program->imports = std::move(imports);
    Compiler compiler(*program);
    CHECK_OK(compiler.collect(definitions));
    CHECK_OK(compiler.link());
    compiler.compile_all();
    CHECK_OK(compiler.plan_services());
    make_functions(program);
    return program;
}

}  // namespace jizhi::dmn
