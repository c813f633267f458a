#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decision/parameters.hpp"
#include "dmn/model.hpp"

namespace jizhi::decision {

/// One deployed model file as it holds for one locality.
struct DeployedModel {
    std::string id;       ///< the file's name without ".dmn"
    std::string pack;
    std::string region;   ///< locality; "" = everywhere
    std::string version;  ///< digest of the text: what proposals rest on
    dmn::Model model;
    dmn::Decision main;   ///< the decision that is named as the file
};

/// Every decision and parameter of the deployed packs: one immutable snapshot, any thread.
class Book {
public:
    class Builder;

    /// The model of the nearest region of the path; null where there is none.
    [[nodiscard]] DeployedModel const* model(std::string_view id, RegionPath path) const;
    /// Each id once, as it holds for the path.
    [[nodiscard]] std::vector<DeployedModel const*> models(RegionPath path) const;
    /// Every model as it is deployed, of all localities.
    [[nodiscard]] std::vector<DeployedModel const*> all() const;
    /// The model as each locality that has its own has it, the common one among them.
    [[nodiscard]] std::vector<DeployedModel const*> variants(std::string_view id) const;
    [[nodiscard]] Parameters const& parameters() const { return parameters_; }
    /// Changes with every change of a model or parameter: what "the rules" were.
    [[nodiscard]] std::string const& version() const { return version_; }

private:
    std::map<std::string, std::map<std::string, DeployedModel, std::less<>>, std::less<>> models_;
    Parameters parameters_;
    std::string version_;
};

/// Collects files in any order; `build` parses the models, imports before importers. The error of
/// any says file, line and column.
class Book::Builder {
public:
    /// `region` "" = the pack's own folder, else the code of a locality; `where` names the file.
    void add_model(std::string region, std::string id, std::string xml, std::string pack,
                   std::string where);
    [[nodiscard]] Result<void> add_parameter(std::string const& region, Node const& yaml);
    [[nodiscard]] Result<std::shared_ptr<Book const>> build();

private:
    struct File {
        std::string region, id, xml, pack, where;
        std::vector<std::string> imports;
    };
    [[nodiscard]] Result<bool> try_parse(File const& file, Book& book) const;

    std::vector<File> files_;
    Parameters parameters_;
    std::string digests_;
};

/// The book in force. A deployment swaps it; who asked before keeps the one they have.
class Books {
public:
    [[nodiscard]] std::shared_ptr<Book const> now() const;
    void swap(std::shared_ptr<Book const> next);

private:
    mutable std::mutex mutex_;
    std::shared_ptr<Book const> current_ = std::make_shared<Book const>();
};

}  // namespace jizhi::decision
