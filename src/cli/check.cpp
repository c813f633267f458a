#include "pack/check.hpp"

#include <fmt/format.h>

#include "cli/subcommand.hpp"
#include "pack/scenario.hpp"

namespace jizhi::cli {
namespace {

int check(Arguments const& given) {
    std::vector<pack::Folder> packs;
    for (auto const& path : given.all("PACK")) {
        TRY_OR_FAIL(read, pack::read_packs(path));
        packs.insert(packs.end(), read.begin(), read.end());
    }
    auto const all = pack::with_dependencies(packs);
    std::vector<Error> warnings;
    auto const errors = pack::check(all, &warnings);
    for (auto const& error : errors) fmt::print("{}: {} / {}\n", error.where, error.zh, error.en);
    for (auto const& each : warnings)
        fmt::print("{}: 提示 {} / note: {}\n", each.where, each.zh, each.en);
    if (errors.empty()) fmt::print("{} packs are in order\n", all.size());
    return errors.empty() ? exit_fine : exit_failed;
}

Subcommand const declared{"check", "Say everything that is wrong with packs",
                          {arguments("PACK", "a pack, or a folder of packs")}, check};

}  // namespace
}  // namespace jizhi::cli
