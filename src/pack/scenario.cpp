#include "pack/scenario.hpp"

#include <algorithm>

#include "pack/scenario_run.hpp"
#include "pack/shipped.hpp"
#include "value/json.hpp"

namespace jizhi::pack {
namespace {

/// Codes of regions reserved for tests that a scenario names anywhere, and those above them.
void collect_regions(Node const& node, std::set<std::string>& codes) {
    auto const take = [&](std::string_view text) {
        if (auto const at = text.find('@'); at != std::string_view::npos)
            text.remove_prefix(at + 1);
        auto const digits =
            std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!digits || !text.starts_with("99") || text.size() > 15) return;
        for (std::size_t const size : {2U, 4U, 6U, 9U, 12U})
            if (size <= text.size()) codes.emplace(text.substr(0, size));
        if (text.size() <= 12 && !codes.contains(std::string(text))) return;
        codes.emplace(text);
    };
    if (node.is_scalar()) take(node.scalar);
    for (auto const& item : node.items) collect_regions(item, codes);
    for (auto const& entry : node.entries) collect_regions(entry.value, codes);
}

std::string region_of(Scenario const& scenario) {
    auto const* given = scenario.node.find("given");
    auto const* region = given == nullptr ? nullptr : given->find("region");
    return region == nullptr ? std::string() : region->scalar;
}

/// The scenario's own parameters as files of the locality of its region: the nearest wins.
void put_parameters(Scenario const& scenario, std::vector<Folder>& packs) {
    auto const* given = scenario.node.find("given");
    auto const* parameters = given == nullptr ? nullptr : given->find("parameters");
    auto const region = region_of(scenario);
    if (parameters == nullptr || region.empty()) return;
    for (auto const& entry : parameters->entries) {
        Context value{{"from", "1900-01-01"},
                      {"value", to_value(entry.value)},
                      {"basis", Context{{"class", "example"},
                                        {"text", Context{{"zh", "示例"}, {"en", "Example"}}}}}};
        Context file{{"parameter", entry.key},
                     {"title", Context{{"zh", entry.key}, {"en", entry.key}}},
                     {"values", Value(List{Value(std::move(value))})}};
        packs.back().files["localities/" + region + "/parameters/" + entry.key + ".yaml"] =
            to_json(Value(std::move(file)));  // JSON is YAML
    }
}

bool has_parameters(Scenario const& scenario) {
    auto const* given = scenario.node.find("given");
    return given != nullptr && given->find("parameters") != nullptr;
}

std::optional<Date> first_day(Scenario const& scenario) {
    auto const on = [](Node const* node) -> std::optional<Date> {
        auto const* found = node == nullptr ? nullptr : node->find("on");
        return found == nullptr                         ? std::nullopt
               : to_value(*found).is(Value::Type::date) ? std::optional(to_value(*found).date())
                                                        : std::nullopt;
    };
    if (auto const day = on(scenario.node.find("given"))) return day;
    auto const* steps = scenario.node.find("when");
    return steps == nullptr || steps->items.empty() ? std::nullopt : on(&steps->items.front());
}

}  // namespace

Result<std::vector<Scenario>> scenarios_of(Folder const& folder) {
    std::vector<Scenario> all;
    for (auto const& [path, text] : folder.files) {
        if (!path.starts_with("scenarios/") || !path.ends_with(".yaml")) continue;
        TRY(node, parse_yaml(text, folder.where(path)));
        auto const* name = node.find("scenario");
        if (name == nullptr || !name->is_scalar())
            return fail("scenario.name", node.where(), "缺少 scenario(名称)",
                        "scenario (its name) is missing");
        Scenario scenario{folder.where(path), name->scalar, {}, {}};
        if (auto const* covers = node.find("covers"))
            for (auto const& id : covers->items) scenario.covers.push_back(id.scalar);
        if (scenario.covers.size() > 3)
            return fail("scenario.covers", node.where(), "covers 最多三个",
                        "covers has at most three ids");
        scenario.node = std::move(node);
        all.push_back(std::move(scenario));
    }
    return all;
}

struct ScenarioRunner::Impl {
    std::vector<Folder> packs;
    Compiled compiled;
};

ScenarioRunner::ScenarioRunner(std::vector<Folder> packs) : impl_(std::make_unique<Impl>()) {
    impl_->packs = std::move(packs);
    impl_->compiled = compile(impl_->packs);
}

ScenarioRunner::~ScenarioRunner() = default;

std::vector<Error> const& ScenarioRunner::errors() const { return impl_->compiled.errors; }

Outcome ScenarioRunner::run(Scenario const& scenario) {
    auto const failed = [&](Error const& error) {
        return Outcome{false,
                       {scenario.file + ": " + error.where + " " + error.zh + " / " + error.en}};
    };
    auto compiled = impl_->compiled;
    if (has_parameters(scenario)) {
        auto packs = impl_->packs;
        put_parameters(scenario, packs);
        compiled = compile(packs);
        if (!compiled.errors.empty()) return failed(compiled.errors.front());
    }
    std::set<std::string> regions;
    collect_regions(scenario.node, regions);
    ScenarioWorld world;
    if (auto const opened = world.open(compiled, regions); !opened) return failed(opened.error());
    if (auto const day = first_day(scenario)) world.go_to(*day);
    ScenarioRun run(world, scenario);
    run.given();
    run.when();
    run.then();
    return std::move(run).outcome();
}

std::vector<Folder> with_dependencies(std::vector<Folder> const& packs) {
    std::vector<Error> errors;
    std::map<std::string, Folder> known, all;
    for (auto const& folder : shipped()) known.emplace(parse_manifest(folder, errors).id, folder);
    for (auto const& folder : packs) {
        auto const beside = std::filesystem::path(folder.place).parent_path();
        if (auto const siblings = read_packs(beside); siblings)
            for (auto const& sibling : *siblings)
                known.insert_or_assign(parse_manifest(sibling, errors).id, sibling);
    }
    std::vector<Folder> waiting = packs;
    while (!waiting.empty()) {
        auto folder = std::move(waiting.back());
        waiting.pop_back();
        auto const manifest =
            parse_manifest(folder, errors);  // `compile` says what is wrong with it
        auto const id = manifest.id.empty() ? folder.place : manifest.id;
        if (!all.emplace(id, std::move(folder)).second) continue;
        for (auto const& need : manifest.depends)
            if (auto const found = known.find(need); found != known.end() && !all.contains(need))
                waiting.push_back(found->second);
    }
    std::vector<Folder> folders;
    for (auto& [id, folder] : all) folders.push_back(std::move(folder));
    return folders;
}

}  // namespace jizhi::pack
