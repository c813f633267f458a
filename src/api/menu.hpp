#pragma once
#include "people/actor.hpp"
#include "record/catalog.hpp"
#include "value/value.hpp"

namespace jizhi::api {

/// What the packs put into the menu, as far as this person's rights go.
[[nodiscard]] Value menu_of(record::Catalog const& catalog, people::Actor const& actor);

}  // namespace jizhi::api
