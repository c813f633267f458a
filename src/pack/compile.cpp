#include "pack/compile.hpp"

#include <algorithm>
#include <set>

#include "kit/text.hpp"
#include "pack/known_keys.hpp"
#include "record/declaration.hpp"
#include "record/declared.hpp"

namespace jizhi::pack {
namespace {

/// "localities/9901/parameters/x.yaml" -> {"9901", "parameters", "x", "yaml"}.
struct Path {
    std::string locality, kind, name, extension;
};

std::optional<Path> taken_apart(std::string_view path) {
    Path parts;
    auto pieces = text::split(path, '/');
    if (pieces.size() >= 3 && pieces[0] == "localities") {
        parts.locality = pieces[1];
        pieces.erase(pieces.begin(), pieces.begin() + 2);
    }
    if (pieces.size() != 2) return {};
    parts.kind = pieces[0];
    auto const dot = pieces[1].rfind('.');
    parts.name = pieces[1].substr(0, dot);
    if (dot != std::string_view::npos) parts.extension = pieces[1].substr(dot + 1);
    return parts;
}

class Compiler {
public:
    explicit Compiler(std::vector<Folder> const& packs) : packs_(packs) {}

    Compiled run() {
        std::vector<std::pair<Folder const*, Manifest>> sorted = by_dependency();
        for (auto const& [folder, manifest] : sorted) read(*folder, manifest);
        merge_dictionaries();
        for (auto& error : catalog_.finish()) compiled_.errors.push_back(std::move(error));
        compiled_.catalog = std::make_shared<record::Catalog const>(std::move(catalog_));
        auto book = builder_.build();
        if (book)
            compiled_.book = std::move(*book);
        else
            compiled_.errors.push_back(book.error());
        return std::move(compiled_);
    }

private:
    std::vector<std::pair<Folder const*, Manifest>> by_dependency() {
        std::vector<std::pair<Folder const*, Manifest>> left, sorted;
        for (auto const& folder : packs_)
            left.emplace_back(&folder, parse_manifest(folder, errors()));
        std::set<std::string, std::less<>> done;
        while (!left.empty()) {
            auto const ready = std::find_if(left.begin(), left.end(), [&](auto const& each) {
                auto const& needs = each.second.depends;
                return std::all_of(needs.begin(), needs.end(),
                                   [&](auto const& need) { return done.contains(need); });
            });
            if (ready == left.end()) break;
            done.insert(ready->second.id);
            sorted.push_back(std::move(*ready));
            left.erase(ready);
        }
        for (auto& [folder, manifest] : left) {
            errors().push_back({"pack.depends", folder->where("pack.yaml"),
                                "依赖的包没有部署:" + text::join(manifest.depends, "、"),
                                "a pack that this depends on is not deployed: " +
                                    text::join(manifest.depends, ", ")});
            sorted.emplace_back(folder, std::move(manifest));
        }
        return sorted;
    }

    void read(Folder const& folder, Manifest const& manifest) {
        for (auto const& [role, title] : manifest.roles) catalog_.set_role_title(role, title);
        for (auto const& group : manifest.menu) catalog_.add(group);
        for (auto const& [path, text] : folder.files) read_file(folder, manifest, path, text);
        compiled_.packs.push_back(manifest);
    }

    void read_file(Folder const& folder, Manifest const& manifest, std::string const& path,
                   std::string const& text) {
        if (path.starts_with("localities/") && path.ends_with("/pack.yaml"))
            return read_locality(folder, path, text);
        auto const parts = taken_apart(path);
        if (!parts) return;
        if (parts->kind == "decisions" && parts->extension == "dmn")
            return builder_.add_model(parts->locality, parts->name, text, manifest.id,
                                      folder.where(path));
        constexpr std::array known{"records", "dictionaries", "views", "indicators", "parameters"};
        if (std::find(known.begin(), known.end(), parts->kind) == known.end()) return;
        if (parts->extension != "yaml") return;
        auto const node = parse_yaml(text, folder.where(path));
        if (!node)
            errors().push_back(node.error());
        else
            declare(*parts, manifest, *node);
    }

    void declare(Path const& path, Manifest const& manifest, Node const& node) {
        if (path.kind == "records") declare_record(path, manifest, node);
        if (path.kind == "dictionaries") {
            auto dictionary = record::parse_dictionary(node, errors());
            check_name(node, dictionary.id, path.name);
            dictionaries_[dictionary.id].emplace(path.locality, std::move(dictionary));
        }
        if (path.kind == "views") {
            auto view = record::parse_view(node, errors());
            check_view_keys(node, view.kind, errors());
            view.pack = manifest.id;
            check_name(node, view.id, path.name);
            catalog_.add(std::move(view), path.locality);
        }
        if (path.kind == "indicators") {
            record::Declared map(node, errors());
            auto const id = map.id("indicator");
            (void)map.title("title", true);
            check_indicator_keys(node, errors());
            check_name(node, id, path.name);
            catalog_.add_indicator(id, to_value(node), path.locality);
        }
        if (path.kind == "parameters")
            if (auto added = builder_.add_parameter(path.locality, node); !added)
                errors().push_back(added.error());
    }

    void declare_record(Path const& path, Manifest const& manifest, Node const& node) {
        if (!path.locality.empty()) {
            errors().push_back({"pack.local_record", node.where(), "台账结构不能按地区改写",
                                "a record type cannot differ by locality"});
            return;
        }
        auto type = record::parse_type(node, errors());
        type.pack = manifest.id;
        check_name(node, type.id, path.name);
        if (catalog_.type(type.id) != nullptr)
            errors().push_back({"pack.twice", node.where(), "台账 " + type.id + " 已在别的包中声明",
                                "the record type " + type.id + " is declared by another pack too"});
        catalog_.add(std::move(type));
    }

    /// A file is found by its name, so what it declares must be called the same.
    void check_name(Node const& node, std::string const& id, std::string const& name) {
        if (id == name || id.empty()) return;
        errors().push_back({"pack.file_name", node.where(), "文件名应为 " + id + ".yaml",
                            "the file should be called " + id + ".yaml"});
    }

    void read_locality(Folder const& folder, std::string const& path, std::string const& text) {
        auto const node = parse_yaml(text, folder.where(path));
        if (!node) {
            errors().push_back(node.error());
            return;
        }
        record::Declared map(*node, errors());
        auto const code = std::string(text::split(path, '/')[1]);
        compiled_.localities.push_back({code, map.title("title", true), map.flag("offered", true)});
        map.finish();
    }

    /// A locality's codes stand over those of the next wider locality. Localities are named by the
    /// codes of regions, of which the wider one is the beginning.
    void merge_dictionaries() {
        for (auto const& [id, by_locality] : dictionaries_) {
            std::map<std::string, record::Dictionary> merged;
            for (auto const& [locality, dictionary] : by_locality) {  // "" first, then by code
                record::Dictionary const* wider = nullptr;
                for (auto const& [code, known] : merged)
                    if (locality.starts_with(code)) wider = &known;
                merged.emplace(locality, wider == nullptr ? dictionary : wider->merged(dictionary));
            }
            for (auto& [locality, dictionary] : merged)
                catalog_.add(std::move(dictionary), locality);
        }
    }

    std::vector<Error>& errors() { return compiled_.errors; }

    std::vector<Folder> const& packs_;
    record::Catalog catalog_;
    decision::Book::Builder builder_;
    std::map<std::string, std::map<std::string, record::Dictionary>> dictionaries_;
    Compiled compiled_;
};

}  // namespace

Compiled compile(std::vector<Folder> const& packs) { return Compiler(packs).run(); }

}  // namespace jizhi::pack
