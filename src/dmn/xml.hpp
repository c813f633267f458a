#pragma once
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/definitions.hpp"
#include "kit/result.hpp"

namespace jizhi::dmn {

/// An XML document that remembers its source, so that a node has a line and a column. Refuses
/// DTDs (no entities), too much text and too deep nesting.
class Xml {
public:
    [[nodiscard]] static Result<Xml> parse(std::string_view text, std::string const& name);

    [[nodiscard]] pugi::xml_node root() const { return document_->document_element(); }
    [[nodiscard]] Place place(pugi::xml_node node) const;

private:
    Xml() = default;
    void index_lines(std::string_view text);
    [[nodiscard]] Place place_at(std::ptrdiff_t offset) const;

    std::shared_ptr<pugi::xml_document> document_ = std::make_shared<pugi::xml_document>();
    std::vector<std::ptrdiff_t> line_starts_;
};

/// Name without its prefix: "dmn:decision" -> "decision".
[[nodiscard]] std::string_view local_name(pugi::xml_node node);
[[nodiscard]] pugi::xml_node child(pugi::xml_node node, std::string_view local);
[[nodiscard]] std::vector<pugi::xml_node> children(pugi::xml_node node, std::string_view local);
/// A type that the node names as "prefix:name": the prefix of FEEL's, XML Schema's or the model's
/// own namespace goes, that of an import becomes the import's name. Other names are as they are.
[[nodiscard]] std::string type_name(pugi::xml_node node, std::string_view qualified);
/// The namespace that the node's (or, for "xmlns:x", the given) prefix stands for; "" if none.
[[nodiscard]] std::string_view namespace_of(pugi::xml_node node);

}  // namespace jizhi::dmn
