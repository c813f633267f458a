#pragma once
#include <string>

#include "pack/draft.hpp"
#include "pack/edit.hpp"

namespace jizhi::cli {

/// A fragment of a pack on a deployed version, as an unsaved draft: a folder laid out like a
/// pack (`parameters/`, `decisions/`, `localities/CODE/…`), or one file of it. The values of a
/// parameter are added by the day from which they hold; any other file replaces the whole file. The
/// error says which file is none of a pack's.
[[nodiscard]] Result<pack::Draft> draft_of_fragment(std::string const& place,
                                                    pack::Folder const& base,
                                                    pack::PathOf const& path_of);

}  // namespace jizhi::cli
