#include "people/actor.hpp"

namespace jizhi::people {

bool Actor::has(Right right) const {
    if (everything) return true;
    for (auto const& grant : grants)
        if (grant.role->rights.has(right)) return true;
    return false;
}

Rights Actor::rights() const {
    auto all = Rights{};
    for (auto const& grant : grants) all = all.with(grant.role->rights);
    return all;
}

Scope Actor::scope(Right right) const {
    auto scope = Scope{.everything = everything, .regions = {}, .records = {}};
    for (auto const& grant : grants) {
        if (!grant.role->rights.has(right)) continue;
        if (grant.role->own_record_only)
            scope.records.push_back(grant.record);
        else
            scope.regions.push_back(grant.region);
    }
    return scope;
}

Actor const& system_actor() {
    static auto const actor = [] {
        auto system = Actor{};
        system.account_id = "system";
        system.login = "system";
        system.name = "系统";
        system.everything = true;
        return system;
    }();
    return actor;
}

}  // namespace jizhi::people
