#include "pack/scenario_world.hpp"

#include <stdlib.h>

#include "decision/schema.hpp"
#include "pack/deployment.hpp"
#include "pack/parameter_source.hpp"
#include "pack/shipped.hpp"
#include "people/schema.hpp"
#include "record/table.hpp"
#include "region/load.hpp"
#include "region/schema.hpp"
#include "value/json.hpp"

namespace jizhi::pack {
namespace {

namespace fs = std::filesystem;

/// In memory where the machine has such a folder: scenarios write much and keep nothing.
fs::path new_folder() {
    std::error_code error;
    auto const base =
        fs::is_directory("/dev/shm", error) ? fs::path("/dev/shm") : fs::temp_directory_path();
    auto pattern = (base / "jizhi-scenario-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return {};
    return pattern;
}

std::vector<region::Region> divisions_of(std::set<std::string> const& codes) {
    std::vector<region::Region> all;
    for (auto const& code : codes) {
        region::Region region;
        region.code = code;
        region.name = "样例" + code;
        region.level = region::level_of_code(code).value_or(region::Level::county);
        for (std::size_t const shorter : {12U, 9U, 6U, 4U, 2U})
            if (shorter < code.size() && codes.contains(code.substr(0, shorter))) {
                region.parent = code.substr(0, shorter);
                break;
            }
        all.push_back(std::move(region));
    }
    return all;
}

}  // namespace

ScenarioWorld::ScenarioWorld() : folder_(new_folder()) {
    auto const json = parse_json(shipped_holidays());
    if (json)
        if (auto read = calendar::read_holidays(*json)) holidays_.swap(*read);
    records_.set_parameters(parameter_source(books_));
    runs_.register_with(held_);
    desk_.set_extra([this](store::Connection& sql, decision::Subject const& subject,
                           decision::DeployedModel const& model, decision::Setting const& setting) {
        return runs_.extra(sql, subject, model, setting);
    });
}

ScenarioWorld::~ScenarioWorld() {
    database_.reset();
    std::error_code error;
    if (!folder_.empty()) fs::remove_all(folder_, error);
}

Result<void> ScenarioWorld::open(Compiled const& compiled, std::set<std::string> const& regions) {
    if (folder_.empty())
        return fail("scenario.no_folder", "", "无法建立临时文件夹",
                    "no temporary folder can be made");
    go_to(Date{0});
    auto const migrations =
        store::all_of({store::migrations(), region::migrations(), people::migrations(),
                       record::migrations(), decision::migrations(), pack::migrations()});
    TRY(opened, store::open(store::Place{folder_, {}}, {clock_, ids_, log_}, migrations));
    database_ = std::move(opened);
    catalogs_.swap(compiled.catalog);
    books_.swap(compiled.book);
    CHECK_OK(run("scenario.open", "system", [&](store::Tx& tx) -> Result<Value> {
        constexpr Day long_ago =
            -36'525;  // a hundred years before 1970: any date of a test is later
        CHECK_OK(region::load_divisions(tx, divisions_of(regions), long_ago));
        CHECK_OK(record::ensure_tables(tx.sql(), *compiled.catalog));
        return Value();
    }));
    regions_.reload(*store().read(), 0);
    return {};
}

void ScenarioWorld::go_to(Date day) {
    constexpr Micros hour = 3'600'000'000, nine_in_shanghai = hour;  // 09:00+08:00 is 01:00 UTC
    clock_.set(std::max(clock_.now() + 1'000'000, day.day * 24 * hour + nine_in_shanghai));
}

Result<Value> ScenarioWorld::run(std::string const& name, std::string const& actor,
                                 store::Change const& change) {
    return database_->writer().run(
        {.id = ids_.next(), .name = name, .actor = actor, .on_behalf_of = {}, .payload = Value()},
        change);
}

Result<people::Actor> ScenarioWorld::actor(std::string_view said) const {
    if (said.empty()) return people::system_actor();
    auto const at = said.find('@');
    auto const* role = people::find_role(said.substr(0, at));
    auto const region =
        at == std::string_view::npos ? std::string() : std::string(said.substr(at + 1));
    if (role == nullptr || region.empty())
        return fail("scenario.actor", std::string(said), "as 应写作“角色@区域代码”",
                    "write as: role@region code");
    people::Actor actor;
    actor.account_id = said;
    actor.login = said;
    actor.name = said;
    actor.grants.push_back({role, region, {}});
    return actor;
}

}  // namespace jizhi::pack
