#include <algorithm>

#include "record/catalog.hpp"

namespace jizhi::record {
namespace {

Error error_of(std::string const& type, std::string zh, std::string en) {
    return {"catalog.unknown_name", "records/" + type + ".yaml", std::move(zh), std::move(en)};
}

}  // namespace

std::vector<Error> Catalog::problems_of(RecordType const& type) const {
    std::vector<Error> errors;
    auto const complain = [&](std::string const& what, std::string const& name) {
        errors.push_back(error_of(type.id, what + "“" + name + "”不存在",
                                  what + " \"" + name + "\" does not exist"));
    };
    if (!type.parent.empty() && !types_.contains(type.parent)) complain("parent", type.parent);
    for (auto const& child : type.children) {
        auto const* found = this->type(child);
        if (found == nullptr)
            complain("children", child);
        else if (found->parent != type.id)
            errors.push_back(error_of(type.id, "台账 " + child + " 的 parent 应为 " + type.id,
                                      "the parent of " + child + " must be " + type.id));
    }
    for (auto const& field : type.fields) {
        if (field.counted) check_counted(type, field, errors);
        if (!field.dictionary.empty() && !dictionaries_.contains(field.dictionary))
            complain("fields." + field.id + ".dictionary", field.dictionary);
        if (!field.reference.empty() && !types_.contains(field.reference))
            complain("fields." + field.id + ".record", field.reference);
    }
    if (auto const* parent = this->type(type.parent); parent != nullptr && type.applies)
        for (auto const& [of_parent, own] : type.applies->values)
            if (parent->field(of_parent) == nullptr) complain("applies.values", of_parent);
    for (auto const& imported : type.imported_children) {
        auto const* child = this->type(imported.child);
        if (child == nullptr || child->parent != type.id)
            complain("import.child", imported.child);
        else
            for (auto const& id : imported.fields)
                if (child->field(id) == nullptr) complain("import.fields", id);
    }
    return errors;
}

/// What is counted must be there, and stand in a column that SQL can compare.
void Catalog::check_counted(RecordType const& type, Field const& field,
                            std::vector<Error>& errors) const {
    auto const& counted = *field.counted;
    auto const at = "fields." + field.id + ".counted";
    auto const wrong = [&](std::string const& zh, std::string const& en) {
        errors.push_back(error_of(type.id, at + "：" + zh, at + ": " + en));
    };
    auto const* other = this->type(counted.record);
    auto const* ours = type.field(counted.ours);
    if (other == nullptr)
        return wrong("没有台账 " + counted.record, "there is no record type " + counted.record);
    auto const* theirs = other->field(counted.theirs);
    if (ours == nullptr || theirs == nullptr || ours->sensitive || theirs->sensitive ||
        ours->type != theirs->type)
        return wrong("match 的两个字段应存在、同类型、不加密",
                     "the two fields of match must exist, be of one type and not sealed");
    if (!counted.where.is(Value::Type::context)) return;
    for (auto const& [name, condition] : counted.where.context().entries())
        if (auto const* by = other->field(name); by == nullptr || by->sensitive)
            wrong("where 只能用 " + other->id + " 自己的、不加密的字段：" + name,
                  "where takes only fields of " + other->id + " itself, not sealed: " + name);
}

std::vector<RecordType const*> Catalog::counting(std::string_view record) const {
    std::vector<RecordType const*> found;
    for (auto const& [id, type] : types_)
        if (std::any_of(type.fields.begin(), type.fields.end(), [&](Field const& field) {
                return field.counted && field.counted->record == record;
            }))
            found.push_back(&type);
    return found;
}

std::vector<Error> Catalog::finish() {
    std::vector<Error> errors;
    std::vector<std::string> order;
    auto const depth = [&](std::string const& id) {
        int steps = 0;
        for (auto const* at = type(id); at != nullptr && !at->parent.empty() && steps < 8; ++steps)
            at = type(at->parent);
        return steps;
    };
    for (auto const& [id, type] : types_) {
        if (depth(id) >= 8)
            errors.push_back(
                error_of(id, "台账嵌套太深或成环", "records are nested too deeply or in a ring"));
        for (auto& error : problems_of(type)) errors.push_back(std::move(error));
        if (type.parent.empty()) continue;
        auto parent = types_.find(type.parent);
        if (parent == types_.end()) continue;
        auto& children = parent->second.children;
        if (std::find(children.begin(), children.end(), id) == children.end())
            errors.push_back(error_of(id, "台账 " + type.parent + " 的 children 中没有 " + id,
                                      "the children of " + type.parent + " lack " + id));
    }
    std::stable_sort(order_.begin(), order_.end(),
                     [&](auto const& a, auto const& b) { return depth(a) < depth(b); });
    std::stable_sort(menu_.begin(), menu_.end(),
                     [](auto const& a, auto const& b) { return a.order < b.order; });
    return errors;
}

}  // namespace jizhi::record
