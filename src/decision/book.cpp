#include "decision/book.hpp"

#include <fmt/format.h>

#include "kit/crypto.hpp"
#include "kit/text.hpp"
#include "value/json.hpp"

namespace jizhi::decision {
namespace {

std::string digest(std::string_view text) { return text::hex(crypto::sm3(text)).substr(0, 16); }

/// The model of that namespace that a model of `region` sees: its own locality's, else the common.
dmn::Model const* imported(auto const& models, std::string const& name_space,
                           std::string const& region) {
    dmn::Model const* common = nullptr;
    for (auto const& [id, by_region] : models)
        for (auto const& [locality, deployed] : by_region) {
            if (deployed.model.definitions().name_space != name_space) continue;
            if (locality == region) return &deployed.model;
            if (locality.empty()) common = &deployed.model;
        }
    return common;
}

}  // namespace

DeployedModel const* Book::model(std::string_view id, RegionPath path) const {
    auto const found = models_.find(id);
    if (found == models_.end()) return nullptr;
    for (auto const& region : path)
        if (auto const own = found->second.find(region); own != found->second.end())
            return &own->second;
    auto const common = found->second.find("");
    return common == found->second.end() ? nullptr : &common->second;
}

std::vector<DeployedModel const*> Book::models(RegionPath path) const {
    std::vector<DeployedModel const*> found;
    for (auto const& [id, by_region] : models_)
        if (auto const* deployed = model(id, path)) found.push_back(deployed);
    return found;
}

std::vector<DeployedModel const*> Book::all() const {
    std::vector<DeployedModel const*> found;
    for (auto const& [id, by_region] : models_)
        for (auto const& [region, deployed] : by_region) found.push_back(&deployed);
    return found;
}

std::vector<DeployedModel const*> Book::variants(std::string_view id) const {
    std::vector<DeployedModel const*> found;
    auto const all = models_.find(id);
    if (all == models_.end()) return found;
    for (auto const& [region, deployed] : all->second) found.push_back(&deployed);
    return found;
}

void Book::Builder::add_model(std::string region, std::string id, std::string xml,
                              std::string pack, std::string where) {
    File file{std::move(region), std::move(id), std::move(xml), std::move(pack),
              std::move(where), {}};
    // An unreadable text is told when it is parsed; it imports nothing.
    if (auto needed = dmn::Model::imported(file.xml, file.where)) file.imports = std::move(*needed);
    files_.push_back(std::move(file));
}

Result<void> Book::Builder::add_parameter(std::string const& region, Node const& yaml) {
    digests_ += digest(region + "\n" + to_json(to_value(yaml)));
    return parameters_.add(region, yaml);
}

Result<bool> Book::Builder::try_parse(File const& file, Book& book) const {
    std::vector<dmn::Model> imports;
    for (auto const& name_space : file.imports) {
        auto const* found = imported(book.models_, name_space, file.region);
        if (found == nullptr) return false;
        imports.push_back(*found);
    }
    TRY(model, dmn::Model::parse(file.xml, file.where, imports));
    if (!model.problems().empty()) return std::unexpected(model.problems().front());
    auto main = model.decision(file.id);
    if (!main)
        return fail("decision.no_main", file.where,
                    fmt::format("模型里要有一个 id 或名称为“{}”的决策（与文件同名）", file.id),
                    fmt::format("the model needs a decision named '{}' as the file is", file.id));
    book.models_[file.id].insert_or_assign(
        file.region,
        DeployedModel{file.id, file.pack, file.region, digest(file.xml), model, std::move(*main)});
    return true;
}

Result<std::shared_ptr<Book const>> Book::Builder::build() {
    auto book = std::make_shared<Book>();
    std::vector<File const*> waiting;
    for (auto const& file : files_) waiting.push_back(&file);
    while (!waiting.empty()) {
        std::vector<File const*> later;
        for (auto const* file : waiting) {
            TRY(done, try_parse(*file, *book));
            if (!done) later.push_back(file);
        }
        if (later.size() == waiting.size())
            return fail("decision.import_missing", later.front()->where,
                        "模型导入了不存在的模型，或几个模型互相导入",
                        "the model imports a model that is not there, or models import each other");
        waiting = std::move(later);
    }
    auto all = digests_;
    for (auto const& [id, by_region] : book->models_)
        for (auto const& [region, deployed] : by_region)
            all += id + "@" + region + "=" + deployed.version + "\n";
    book->version_ = digest(all);
    book->parameters_ = parameters_;
    return std::shared_ptr<Book const>(book);
}

std::shared_ptr<Book const> Books::now() const {
    std::lock_guard const lock(mutex_);
    return current_;
}

void Books::swap(std::shared_ptr<Book const> next) {
    std::lock_guard const lock(mutex_);
    current_ = std::move(next);
}

}  // namespace jizhi::decision
