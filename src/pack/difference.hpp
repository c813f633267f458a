#pragma once
#include "decision/book.hpp"
#include "pack/folder.hpp"
#include "record/catalog.hpp"

namespace jizhi::pack {

/// What people call things while differences are told: the rules in force, where they are read.
struct Reader {
    decision::Book const& book;
    record::Catalog const& catalog;
    Date as_of{};
};

/// What the files of a draft change, for the person who agrees to it:
/// - {kind: "parameter", name, title, unit, region, from, before, after, words, basis, removed}
/// - {kind: "cell", decision, title, region, row, column, before, after}, in words
/// - {kind: "row", decision, title, region, row, added, cells}
/// - {kind: "formula", decision, title, region, column, before, after}; column: a context's entry
/// - {kind: "columns" | "order" | "head", decision, title, region}: a table's columns and hit
///   policy; the order of its rows; names, types, titles and requirements
/// - {kind: "element", decision, title, region, added}
/// - {kind: "types" | "drawing", path} of a model; {kind: "file", path} for anything else
/// Nothing that a model says can change untold.
[[nodiscard]] List differences(Folder const& base, std::map<std::string, Value> const& files,
                               Reader const& reader);

}  // namespace jizhi::pack
