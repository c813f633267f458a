#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "feel/expression.hpp"
#include "kit/result.hpp"
#include "people/title.hpp"
#include "value/value.hpp"
#include "value/yaml.hpp"

namespace jizhi::decision {

using people::Title;

/// Region codes, the record's own first, then upward; a locality-less value stands under "".
using RegionPath = std::span<std::string const>;

/// What a figure rests on. Only `official` pays real money without a warning.
struct Basis {
    std::string basis_class;  ///< official, repost, draft, example
    Title text;
    std::string clause, url, document;
    [[nodiscard]] Value to_value() const;
};

struct ParameterValue {
    Date from{};
    std::optional<Date> known;  ///< the day it became known; always known where there is none
    Value value;
    Basis basis;
};

struct Parameter {
    std::string name, unit;
    Title title, help;
};

/// All dated values of the deployed packs. Immutable once built; any thread may read it.
class Parameters {
public:
    struct Found {
        Parameter const* parameter = nullptr;
        ParameterValue const* value = nullptr;
        std::string_view region;  ///< the locality it stands in; "" = everywhere
    };

    /// Adds a file of `parameters/`; values of one locality and `from` replace those added before.
    [[nodiscard]] Result<void> add(std::string const& region, Node const& yaml);

    /// The nearest region that has a value in force on `as_of` and known on `known_on` wins.
    /// The error names the parameter, the region and the day.
    [[nodiscard]] Result<Found> find(std::string_view name, RegionPath path, Date as_of,
                                     std::optional<Date> known_on = {}) const;
    [[nodiscard]] std::vector<Parameter const*> all() const;

private:
    struct Entry {
        Parameter parameter;
        std::map<std::string, std::vector<ParameterValue>, std::less<>> by_region;  ///< by `from`
    };
    [[nodiscard]] Result<ParameterValue> read_value(Node const& node) const;

    std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace jizhi::decision
