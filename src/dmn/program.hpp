#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dmn/definitions.hpp"
#include "dmn/format.hpp"
#include "dmn/model.hpp"
#include "dmn/node.hpp"
#include "dmn/table.hpp"

namespace jizhi::dmn {

/// Text and FEEL of a sentence, in turn.
struct Piece {
    std::string text;
    std::optional<feel::Expression> code;
    Format format;
};
using Template = std::vector<Piece>;

struct CompiledReason {
    Template zh, en;
    std::optional<Piece> amount;
    std::optional<feel::Expression> when;
    Basis basis;
    bool silent = false;
};

/// A place of the model that gives steps: a decision table, or an expression with a reason.
struct Site {
    std::uint32_t unit = 0;
    std::string element_id, name;
    Title title;
    TableNode const* table = nullptr;       ///< null: an expression
    DecisionTable const* source = nullptr;  ///< of the table
    Node const* logic = nullptr;            ///< evaluated again to find the parameters it used
    bool worded = false;  ///< has templates; else it is said from names and values
    std::vector<CompiledReason> reasons;    ///< a table: one a rule; an expression: one
    std::uint32_t slots = 0;
    std::vector<std::pair<std::uint32_t, std::string>> results;  ///< slot, output ("" = all of it)
    std::vector<std::pair<std::string, std::uint32_t>> names;    ///< what an expression sees
};

struct Need {
    std::uint32_t unit = 0, slot = 0;
    std::string name;  ///< as the texts of the unit that needs it call it
};

/// One element of the model or of an import, compiled.
struct Unit {
    Element const* element = nullptr;
    Definitions const* definitions = nullptr;
    std::string prefix;                ///< of its type names: "" or "import."
    std::string name;                  ///< as the root model calls it
    std::vector<Need> needs;
    std::uint32_t slots = 1;
    Type const* type = nullptr;
    NodePtr logic;                     ///< of a decision
    std::shared_ptr<Body const> body;  ///< of a knowledge model
    std::int64_t site = -1;            ///< of a decision that is no table
    std::vector<std::uint32_t> parameters, outputs;  ///< of a service, as units
    std::shared_ptr<Decision::Plan const> plan;      ///< of a service
};

/// What a service or knowledge model gives: its variable's type is that of the function, or, as
/// older models write it, of the result.
[[nodiscard]] Type const* result_type(Unit const& unit);

/// A model compiled with all that it imports. Units of the root model come first.
struct Program {
    std::shared_ptr<Definitions const> root;
    std::vector<std::shared_ptr<Program const>> imports;
    std::vector<Error> problems;
    std::unique_ptr<Types> types;
    std::vector<Unit> units;
    std::vector<Site> sites;
    std::vector<Value> functions;  ///< by unit: what FEEL calls; null for decisions and inputs
    std::vector<std::string> members;  ///< names of entries anywhere in the model

    [[nodiscard]] Unit const* find(std::string_view name_or_id) const;
};

/// What to compute, in order, for one decision or service.
struct Decision::Plan {
    std::shared_ptr<Program const> keep;  ///< empty in a service's own plan: the program owns it
    Program const* program = nullptr;
    std::uint32_t target = 0;
    std::vector<std::uint32_t> inputs;  ///< units that the caller gives
    std::vector<Decision::Input> declared;
    std::vector<std::uint32_t> order;   ///< decisions, required ones first
};

/// Fills in inputs and order; the error is a cycle.
[[nodiscard]] Result<std::shared_ptr<Decision::Plan>> make_plan(Program const& program,
                                                                std::uint32_t target);
/// Whether the decisions require each other without a circle and within limits.
[[nodiscard]] Result<void> check_requirements(Program const& program);
/// Computes the plan inside a run.
[[nodiscard]] Value run_plan(Decision::Plan const& plan, std::span<Value const> inputs, Run& run);

/// What all texts of a unit share, without the names of what it needs.
[[nodiscard]] feel::Scope scope_of(Program const& program, Unit const& unit);

/// Compiles the units of `definitions` and its imports; problems are collected in the program.
[[nodiscard]] Result<std::shared_ptr<Program>> compile(
    std::shared_ptr<Definitions const> definitions,
    std::vector<std::shared_ptr<Program const>> imports);

}  // namespace jizhi::dmn
