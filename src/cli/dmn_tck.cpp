#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/model_file.hpp"
#include "cli/subcommand.hpp"
#include "dmn/tck.hpp"

namespace jizhi::cli {
namespace {

namespace fs = std::filesystem;

/// Folders that hold test files, with the path from `root` as their name.
Result<std::vector<std::pair<std::string, std::vector<dmn::TckFile>>>> suite(fs::path const& root) {
    std::vector<fs::path> folders{root};
    for (auto const& entry : fs::recursive_directory_iterator(root))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::ranges::sort(folders);
    std::vector<std::pair<std::string, std::vector<dmn::TckFile>>> found;
    for (auto const& folder : folders) {
        std::vector<dmn::TckFile> files;
        for (auto const& path : files_in(folder)) {
            if (path.extension() != ".dmn" && path.extension() != ".xml") continue;
            TRY(text, read_file(path));
            files.push_back({path.filename().string(), std::move(text)});
        }
        if (!files.empty())
            found.emplace_back(fs::relative(folder, root).string(), std::move(files));
    }
    return found;
}

int conformance(Arguments const& given) {
    fs::path const root(given.text("DIR"));
    if (!fs::is_directory(root))
        return failed(
            {"file.no_folder", root.string(), "没有这个文件夹", "there is no such folder"});
    TRY_OR_FAIL(folders, suite(root));
    std::string csv;
    std::vector<dmn::TckCase> all;
    auto passed = 0, missed = 0;
    for (auto const& [name, files] : folders)
        for (auto& done : dmn::run_tck(name, files)) {
            csv += dmn::tck_line(done);
            ++(done.passed ? passed : missed);
            if (!done.passed)
                fmt::print("{} {} {}: {}\n", done.folder, done.test, done.id, done.message);
            all.push_back(std::move(done));
        }
    if (given.has("--table")) fmt::print("{}\n", dmn::tck_table(all));
    if (given.has("--csv")) {
        std::ofstream out(given.text("--csv"), std::ios::binary);
        out << csv;
        if (!out.flush())
            return failed({"file.unwritable", given.text("--csv"), "写不了这个文件",
                           "this file cannot be written"});
    }
    fmt::print("{} passed, {} failed\n", passed, missed);
    return missed == 0 ? exit_fine : exit_failed;
}

Subcommand const tck_command{"dmn tck",
                             "Run the DMN conformance cases below a folder",
                             {argument("DIR", "folder of models and their test files"),
                              option("--csv", "OUT", "write the results in the suite's own form"),
                              flag("--table", "print cases and passes by folder")},
                             conformance};

}  // namespace
}  // namespace jizhi::cli
