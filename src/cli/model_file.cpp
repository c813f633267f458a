#include "cli/model_file.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include "dmn/reader.hpp"
#include "kit/limits_value.hpp"
#include "kit/text.hpp"

namespace jizhi::cli {

namespace fs = std::filesystem;

Result<std::string> read_file(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return fail("file.unreadable", path.string(), "读不到这个文件", "this file cannot be read");
    std::string text;
    constexpr std::size_t piece = 1U << 20U;
    while (in) {
        auto const before = text.size();
        text.resize(before + piece);
        in.read(text.data() + before, piece);
        text.resize(before + static_cast<std::size_t>(in.gcount()));
        if (text.size() > limits::json_bytes_max)
            return fail("file.too_large", path.string(), "文件超过 64 MiB",
                        "the file has more than 64 MiB");
    }
    return text;
}

std::vector<fs::path> files_in(fs::path const& folder) {
    std::vector<fs::path> found;
    for (auto const& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file()) found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

namespace {

/// The models of one folder, each read once however often it is imported.
class Loader {
public:
    explicit Loader(fs::path folder) : folder_(std::move(folder)) {}

    Result<dmn::Model> load(fs::path const& path) {
        auto const key = path.lexically_normal().string();
        if (auto const known = loaded_.find(key); known != loaded_.end()) return known->second;
        if (!under_way_.insert(key).second)
            return fail("dmn.import_cycle", path.string(), "几个模型互相导入，请断开其中一个",
                        "models import each other in a circle; cut one import");
        TRY(text, read_file(path));
        TRY(needed, dmn::Model::imported(text, path.string()));
        std::vector<dmn::Model> imports;
        for (auto const& name_space : needed) {
            auto const other = file_of(name_space);
            if (!other)
                return fail("dmn.import_missing", path.string(),
                            "旁边没有命名空间为 " + name_space + " 的模型",
                            "no model beside it has the namespace " + name_space);
            TRY(model, load(*other));
            imports.push_back(model);
        }
        TRY(model, dmn::Model::parse(text, path.string(), imports));
        under_way_.erase(key);
        loaded_.emplace(key, model);
        return model;
    }

private:
    std::optional<fs::path> file_of(std::string const& name_space) {
        if (!indexed_) index();
        auto const found = by_name_space_.find(name_space);
        if (found == by_name_space_.end()) return std::nullopt;
        return found->second;
    }

    void index() {
        indexed_ = true;
        for (auto const& path : files_in(folder_)) {
            if (path.extension() != ".dmn") continue;
            auto const text = read_file(path);
            if (!text) continue;
            auto const definitions = dmn::read_definitions(*text, path.string());
            if (definitions) by_name_space_.try_emplace((*definitions)->name_space, path);
        }
    }

    fs::path folder_;
    bool indexed_ = false;
    std::map<std::string, fs::path> by_name_space_;
    std::map<std::string, dmn::Model> loaded_;
    std::set<std::string> under_way_;
};

}  // namespace

Result<dmn::Model> load_model(fs::path const& path) {
    return Loader(path.parent_path().empty() ? fs::path(".") : path.parent_path()).load(path);
}

Result<dmn::Decision> decision_named(dmn::Model const& model, std::string const& name) {
    if (!name.empty()) return model.decision(name);
    using Kind = dmn::Element::Kind;
    std::vector<std::string> free, services;
    auto const& elements = model.definitions().elements;
    for (auto const& each : elements) {
        auto const needs_it = [&](dmn::Element const& other) {
            return std::ranges::find(other.requirements, "#" + each.id) != other.requirements.end();
        };
        if (each.kind == Kind::service) services.push_back(each.name);
        if (each.kind == Kind::decision && std::ranges::none_of(elements, needs_it))
            free.push_back(each.name);
    }
    if (free.size() == 1) return model.decision(free.front());
    if (services.size() == 1) return model.decision(services.front());
    free.insert(free.end(), services.begin(), services.end());
    auto const all = text::join(free, ", ");
    return fail("cli.decision", model.definitions().source,
                "模型里有几个决策，请用 --decision 指明：" + all,
                "the model has several decisions; name one with --decision: " + all);
}

}  // namespace jizhi::cli
