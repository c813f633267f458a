#include "store/keys.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/passphrase.hpp"
#include "cli/place.hpp"
#include "store/deployment_keys.hpp"

namespace jizhi::cli {
namespace {

Result<void> write_new(std::string const& path, std::string_view text) {
    auto const out = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool const written =
        out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(out) == 0;
    if (out >= 0) ::close(out);
    if (written) return {};
    return fail("keys.file", path, "无法写入这个文件（已存在的文件不会被覆盖）",
                "this file cannot be written (one that exists is not replaced)");
}

int export_keys(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    TRY_OR_FAIL(phrase, passphrase_of(given, true));
    auto const path = given.text("FILE");
    if (auto const done = write_new(path, opened.keys->export_with(phrase)); !done)
        return failed(done.error());
    store::note_export(*opened.database, *opened.keys, "system");
    fmt::print("{}: 密钥 keys {}。请与口令分开保管 keep it apart from its passphrase\n", path,
               opened.keys->id());
    return exit_fine;
}

int import_keys(Arguments const& given) {
    World world;
    TRY_OR_FAIL(place, place_of(given));
    auto const target = keys_file(given, place);
    std::error_code error;
    if (std::filesystem::exists(target, error))
        return failed({"keys.file", target.string(), "密钥文件已经存在，先把它移走",
                       "there is a key file already; move it away first"});
    std::ifstream in(given.text("FILE"), std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    TRY_OR_FAIL(phrase, passphrase_of(given, false));
    TRY_OR_FAIL(keys, store::Keys::import_with(text, phrase, world.random));
    if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path(), error);
    if (auto const saved = keys.save(target); !saved) return failed(saved.error());
    fmt::print("{}: 密钥 keys {}\n", target.string(), keys.id());
    return exit_fine;
}

int rotate_keys(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    auto keys = *opened.keys;
    keys.rotate();
    if (auto const saved = keys.save(keys_file(given, opened.database->place())); !saved)
        return failed(saved.error());
    store::note_keys(*opened.database, keys.id());
    fmt::print(
        "密钥 keys {}。请重启服务并重新导出密钥 restart the server and export the keys again\n",
        keys.id());
    return exit_fine;
}

int show_keys(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    bool const kept = store::exported(*opened.database->store().read(), *opened.keys);
    fmt::print("密钥 keys {}: {}\n", opened.keys->id(),
               kept ? "已导出 exported" : "未导出 not exported");
    return exit_fine;
}

Subcommand const declared_export{
    "keys export",
    "Write the keys into a file under a passphrase, for somebody to keep",
    {argument("FILE", "the file to make"), data_option, db_option, keys_option, passphrase_option},
    export_keys};
Subcommand const declared_import{"keys import",
                                 "Make the key file from an exported one",
                                 {argument("FILE", "what keys export wrote"), data_option,
                                  db_option, keys_option, passphrase_option},
                                 import_keys};
Subcommand const declared_rotate{"keys rotate",
                                 "Seal new values with a fresh key; old ones stay readable",
                                 {data_option, db_option, keys_option},
                                 rotate_keys};
Subcommand const declared_show{"keys show",
                               "Which keys these are and whether they were exported",
                               {data_option, db_option, keys_option},
                               show_keys};

}  // namespace
}  // namespace jizhi::cli
