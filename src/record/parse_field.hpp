#pragma once
#include <string>
#include <vector>

#include "record/type.hpp"
#include "value/yaml.hpp"

namespace jizhi::record {

/// What a field is; its FEEL is compiled later, when all names of the type are known.
[[nodiscard]] Field parse_field(std::string const& id, Node const& node,
                                std::vector<Error>& errors);
/// `check`, `warn`, `computed`, `required_if` of a field whose type is complete.
void compile_field(Field& field, Node const& node, feel::Scope const& scope,
                   std::vector<Error>& errors);
/// "FEEL", { that, zh, en, field } or a list of these.
[[nodiscard]] std::vector<Check> parse_checks(Node const& node, std::string const& field,
                                              feel::Scope const& scope, std::vector<Error>& errors);

}  // namespace jizhi::record
