#include <cassert>
#include <utility>

#include "people/proposal.hpp"

namespace jizhi::people {

void HeldCommands::add(std::string name, Handler handler) {
    assert(handler.run && !handlers_.contains(name) && "each held command is registered once");
    handlers_.emplace(std::move(name), std::move(handler));
}

void HeldCommands::add_versions(std::string type, VersionOf version_of) {
    versions_.insert_or_assign(std::move(type), std::move(version_of));
}

HeldCommands::Handler const* HeldCommands::find(std::string_view name) const {
    auto const at = handlers_.find(name);
    return at == handlers_.end() ? nullptr : &at->second;
}

HeldCommands::VersionOf const* HeldCommands::versions(std::string_view type) const {
    auto const at = versions_.find(type);
    return at == versions_.end() ? nullptr : &at->second;
}

}  // namespace jizhi::people
