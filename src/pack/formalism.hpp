#pragma once
#include <vector>

#include "record/catalog.hpp"

namespace jizhi::pack {

/// What the rules against formalism (国办函〔2026〕12号, 整治形式主义为基层减负若干规定) forbid a
/// program to ask: punching in, sign-in quotas, ranking of staff, online time, counts of reposts
/// and likes, forced photos, forced positions and tracks.
[[nodiscard]] std::vector<Error> formalism_in(record::Catalog const& catalog);

}  // namespace jizhi::pack
