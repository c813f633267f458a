#pragma once
#include <memory>
#include <vector>

#include "decision/book.hpp"
#include "pack/manifest.hpp"
#include "record/catalog.hpp"

namespace jizhi::pack {

/// All deployed packs as the engine uses them.
struct Compiled {
    std::shared_ptr<record::Catalog const> catalog;
    std::shared_ptr<decision::Book const> book;
    std::vector<Manifest> packs;      ///< dependencies first
    std::vector<Locality> localities;
    std::vector<Error> errors;        ///< where there are any, it must not be put in force
};

/// Packs in any order; all errors are collected. `book` is empty where a model does not compile.
[[nodiscard]] Compiled compile(std::vector<Folder> const& packs);

}  // namespace jizhi::pack
