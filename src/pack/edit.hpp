#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.hpp"
#include "pack/folder.hpp"
#include "value/value.hpp"

namespace jizhi::pack {

/// The regions from one upward: where a locality's files are looked for.
using PathOf = std::function<std::vector<std::string>(std::string_view region)>;

/// Edits that a page asks for, as files of the pack (path -> text), for a draft:
/// - {parameter, region, from, value, basis: {class, text, clause, url}}: a value from a day on;
///   one of the same day is replaced.
/// - {decision: "model.decision", region, rules: [{id, inputs, outputs, annotations}]}: the rows
///   of a decision table, each cell as it is to be written; a row without id is new.
/// `region` "" is the pack's own file, else the locality's, which is made from the nearest one
/// above. The error says which edit and what is wrong.
[[nodiscard]] Result<std::map<std::string, Value>> edited_files(Folder const& folder,
                                                                List const& edits,
                                                                PathOf const& path_of);
/// The pack that holds what the first edit names; the error says that none does.
[[nodiscard]] Result<std::string> pack_of(std::vector<Folder> const& folders, List const& edits);

}  // namespace jizhi::pack
