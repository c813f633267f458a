#pragma once
#include <optional>
#include <vector>

#include "record/catalog.hpp"
#include "value/yaml.hpp"

/// From YAML files to what a Catalog holds. Grammars: docs/packs.md.
namespace jizhi::record {

[[nodiscard]] RecordType parse_type(Node const& node, std::vector<Error>& errors);
[[nodiscard]] Dictionary parse_dictionary(Node const& node, std::vector<Error>& errors);
[[nodiscard]] View parse_view(Node const& node, std::vector<Error>& errors);
[[nodiscard]] MenuGroup parse_menu_group(Node const& node, std::vector<Error>& errors);
/// "签订合同,至{ends_on}": what stands in braces is FEEL over `scope`.
[[nodiscard]] std::vector<Template::Part> parse_template(std::string const& text,
                                                         RecordType const& type,
                                                         feel::Scope const& scope, Node const& at,
                                                         std::vector<Error>& errors);
/// A FEEL text of a declaration; nothing, and an error with its place, where it does not compile.
[[nodiscard]] std::optional<feel::Expression> compile_at(Node const& at, feel::Scope const& scope,
                                                         std::vector<Error>& errors);

/// For tests: types and dictionaries of one text, documents divided by lines of "---".
[[nodiscard]] Result<Catalog> catalog_of(std::string_view yaml_documents);

}  // namespace jizhi::record
