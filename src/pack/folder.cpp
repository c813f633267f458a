#include "pack/folder.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "kit/crypto.hpp"
#include "kit/limits.hpp"
#include "kit/text.hpp"

namespace jizhi::pack {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t files_max = 5'000;

Result<std::string> read_file(fs::path const& path) {
    std::error_code error;
    if (fs::file_size(path, error) > limits::yaml_bytes_max || error)
        return fail("pack.file_size", path.string(), "文件太大或读不了",
                    "the file is too large or cannot be read");
    std::ifstream in(path, std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    if (!in) return fail("pack.unreadable", path.string(), "文件读不了", "the file cannot be read");
    return content.str();
}

bool hidden(fs::path const& path) {
    auto const name = path.filename().string();
    return name.starts_with('.') || name.ends_with('~');
}

}  // namespace

std::string const* Folder::find(std::string_view path) const {
    auto const found = files.find(path);
    return found == files.end() ? nullptr : &found->second;
}

std::string Folder::where(std::string_view path) const {
    return place.empty() ? std::string(path) : place + "/" + std::string(path);
}

std::string Folder::digest() const {
    crypto::Sm3 sum;
    for (auto const& [path, content] : files) {
        sum.add(path + "\n" + std::to_string(content.size()) + "\n");
        sum.add(content);
    }
    return text::hex(sum.finish());
}

Result<Folder> read_folder(fs::path const& folder) {
    if (!fs::is_regular_file(folder / "pack.yaml"))
        return fail("pack.no_manifest", folder.string(), "这里没有 pack.yaml,不是一个制度包",
                    "there is no pack.yaml here: this is no pack");
    Folder read{folder.lexically_normal().string(), {}};
    if (read.place.ends_with('/')) read.place.pop_back();
    std::error_code error;
    for (auto at = fs::recursive_directory_iterator(folder, error); at != fs::end(at); ++at) {
        if (hidden(at->path())) {
            if (at->is_directory()) at.disable_recursion_pending();
            continue;
        }
        if (!at->is_regular_file() || at->is_symlink()) continue;
        if (read.files.size() == files_max)
            return fail("pack.too_many_files", folder.string(), "文件太多",
                        "there are too many files");
        TRY(content, read_file(at->path()));
        read.files.emplace(fs::relative(at->path(), folder).generic_string(), std::move(content));
    }
    if (error)
        return fail("pack.unreadable", folder.string(), "文件夹读不了",
                    "the folder cannot be read");
    return read;
}

Result<std::vector<Folder>> read_packs(fs::path const& place) {
    std::vector<Folder> packs;
    if (fs::is_regular_file(place / "pack.yaml")) {
        TRY(one, read_folder(place));
        packs.push_back(std::move(one));
        return packs;
    }
    std::error_code error;
    std::vector<fs::path> folders;
    for (auto const& entry : fs::directory_iterator(place, error))
        if (entry.is_directory() && fs::is_regular_file(entry.path() / "pack.yaml") &&
            entry.path().filename() != "examples")
            folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    for (auto const& folder : folders) {
        TRY(one, read_folder(folder));
        packs.push_back(std::move(one));
    }
    if (packs.empty())
        return fail("pack.none", place.string(), "这里没有制度包", "there is no pack here");
    return packs;
}

Result<void> write_folder(Folder const& folder, fs::path const& to) {
    std::error_code error;
    if (fs::exists(to, error) && !fs::is_empty(to, error))
        return fail("pack.not_empty", to.string(), "目标文件夹不是空的",
                    "the target folder is not empty");
    for (auto const& [path, content] : folder.files) {
        auto const file = to / path;
        fs::create_directories(file.parent_path(), error);
        std::ofstream out(file, std::ios::binary);
        out << content;
        if (!out)
            return fail("pack.unwritable", file.string(), "文件写不了",
                        "the file cannot be written");
    }
    return {};
}

}  // namespace jizhi::pack
