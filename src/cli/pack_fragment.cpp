#include "cli/pack_fragment.hpp"

#include <filesystem>
#include <map>

#include "cli/model_file.hpp"
#include "value/temporal.hpp"
#include "value/yaml.hpp"

namespace jizhi::cli {
namespace {

namespace fs = std::filesystem;

/// Where a single file would stand in its pack, by what it is.
Result<std::string> path_of_one(fs::path const& file) {
    if (file.extension() == ".dmn") return "decisions/" + file.filename().string();
    if (file.extension() == ".yaml") return "parameters/" + file.filename().string();
    return fail("cli.fragment", file.string(), "改动应是 .yaml 数额、.dmn 规则，或这样的文件夹",
                "a change is a .yaml of a parameter, a .dmn, or a folder of such");
}

/// The files of a fragment by their paths in the pack.
Result<std::map<std::string, std::string>> files_of(fs::path const& place) {
    std::map<std::string, std::string> found;
    std::error_code none;
    if (!fs::is_directory(place, none)) {
        TRY(path, path_of_one(place));
        TRY(text, read_file(place));
        found.emplace(path, std::move(text));
        return found;
    }
    for (auto const& each : fs::recursive_directory_iterator(place)) {
        if (!each.is_regular_file()) continue;
        TRY(text, read_file(each.path()));
        found.emplace(fs::relative(each.path(), place).generic_string(), std::move(text));
    }
    return found;
}

/// "localities/220402/parameters/x.yaml" -> "220402"; "" of the pack's own.
std::string region_of(std::string const& path) {
    std::string const folder = "localities/";
    if (!path.starts_with(folder)) return {};
    return path.substr(folder.size(), path.find('/', folder.size()) - folder.size());
}

/// What an edit wants as text: a document's Chinese name, a day.
Value said(Value const& value) {
    if (value.is(Value::Type::context)) return value["zh"];
    if (value.is(Value::Type::date)) return Value(to_text(value.date()));
    return value;
}

/// Its values as edits; a value without a basis is one that is only tried.
void add_edits(Value const& parameter, std::string const& region, List& edits) {
    for (auto const& each : parameter["values"].list()) {
        Context basis{{"class", "draft"}, {"text", "推演"}};
        if (each["basis"].is(Value::Type::context))
            for (auto const& [key, value] : each["basis"].context().entries())
                basis.put(key, said(value));
        edits.push_back(Context{{"parameter", parameter["parameter"]},
                                {"region", region},
                                {"from", said(each["from"])},
                                {"value", each["value"]},
                                {"basis", Value(std::move(basis))}});
    }
}

}  // namespace

Result<pack::Draft> draft_of_fragment(std::string const& place, pack::Folder const& base,
                                      pack::PathOf const& path_of) {
    TRY(files, files_of(place));
    pack::Draft draft;
    List edits;
    for (auto const& [path, text] : files) {
        if (!path.ends_with(".yaml")) {
            draft.files.insert_or_assign(path, Value(text));
            continue;
        }
        TRY(yaml, parse_yaml(text, (fs::path(place) / path).string()));
        auto const value = to_value(yaml);
        if (value["parameter"].is(Value::Type::string) && value["values"].is(Value::Type::list))
            add_edits(value, region_of(path), edits);
        else
            draft.files.insert_or_assign(path, Value(text));
    }
    if (edits.empty()) return draft;
    TRY(edited, pack::edited_files(base, edits, path_of));
    draft.files.insert(edited.begin(), edited.end());
    return draft;
}

}  // namespace jizhi::cli
