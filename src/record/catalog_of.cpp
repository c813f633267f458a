#include "record/declaration.hpp"

namespace jizhi::record {
namespace {

std::vector<std::string> documents(std::string_view text) {
    std::vector<std::string> all(1);
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        if (line == "---") all.emplace_back();
        else all.back().append(line).append("\n");
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return all;
}

}  // namespace

Result<Catalog> catalog_of(std::string_view yaml_documents) {
    Catalog catalog;
    std::vector<Error> errors;
    for (auto const& document : documents(yaml_documents)) {
        TRY(node, parse_yaml(document, "test.yaml"));
        if (node.find("record") != nullptr && node.find("view") == nullptr)
            catalog.add(parse_type(node, errors));
        if (node.find("dictionary") != nullptr) catalog.add(parse_dictionary(node, errors));
        if (node.find("view") != nullptr) catalog.add(parse_view(node, errors));
    }
    for (auto& error : catalog.finish()) errors.push_back(std::move(error));
    if (!errors.empty()) return std::unexpected(errors.front());
    return catalog;
}

}  // namespace jizhi::record
