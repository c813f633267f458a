#include "decision/binding.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jizhi::decision {
namespace {

constexpr std::size_t bindings_max = 200;  // more were made by deployments long gone

/// All that a binding depends on: a pointer could be another catalog's tomorrow.
std::string key_of(record::RecordType const& type, DeployedModel const& model) {
    auto key = model.id + "@" + model.region + "=" + model.version + "/" + type.id;
    for (auto const& field : type.fields) key += "," + field.id;
    if (auto const declared = type.bind.find(model.id); declared != type.bind.end())
        for (auto const& [name, text] : declared->second) key += "\n" + name + ":" + text;
    return key;
}

bool declares(DeployedModel const& model, std::string const& input) {
    return std::ranges::any_of(model.model.definitions().elements, [&](auto const& element) {
        return element.kind == dmn::Element::Kind::input && element.name == input;
    });
}

}  // namespace

feel::Scope Binding::scope_of(record::RecordType const& type) {
    auto scope = type.full_scope();
    if (std::ranges::find(scope.names, "period") == scope.names.end())
        scope.names.emplace_back("period");
    return scope;
}

std::vector<Value> Binding::slots_of(feel::Scope const& scope, Value const& record,
                                     Value const& as_of, Value const& period) {
    std::vector<Value> slots;
    slots.reserve(scope.names.size());
    static Context const nothing;
    auto const& known = record.is(Value::Type::context) ? record.context() : nothing;
    auto const& entries = known.entries();
    // Records come with their entries in the order of the scope: the next one is nearly always it.
    std::size_t next = 0;
    for (auto const& name : scope.names) {
        if (name == "as_of") slots.push_back(as_of);
        else if (name == "period") slots.push_back(period);
        else if (next < entries.size() && entries[next].first == name)
            slots.push_back(entries[next++].second);
        else {
            auto const* found = known.find(name);
            slots.push_back(found == nullptr ? Value() : *found);
            if (found != nullptr)
                next = static_cast<std::size_t>(
                           std::ranges::find(entries, name, &Context::Entry::first) -
                           entries.begin()) + 1;
        }
    }
    return slots;
}

Result<std::shared_ptr<Binding const>> Binding::make(record::RecordType const& type,
                                                     DeployedModel const& model) {
    auto made = std::make_shared<Binding>();
    made->scope_ = scope_of(type);
    auto const declared = type.bind.find(model.id);
    for (auto const& input : model.main.inputs()) made->inputs_.push_back({input.name, {}});
    if (declared == type.bind.end()) return std::shared_ptr<Binding const>(made);
    for (auto const& [name, text] : declared->second) {
        auto const where = fmt::format("{}.bind.{}.{}", type.id, model.id, name);
        auto const at = std::ranges::find(made->inputs_, name, &Input::name);
        // What the model declares but its main decision does not need is bound for nothing.
        if (at == made->inputs_.end() && declares(model, name)) continue;
        if (at == made->inputs_.end())
            return fail("bind.unknown_input", where,
                        fmt::format("模型“{}”没有名为“{}”的输入", model.id, name),
                        fmt::format("the model '{}' has no input '{}'", model.id, name));
        auto code = feel::compile(text, made->scope_);
        if (!code) {
            auto error = code.error();
            error.where = where + ":" + error.where;
            return std::unexpected(std::move(error));
        }
        at->value = std::move(*code);
    }
    return std::shared_ptr<Binding const>(made);
}

std::vector<Value> Binding::inputs(Value const& record, Value const& as_of, Value const& period,
                                   Context const& extra, feel::Environment& environment) const {
    auto const slots = slots_of(scope_, record, as_of, period);
    std::vector<Value> values;
    values.reserve(inputs_.size());
    for (auto const& input : inputs_) {
        if (auto const* given = extra.find(input.name)) values.push_back(*given);
        else if (input.value) values.push_back(input.value->evaluate(slots, environment));
        else values.emplace_back();
    }
    return values;
}

Result<std::shared_ptr<Binding const>> Bindings::get(record::RecordType const& type,
                                                     DeployedModel const& model) const {
    auto const key = key_of(type, model);
    std::lock_guard const lock(mutex_);
    auto const found = made_.find(key);
    if (found != made_.end()) return found->second;
    TRY(binding, Binding::make(type, model));
    if (made_.size() >= bindings_max) made_.clear();
    made_.emplace(key, binding);
    return binding;
}

std::vector<Error> check_binds(record::Catalog const& catalog, Book const& book) {
    std::vector<Error> errors;
    for (auto const* type : catalog.types())
        for (auto const& [id, inputs] : type->bind) {
            auto const variants = book.variants(id);
            if (variants.empty())
                errors.push_back({"bind.unknown_model", type->id + ".bind." + id,
                                  fmt::format("没有名为“{}”的决策模型", id),
                                  fmt::format("there is no decision model '{}'", id)});
            for (auto const* model : variants)
                if (auto made = Binding::make(*type, *model); !made)
                    errors.push_back(made.error());
        }
    return errors;
}

}  // namespace jizhi::decision
