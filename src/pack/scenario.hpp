#pragma once
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "pack/folder.hpp"
#include "value/yaml.hpp"

namespace jizhi::pack {

/// A test of a pack in a clerk's words: docs/packs.md, "scenarios".
struct Scenario {
    std::string file, name;
    std::vector<std::string> covers;
    Node node;
};

/// The scenarios of a pack, by file name. What cannot be read is an error.
[[nodiscard]] Result<std::vector<Scenario>> scenarios_of(Folder const& folder);

struct Outcome {
    bool passed = false;
    std::vector<std::string> complaints;  ///< "file:line: what was expected, what came"
};

/// Runs scenarios on a store of its own in the memory of the machine. `packs` are everything that
/// is deployed there. One thread.
class ScenarioRunner {
public:
    explicit ScenarioRunner(std::vector<Folder> packs);
    ~ScenarioRunner();

    /// The packs compile; else what is wrong with them.
    [[nodiscard]] std::vector<Error> const& errors() const;
    [[nodiscard]] Outcome run(Scenario const& scenario);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Packs given on a command line with what they depend on: from beside them, else the shipped ones.
[[nodiscard]] std::vector<Folder> with_dependencies(std::vector<Folder> const& packs);

}  // namespace jizhi::pack
