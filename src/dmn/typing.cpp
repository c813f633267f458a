#include "dmn/typing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "dmn/scope.hpp"
#include "dmn/static_type.hpp"
#include "dmn/table_reader.hpp"
#include "feel/cuts.hpp"
#include "feel/inference.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

using feel::TypePtr;

/// Names in sight with the types of what stands there.
class TypedNames {
public:
    TypedNames(Program const& program, Unit const& unit) : names_(scope_of(program, unit)) {
        types_.resize(1);  // `?`
    }
    void add(std::string name, TypePtr type) {
        names_.add(std::move(name));
        types_.push_back(std::move(type));
    }
    [[nodiscard]] Names const& names() const { return names_; }
    [[nodiscard]] std::size_t mark() const { return names_.mark(); }
    void hide_since(std::size_t mark) { names_.hide_since(mark); }
    /// By slot of an expression; of unary tests with the type of `?` first.
    [[nodiscard]] std::vector<TypePtr> slots() const { return {types_.begin() + 1, types_.end()}; }
    [[nodiscard]] std::vector<TypePtr> slots(TypePtr input) const {
        auto made = types_;
        made.front() = std::move(input);
        return made;
    }

private:
    Names names_;
    std::vector<TypePtr> types_;
};

class Typing {
public:
    explicit Typing(Program const& program)
        : program_(program), types_(program.units.size()), done_(program.units.size(), false) {}

    std::vector<Error> run() {
        for (std::uint32_t i = 0; i < program_.units.size(); ++i) type_of_unit(i);
        return std::move(found_);
    }

private:
    using In = TypedNames&;

    TypePtr type_of_unit(std::uint32_t index);
    TypePtr knowledge(Unit const& unit, In names);
    TypePtr service(Unit const& unit);

    TypePtr infer(ExpressionPtr const& expression, In names);
    TypePtr infer_body(LiteralExpression const& literal, In names);
    TypePtr infer_body(BoxedContext const& context, In names);
    TypePtr infer_body(BoxedList const& list, In names);
    TypePtr infer_body(Relation const& relation, In names);
    TypePtr infer_body(Invocation const& invocation, In names);
    TypePtr infer_body(FunctionDefinition const& function, In names);
    TypePtr infer_body(Conditional const& conditional, In names);
    TypePtr infer_body(Filter const& filter, In names);
    TypePtr infer_body(Iteration const& iteration, In names);
    TypePtr infer_body(DecisionTable const& table, In names);

    TypePtr text(Text const& text, In names);
    void input_column(DecisionTable const& table, std::size_t column, In names);
    TypePtr output_column(DecisionTable const& table, std::size_t column, In names);
    void cell(Text const& cell, Text const& allowed, Type const* type, TypePtr const& input,
              In names);
    TypePtr output_cell(Text const& cell, OutputClause const& clause, Type const* type, In names);

    TypePtr static_type(Type const* type) { return static_types_.of(type); }
    [[nodiscard]] Type const* declared(std::string_view type_ref) const;
    void complain(std::string code, Place place, std::string zh, std::string en);
    void complain(std::vector<feel::Complaint> const& complaints, Place place);
    void want(TypePtr const& given, Type const* wanted, Place place, std::string const& what);
    [[nodiscard]] bool allows(Text const& tests, Value const& value, Names const& names);

    Program const& program_;
    StaticTypes static_types_;
    std::vector<TypePtr> types_;
    std::vector<bool> done_;
    std::vector<Error> found_;
    std::vector<std::uint32_t> under_way_;  ///< units, innermost last
    Place place_;                           ///< of the boxed expression at hand
};

// Elements

TypePtr Typing::type_of_unit(std::uint32_t index) {
    if (done_[index]) return types_[index];
    done_[index] = true;  // a knowledge model may call itself
    auto const& unit = program_.units[index];
    auto const kind = unit.element->kind;
    auto const declared = static_type(unit.type);
    types_[index] = declared;
    if (kind == Element::Kind::input) return declared;
    under_way_.push_back(index);
    TypedNames names(program_, unit);
    for (auto const& need : unit.needs) names.add(need.name, type_of_unit(need.unit));
    place_ = unit.element->place;
    if (kind == Element::Kind::decision) {
        auto const given = infer(unit.element->logic, names);
        want(given, unit.type, unit.element->logic ? unit.element->logic->place : place_,
             unit.element->name);
        if (!declared) types_[index] = given;
    } else {
        types_[index] = kind == Element::Kind::knowledge ? knowledge(unit, names) : service(unit);
    }
    under_way_.pop_back();
    return types_[index];
}

