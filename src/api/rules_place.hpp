#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/context.hpp"
#include "decision/rules.hpp"
#include "pack/draft.hpp"

namespace jizhi::api {

/// Which rules a request is about: those of `region` (else of the whole programme) on `as_of` (else
/// today), in force or as `draft` would have them. A draft takes the right to make or to agree to
/// one.
struct RulesPlace {
    std::shared_ptr<decision::Book const> book;
    std::shared_ptr<record::Catalog const> catalog;
    std::string region;
    std::vector<std::string> path;
    Date as_of;
    std::optional<pack::Draft> draft;

    [[nodiscard]] static Result<RulesPlace> of(Context& context, Request const& request);
    [[nodiscard]] decision::RulesQuery query() const { return {*book, *catalog, path, as_of}; }
};

}  // namespace jizhi::api
