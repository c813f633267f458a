#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/definitions.hpp"
#include "dmn/domain.hpp"
#include "kit/limits_dmn.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::dmn {

struct Program;

/// One input column of a gap or an overlap: which values, and one of them.
struct Corner {
    Title title;
    Said values;
    Value example;
    bool any = false;  ///< the column does not matter
};
using Corners = std::vector<Corner>;

struct Overlap {
    std::uint32_t first = 0, second = 0;  ///< rules, from 0
    Corners inputs;
};

/// A rule that never gives the result: no input matches it (`by` is empty), or what matches it is
/// always taken by the rules in `by`.
struct Unreachable {
    std::uint32_t rule = 0;
    std::vector<std::uint32_t> by;
};

/// What was not decided, and where.
struct Undecided {
    Place place;
    std::string zh, en;
};

/// What is to be said of one decision table. Exact as far as nothing is undecided; inputs are taken
/// as independent of each other, null is one more value of each.
struct TableReport {
    std::string source, decision_id, table;  ///< name of the decision, or of the entry
    Title title;                             ///< of the decision; empty where it has none
    Place place;
    DecisionTable const* definition = nullptr;  ///< of the model that was asked
    std::vector<Corners> gaps;
    double gaps_total = 0;
    bool gaps_matter = false;       ///< one result is wanted and there is no default
    std::vector<Overlap> overlaps;  ///< under UNIQUE; under ANY those that give different results
    std::size_t overlaps_total = 0;
    std::vector<Unreachable> unreachable;
    std::vector<Undecided> undecided;
};

/// Of every table of the model (not of its imports), or of one decision's by id or name.
[[nodiscard]] std::vector<TableReport> find_gaps(Program const& program,
                                                 std::string_view decision = {},
                                                 std::int64_t work = limit::gap_work_max);

/// A sentence with its place; `error`: it makes results wrong, else it is a warning.
struct Finding {
    bool error = false;
    Error said;
    std::vector<std::string> rules;  ///< ids of the rules it is about
};
[[nodiscard]] std::vector<Finding> findings(TableReport const& report);

}  // namespace jizhi::dmn