TypePtr Typing::knowledge(Unit const& unit, In names) {
    auto const* function =
        unit.element->logic ? std::get_if<FunctionDefinition>(&unit.element->logic->body) : nullptr;
    if (function == nullptr) return nullptr;
    auto made = std::make_shared<feel::Type>(*infer_body(*function, names));
    auto const result = static_type(declared(unit.element->logic->type_ref));
    if (result) made->element = result;
    return made;
}

TypePtr Typing::service(Unit const& unit) {
    auto made = std::make_shared<feel::Type>();
    made->kind = feel::Type::Kind::function;
    for (auto const each : unit.parameters)
        made->parameters.push_back(static_type(program_.units[each].type));
    made->element = static_type(result_type(unit));
    return made;
}

// Boxed expressions

TypePtr Typing::infer(ExpressionPtr const& expression, In names) {
    if (!expression) return nullptr;
    auto const outer = std::exchange(place_, expression->place);
    auto given =
        std::visit([&](auto const& body) { return infer_body(body, names); }, expression->body);
    auto const* wanted = declared(expression->type_ref);
    auto const is_function = std::holds_alternative<FunctionDefinition>(expression->body);
    if (!is_function) {
        want(given, wanted, expression->place, "");
        if (auto const type = static_type(wanted)) given = type;
    }
    place_ = outer;
    return given;
}

TypePtr Typing::text(Text const& text, In names) {
    if (trimmed(text.text).empty()) return nullptr;
    auto const code = feel::compile(text.text, names.names().scope());
    if (!code) return nullptr;  // told when the model was compiled
    auto const made = feel::infer(*code, names.slots());
    complain(made.complaints, text.place);
    return made.type;
}

TypePtr Typing::infer_body(LiteralExpression const& literal, In names) {
    return text(literal.text, names);
}

TypePtr Typing::infer_body(BoxedContext const& context, In names) {
    auto made = std::make_shared<feel::Type>();
    made->kind = feel::Type::Kind::context;
    auto const mark = names.mark();
    TypePtr result;
    auto has_result = false;
    for (auto const& entry : context.entries) {
        auto given = infer(entry.value, names);
        auto const* wanted = declared(entry.variable.type_ref);
        want(given, wanted, entry.value ? entry.value->place : place_, entry.variable.name);
        if (auto const type = static_type(wanted)) given = type;
        names.add(entry.variable.name, given);
        has_result = has_result || entry.variable.name.empty();
        if (entry.variable.name.empty())
            result = given;
        else
            made->fields.emplace_back(entry.variable.name, given);
    }
    names.hide_since(mark);
    return has_result ? result : made;
}

TypePtr Typing::infer_body(BoxedList const& list, In names) {
    TypePtr element;
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        auto const type = infer(list.items[i], names);
        element = i == 0 ? type : feel::joined(element, type);
    }
    return feel::list_of(element);
}

TypePtr Typing::infer_body(Relation const& relation, In names) {
    auto made = std::make_shared<feel::Type>();
    made->kind = feel::Type::Kind::context;
    for (auto const& column : relation.columns)
        made->fields.emplace_back(column.name, static_type(declared(column.type_ref)));
    for (auto const& row : relation.rows)
        for (std::size_t i = 0; i < row.size() && i < relation.columns.size(); ++i)
            want(infer(row[i], names), declared(relation.columns[i].type_ref),
                 row[i] ? row[i]->place : place_, relation.columns[i].name);
    return feel::list_of(made);
}

TypePtr Typing::infer_body(Invocation const& invocation, In names) {
    auto const callee = infer(invocation.function, names);
    std::set<std::string> given;
    for (auto const& [parameter, value] : invocation.bindings) {
        infer(value, names);
        given.insert(parameter.name);
    }
    if (!callee || callee->kind != feel::Type::Kind::function) return nullptr;
    return callee->element;
}

