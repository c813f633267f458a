#pragma once
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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
    std::optional<Date> to;  ///< the last day; without it until the next value begins
};

struct Parameter {
    std::string name;
    Title title, help, unit;
    std::string dictionary;  ///< whose codes its keys and texts are; "" = none
    std::vector<std::pair<std::string, Title>> words;  ///< what its other keys and texts mean
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
    /// Whether or not it has a value anywhere in sight; null where no pack declares it.
    [[nodiscard]] Parameter const* declared(std::string_view name) const;
    /// Every value that a region of the path says, oldest first: [{from, known, region, value,
    /// basis}]
    [[nodiscard]] Value history(std::string_view name, RegionPath path) const;
    /// The part of a path where values stand: two paths with the same one find the same values.
    [[nodiscard]] std::vector<std::string> localities_of(RegionPath path) const;
    /// Every region for which something is said; "" = everywhere.
    [[nodiscard]] std::set<std::string, std::less<>> const& localities() const {
        return localities_;
    }

private:
    struct Entry {
        Parameter parameter;
        std::map<std::string, std::vector<ParameterValue>, std::less<>> by_region;  ///< by `from`
    };
    std::map<std::string, Entry, std::less<>> entries_;
    std::set<std::string, std::less<>> localities_;
};

/// `param("name")` as one evaluation sees it: one place, one day, as known on one day. Remembers
/// what it found. Not thread-safe; the Parameters must outlive it.
class Outlook {
public:
    Outlook(Parameters const& parameters, std::vector<std::string> path, Date as_of,
            std::optional<Date> known_on)
        : parameters_(parameters), path_(std::move(path)), as_of_(as_of), known_on_(known_on) {}

    [[nodiscard]] std::optional<feel::ParameterUse> find(std::string_view name);
    /// Each parameter that was found so far.
    [[nodiscard]] std::vector<feel::ParameterUse> used() const;
    /// Why parameters asked for were not there, each once.
    [[nodiscard]] std::vector<Error> const& errors() const { return errors_; }

private:
    Parameters const& parameters_;
    std::vector<std::string> path_;
    Date as_of_;
    std::optional<Date> known_on_;
    std::map<std::string, std::optional<feel::ParameterUse>, std::less<>> found_;
    std::vector<Error> errors_;
};

}  // namespace jizhi::decision
