#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "decision/desk.hpp"
#include "decision/runs.hpp"
#include "kit/ids.hpp"
#include "kit/log.hpp"
#include "pack/compile.hpp"
#include "people/proposal.hpp"
#include "store/database.hpp"
#include "store/keys.hpp"

namespace jizhi::pack {

/// A small deployment for one scenario: a store in a temporary folder, a clock that is put, the
/// regions that the scenario names, the packs with the scenario's own parameters over them.
class ScenarioWorld {
public:
    ScenarioWorld();
    ~ScenarioWorld();
    ScenarioWorld(ScenarioWorld const&) = delete;
    ScenarioWorld& operator=(ScenarioWorld const&) = delete;

    [[nodiscard]] Result<void> open(Compiled const& compiled, std::set<std::string> const& regions);
    /// Nine in the morning of that day at the deployment's place.
    void go_to(Date day);
    [[nodiscard]] Result<Value> run(std::string const& name, std::string const& actor,
                                    store::Change const& change);
    /// "county_admin@990001"; the error names what is unknown.
    [[nodiscard]] Result<people::Actor> actor(std::string_view said) const;

    [[nodiscard]] store::Store& store() { return database_->store(); }
    [[nodiscard]] record::Catalog const& catalog() const { return *catalogs_.now(); }
    [[nodiscard]] Date today() const { return record::date_of(clock_.now()); }

    StillClock clock_{0};
    CountingIds ids_;
    QuietLog log_;
    SeededRandom random_{1};
    store::Keys keys_ = store::Keys::make(random_);
    record::Catalogs catalogs_;
    decision::Books books_;
    region::Regions regions_;
    calendar::CurrentHolidays holidays_;
    record::Records records_{catalogs_, keys_, regions_};
    decision::Desk desk_{books_, catalogs_, keys_, regions_, &holidays_};
    decision::Runs runs_{desk_};
    people::HeldCommands held_;

private:
    std::filesystem::path folder_;
    std::unique_ptr<store::Database> database_;
};

}  // namespace jizhi::pack
