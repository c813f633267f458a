#include "pack/parameter_source.hpp"

namespace jizhi::pack {

record::FindParameter parameter_source(decision::Books const& books) {
    return [&books](std::string_view name, record::RegionPath path,
                    Date as_of) -> std::optional<feel::ParameterUse> {
        auto const book = books.now();
        if (!book) return {};
        auto const found = book->parameters().find(name, path, as_of);
        if (!found) return {};
        return feel::ParameterUse{std::string(name), found->value->value, {}};
    };
}

}  // namespace jizhi::pack
