#include "decision/reliance.hpp"

#include <algorithm>

#include "decision/binding.hpp"
#include "feel/inspection.hpp"

namespace jizhi::decision {
namespace {

/// A run gives its model figures beside the bind, from whatever the record holds.
bool has_run(record::Catalog const& catalog, record::RecordType const& type,
             std::string const& model) {
    return std::ranges::any_of(catalog.views(), [&](auto const* view) {
        return view->record == type.id && view->declared["decision"].string_or("") == model;
    });
}

/// The field that gives a name: "id_number_sex" comes with "id_number", "region" with the field
/// that says the place.
std::string field_of(record::RecordType const& type, std::string const& name) {
    if (name == "region") return type.region_field;
    for (auto const& field : type.fields)
        if (field.type == record::FieldType::resident_id)
            for (auto const* suffix : {"_birth_date", "_sex", "_region"})
                if (name == field.id + suffix) return field.id;
    return name;
}

}  // namespace

Reliance::Reliance(std::shared_ptr<record::Catalog const> catalog) : catalog_(std::move(catalog)) {
    for (auto const* type : catalog_->types()) {
        auto read = read_by(*catalog_, *type);
        if (!read.fields.empty()) by_type_.emplace(type->id, std::move(read));
    }
}

Reliance::Read Reliance::read_by(record::Catalog const& catalog, record::RecordType const& type) {
    Read read;
    for (auto const& field : type.fields) {
        if (field.decided_by.empty()) continue;
        auto const model = field.decided_by.substr(0, field.decided_by.find('.'));
        read.fields.insert(field.id);
        read.all = read.all || has_run(catalog, type, model);
        add_bind(type, model, read);
    }
    if (!read.fields.empty()) read.fields.insert(type.region_field);  // rules go by the place
    return read;
}

void Reliance::add_bind(record::RecordType const& type, std::string const& model, Read& read) {
    auto const declared = type.bind.find(model);
    if (declared == type.bind.end()) return;
    auto const scope = Binding::scope_of(type);
    for (auto const& [input, text] : declared->second) {
        auto const code = feel::compile(text, scope);
        read.all = read.all || !code;
        if (!code) continue;
        for (auto const& mention : feel::inspect(*code).inputs)
            read.fields.insert(field_of(type, mention.name));
    }
}

bool Reliance::of_row(record::Notice const& notice) const {
    auto const found = by_type_.find(notice.type.id);
    if (found == by_type_.end()) return false;
    auto const& read = found->second;
    return notice.created || read.all ||
           std::ranges::any_of(notice.changed,
                               [&](auto const& id) { return read.fields.contains(id); });
}

bool Reliance::of_parent(record::Notice const& notice) const {
    auto const found = by_type_.find(notice.type.parent);
    if (found == by_type_.end()) return false;
    return found->second.all || found->second.fields.contains(notice.type.id);
}

}  // namespace jizhi::decision
