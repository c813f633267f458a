#include "record/type.hpp"

namespace jizhi::record {

Field const* RecordType::field(std::string_view field_id) const {
    for (auto const& field : fields)
        if (field.id == field_id) return &field;
    return nullptr;
}

feel::Scope RecordType::row_scope() const {
    feel::Scope scope;
    for (auto const& field : fields) scope.names.push_back(field.id);
    for (auto const& field : fields) {
        if (field.type != FieldType::resident_id) continue;
        for (auto const* suffix : {"_birth_date", "_sex", "_region"})
            scope.names.push_back(field.id + suffix);
    }
    for (auto const* name : {"id", "region", "as_of", "parent"}) scope.names.emplace_back(name);
    return scope;
}

feel::Scope RecordType::full_scope() const {
    auto scope = row_scope();
    scope.names.insert(scope.names.end(), children.begin(), children.end());
    scope.names.emplace_back("period");
    return scope;
}

}  // namespace jizhi::record
