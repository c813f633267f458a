#pragma once
#include <optional>
#include <string>
#include <vector>

#include "pack/scenario.hpp"
#include "pack/scenario_world.hpp"

namespace jizhi::pack {

/// One run of one scenario: what was asked of the world, and what its steps answered.
class ScenarioRun {
public:
    ScenarioRun(ScenarioWorld& world, Scenario const& scenario)
        : world_(world), scenario_(scenario) {}

    void given();
    void when();
    void then();
    [[nodiscard]] Outcome outcome() &&;

private:
    struct Found {
        std::string id, region;
        Value value;
    };
    // given and when: scenario_steps.cpp
    void add_record(std::string const& type, Node const& node, std::string const& parent);
    [[nodiscard]] Date last_given_day() const;
    [[nodiscard]] Result<Value> step(Node const& node);
    [[nodiscard]] Result<Value> create(Node const& node, people::Actor const& actor);
    [[nodiscard]] Result<Value> change(Node const& node, people::Actor const& actor,
                                       std::string_view verb, record::Kind kind);
    [[nodiscard]] Result<Value> apply(Node const& node, people::Actor const& actor);
    [[nodiscard]] Result<Value> import_rows(Node const& node, people::Actor const& actor);
    [[nodiscard]] Result<Value> run_period(Node const& node, people::Actor const& actor);
    [[nodiscard]] Result<Value> decide_proposals(Node const& node, people::Actor const& actor,
                                                 bool yes);
    // then: scenario_checks.cpp
    void check(Node const& node);
    void check_record(Node const& node);
    void check_count(Node const& node);
    void check_decides(Node const& node);
    void check_case(Node const& node, Context const& inputs, Value const& expected);
    void check_explains(Node const& node);
    void check_refused(Node const& node);
    void check_run(Node const& node);
    // then, of many records at once: scenario_counts.cpp
    void check_indicator(Node const& node);
    void check_reminds(Node const& node);

    /// Records of a type for which `where` (FEEL; none = all) is true.
    [[nodiscard]] Result<std::vector<Found>> find(std::string const& type, Node const* where,
                                                  record::When when);
    [[nodiscard]] Result<Found> find_one(std::string const& type, Node const& node,
                                         record::When when);
    [[nodiscard]] record::When when_of(Node const& node) const;
    [[nodiscard]] Result<std::string> type_of_model(std::string const& model,
                                                    Node const& node) const;
    [[nodiscard]] people::Scope scope(people::Actor const& actor, people::Right right) const;
    void complain(Node const& at, std::string what);
    void complain(Node const& at, Error const& error);

    ScenarioWorld& world_;
    Scenario const& scenario_;
    Outcome outcome_{true, {}};
    std::vector<std::optional<Error>> answers_;  ///< of the steps, in order
    std::vector<bool> expected_;                 ///< that refusal was asked for
};

/// "" where the value is what was expected, else what differs. Only named entries count.
[[nodiscard]] std::string difference(Value const& expected, Value const& found);

}  // namespace jizhi::pack
