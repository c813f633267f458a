#include "cli/subcommand.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

namespace jizhi::cli {
namespace {

std::vector<Subcommand const*>& registry() {
    static std::vector<Subcommand const*> all;
    return all;
}

}  // namespace

Subcommand::Subcommand(std::string_view its_name, std::string_view its_help,
                       std::vector<Option> its_options, Function its_run)
    : name(its_name), help(its_help), options(std::move(its_options)), run(its_run) {
    auto& all = registry();
    auto const place = std::ranges::upper_bound(all, name, {}, &Subcommand::name);
    all.insert(place, this);
}

std::vector<Subcommand const*> const& subcommands() { return registry(); }

std::string Arguments::text(std::string_view name, std::string_view otherwise) const {
    auto const found = values_.find(name);
    if (found == values_.end() || found->second.empty()) return std::string(otherwise);
    return found->second.front();
}

std::vector<std::string> Arguments::all(std::string_view name) const {
    auto const found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>{} : found->second;
}

int failed(Error const& error) {
    auto const where = error.where.empty() ? std::string{} : error.where + ": ";
    fmt::print(stderr, "jizhi: {}{} / {}\n", where, error.zh, error.en);
    return exit_failed;
}

}  // namespace jizhi::cli
