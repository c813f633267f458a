#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "dmn/definitions.hpp"
#include "kit/result.hpp"

namespace jizhi::dmn {

/// DMN XML, namespaces 1.2 to 1.6, as plain structs. Unknown elements and diagrams are passed over.
/// `name` stands in messages.
[[nodiscard]] Result<std::shared_ptr<Definitions const>> read_definitions(std::string_view xml,
                                                                          std::string const& name);

}  // namespace jizhi::dmn
