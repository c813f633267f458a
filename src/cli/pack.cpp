#include <fmt/format.h>

#include "cli/place.hpp"
#include "cli/subcommand.hpp"
#include "pack/check.hpp"
#include "pack/deployment.hpp"
#include "pack/scenario.hpp"
#include "pack/shipped.hpp"

namespace jizhi::cli {
namespace {

int deploy(Arguments const& given) {
    World world;
    TRY_OR_FAIL(packs, pack::read_packs(given.text("DIR")));
    auto const all = pack::with_dependencies(packs);
    auto const errors = pack::check(all);
    for (auto const& error : errors) failed(error);
    if (!errors.empty()) return exit_failed;
    TRY_OR_FAIL(opened, open_database(given, world));
    record::Catalogs catalogs;
    decision::Books books;
    pack::Packs deployed(catalogs, books);
    auto& writer = opened.database->writer();
    TRY_OR_FAIL(done, writer.run({.id = world.ids.next(), .name = "pack.deploy", .actor = "system",
                                  .on_behalf_of = {}, .payload = Value(given.text("DIR"))},
                                 [&](store::Tx& tx) { return deployed.deploy(tx, all); }));
    for (auto const& name : done["deployed"].list()) fmt::print("deployed {}\n", name.string());
    return exit_fine;
}

int export_pack(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    auto read = opened.database->store().read();
    TRY_OR_FAIL(folder, pack::deployed_folder(*read, given.text("PACK"), given.text("--version")));
    if (auto const written = pack::write_folder(folder, given.text("DIR")); !written)
        return failed(written.error());
    fmt::print("{} files in {}\n", folder.files.size(), given.text("DIR"));
    return exit_fine;
}

int list(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    auto read = opened.database->store().read();
    for (auto const& one : pack::deployed_versions(*read))
        fmt::print("{} {} {} {}{}\n", one.pack, one.version, one.digest.substr(0, 12), one.title_zh,
                   one.in_force ? " *" : "");
    return exit_fine;
}

Subcommand const deploy_command{"pack deploy", "Put a pack into the store and in force",
                                {argument("DIR", "a pack, or a folder of packs"), data_option,
                                 db_option, keys_option},
                                deploy};
Subcommand const export_command{"pack export", "Write a deployed pack as a folder",
                                {argument("PACK", "id of the pack"), argument("DIR", "new folder"),
                                 option("--version", "V", "this version (default: that in force)"),
                                 data_option, db_option, keys_option},
                                export_pack};
Subcommand const list_command{"pack list", "Deployed packs and versions; * is in force",
                              {data_option, db_option, keys_option}, list};

}  // namespace
}  // namespace jizhi::cli
