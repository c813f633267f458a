#pragma once
#include <map>
#include <utility>

#include "dmn/type.hpp"
#include "feel/inference.hpp"

namespace jizhi::dmn {

/// The types of a model as FEEL's own, without allowed values. A type may contain itself, and many
/// others many times: each is looked at once a depth, and what lies deeper is unknown.
class StaticTypes {
public:
    [[nodiscard]] feel::TypePtr of(Type const* type) { return at(type, 0); }

private:
    feel::TypePtr at(Type const* type, int depth);
    feel::TypePtr make(Type const& type, int depth);

    std::map<std::pair<Type const*, int>, feel::TypePtr> made_;
};

}  // namespace jizhi::dmn