TypePtr Typing::infer_body(FunctionDefinition const& function, In names) {
    auto made = std::make_shared<feel::Type>();
    made->kind = feel::Type::Kind::function;
    auto const mark = names.mark();
    for (auto const& each : function.parameters) {
        auto const type = static_type(declared(each.type_ref));
        made->parameters.push_back(type);
        names.add(each.name, type);
    }
    if (function.kind == "FEEL") made->element = infer(function.body, names);
    names.hide_since(mark);
    return made;
}

TypePtr Typing::infer_body(Conditional const& conditional, In names) {
    auto const condition = infer(conditional.condition, names);
    if (!feel::may_be(condition, feel::scalar(Value::Type::boolean)))
        complain("dmn.type", conditional.condition->place,
                 "条件应是“是”或“否”，这里是" + feel::words(condition).zh,
                 "the condition must be true or false, but is a " + feel::words(condition).en);
    auto const then = infer(conditional.then, names);
    return feel::joined(then, infer(conditional.otherwise, names));
}

TypePtr Typing::infer_body(Filter const& filter, In names) {
    auto const in = infer(filter.in, names);
    return in && in->kind == feel::Type::Kind::list ? in : nullptr;
}

TypePtr Typing::infer_body(Iteration const& iteration, In names) {
    auto item = infer(iteration.in, names);
    if (item && (item->kind == feel::Type::Kind::list || item->kind == feel::Type::Kind::range))
        item = item->element;
    auto const mark = names.mark();
    names.add(iteration.variable, item);
    names.add("partial", feel::list_of(nullptr));
    auto const body = infer(iteration.body, names);
    names.hide_since(mark);
    if (iteration.kind == Iteration::Kind::each) return feel::list_of(body);
    return feel::scalar(Value::Type::boolean);
}

// Decision tables

void Typing::input_column(DecisionTable const& table, std::size_t column, In names) {
    auto const& clause = table.inputs[column];
    auto given = text(clause.expression, names);
    auto const* type = declared(clause.type_ref);
    want(given, type, clause.expression.place, clause.label);
    if (auto const wanted = static_type(type)) given = wanted;
    for (auto const& rule : table.rules)
        if (column < rule.inputs.size())
            cell(rule.inputs[column], clause.allowed, type, given, names);
}

void Typing::cell(Text const& cell, Text const& allowed, Type const* type, TypePtr const& input,
                  In names) {
    auto const bare = trimmed(cell.text);
    if (bare.empty() || bare == "-") return;
    auto const code = feel::compile_unary_tests(cell.text, names.names().scope());
    if (!code) return;
    auto const made = feel::infer(*code, names.slots(input));
    complain(made.complaints, cell.place);
    auto const cuts = feel::cuts_of(*code);
    if (!made.complaints.empty() || !cuts || cuts->ordered) return;
    feel::Environment environment;
    for (auto const& each : cuts->values) {
        auto const fits = !type || feel::may_be(feel::type_of(each), static_type(type));
        auto const outside = !allows(allowed, each, names.names()) ||
                             (fits && type != nullptr && type->kind != Type::Kind::list &&
                              !coerce(type, each, environment));
        if (outside)
            complain("dmn.not_allowed", cell.place,
                     to_literal(each) + " 不在这一列的允许值内，请改这一格或补充允许值",
                     to_literal(each) +
                         " is none of this column's allowed values; change the "
                         "cell or the allowed values");
    }
}

TypePtr Typing::output_cell(Text const& cell, OutputClause const& clause, Type const* type,
                            In names) {
    auto const given = text(cell, names);
    want(given, type, cell.place, clause.name);
    auto const code = feel::compile(cell.text, names.names().scope());
    auto const value = code ? feel::constant_of(*code) : std::nullopt;
    if (!value || value->is_null()) return given;
    feel::Environment environment;
    auto const fits = type != nullptr && feel::may_be(given, static_type(type));
    if (!allows(clause.allowed, *value, names.names()) ||
        (fits && !coerce(type, *value, environment)))
        complain("dmn.not_allowed", cell.place,
                 to_literal(*value) + " 不在这一列的允许值内，请改这一格或补充允许值",
                 to_literal(*value) +
                     " is none of this column's allowed values; change the cell "
                     "or the allowed values");
    return given;
}

