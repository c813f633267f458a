#pragma once
#include "decision/book.hpp"
#include "record/change.hpp"

namespace jizhi::pack {

/// `param("x")` of checks and computed fields, from the book in force. `books` must outlive it.
[[nodiscard]] record::FindParameter parameter_source(decision::Books const& books);

}  // namespace jizhi::pack