TypePtr Typing::output_column(DecisionTable const& table, std::size_t column, In names) {
    auto const& clause = table.outputs[column];
    auto const* type = declared(clause.type_ref);
    TypePtr made;
    auto first = true;
    auto const add = [&](Text const& text) {
        if (trimmed(text.text).empty()) return;
        auto const given = output_cell(text, clause, type, names);
        made = std::exchange(first, false) ? given : feel::joined(made, given);
    };
    for (auto const& rule : table.rules)
        if (column < rule.outputs.size()) add(rule.outputs[column]);
    add(clause.otherwise);
    auto const wanted = static_type(type);
    return wanted ? wanted : made;
}

TypePtr Typing::infer_body(DecisionTable const& table, In names) {
    for (std::size_t i = 0; i < table.inputs.size(); ++i) input_column(table, i, names);
    TypePtr row;
    if (table.outputs.size() == 1) {
        row = output_column(table, 0, names);
    } else {
        auto made = std::make_shared<feel::Type>();
        made->kind = feel::Type::Kind::context;
        for (std::size_t i = 0; i < table.outputs.size(); ++i)
            made->fields.emplace_back(table.outputs[i].name, output_column(table, i, names));
        row = made;
    }
    if (table.aggregator == Aggregator::count) return feel::scalar(Value::Type::number);
    using enum HitPolicy;
    auto const many = table.hit_policy == collect || table.hit_policy == rule_order ||
                      table.hit_policy == output_order;
    return many && table.aggregator == Aggregator::none ? feel::list_of(row) : row;
}

// Saying it

Type const* Typing::declared(std::string_view type_ref) const {
    auto const& prefix = program_.units[under_way_.back()].prefix;
    return program_.types->find(type_ref, prefix, "");
}

bool Typing::allows(Text const& tests, Value const& value, Names const& names) {
    if (trimmed(tests.text).empty()) return true;
    auto const code = feel::compile_unary_tests(tests.text, names.scope());
    if (!code || !feel::cuts_of(*code)) return true;
    feel::Environment environment;
    std::vector<Value> slots(names.slots());
    slots.front() = value;
    return code->evaluate(slots, environment).boolean_or(true);
}

void Typing::complain(std::string code, Place place, std::string zh, std::string en) {
    complain({{std::move(code), 1, 1, std::move(zh), std::move(en)}}, place);
}

void Typing::complain(std::vector<feel::Complaint> const& complaints, Place place) {
    auto const& unit = program_.units[under_way_.back()];
    if (unit.definitions != program_.root.get()) return;  // it is told where it stands
    auto const& element = *unit.element;
    auto const title = element.title.zh.empty() ? element.name : element.title.zh;
    auto const english = element.title.en.empty() ? element.name : element.title.en;
    Texts texts(unit.definitions->source, found_);
    for (auto const& each : complaints)
        texts.problem({each.code, fmt::format("{}:{}", each.line, each.column),
                       fmt::format("“{}”（{}）：{}", title, element.id, each.zh),
                       fmt::format("'{}' ({}): {}", english, element.id, each.en)},
                      place);
}

void Typing::want(TypePtr const& given, Type const* wanted, Place place, std::string const& what) {
    auto const type = static_type(wanted);
    if (feel::may_be(given, type)) return;
    auto const zh = what.empty() ? std::string("结果") : "“" + what + "”";
    auto const en = what.empty() ? std::string("the result") : "'" + what + "'";
    complain("dmn.type", place,
             fmt::format("{}声明为 {}（{}），表达式却给出{}", zh, wanted->name,
                         feel::words(type).zh, feel::words(given).zh),
             fmt::format("{} is declared as {} ({}), but the expression gives a {}", en,
                         wanted->name, feel::words(type).en, feel::words(given).en));
}

}  // namespace

std::vector<Error> type_errors(Program const& program) { return Typing(program).run(); }

}  // namespace jizhi::dmn
