#include "dmn/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "kit/limits_dmn.hpp"
#include "kit/text.hpp"

namespace jizhi::dmn {
namespace {

bool too_deep(pugi::xml_node node) {
    struct Walker : pugi::xml_tree_walker {
        bool deep = false;
        bool for_each(pugi::xml_node&) override {
            deep = depth() > limit::nesting_max;
            return !deep;
        }
    } walker;
    node.traverse(walker);
    return walker.deep;
}

/// pugixml recurses nowhere while parsing, but a DTD or an entity has no business in a model.
bool has_doctype(std::string_view text) { return text.find("<!DOCTYPE") != std::string_view::npos; }

}  // namespace

Result<Xml> Xml::parse(std::string_view text, std::string const& name) {
    if (text.size() > limit::text_bytes_max)
        return fail("dmn.too_large", name, "模型文件超过 32 MB，请拆分", "the model is over 32 MB; split it");
    if (has_doctype(text))
        return fail("dmn.doctype", name, "模型文件不允许带 DOCTYPE，请删除",
                    "a model must not have a DOCTYPE; remove it");
    if (!text::valid_utf8(text))
        return fail("dmn.encoding", name, "模型文件不是合格的 UTF-8，请用 UTF-8 另存",
                    "the model is not valid UTF-8; save it as UTF-8");
    Xml xml;
    xml.index_lines(text);
    auto const done = xml.document_->load_buffer(text.data(), text.size(),
                                                 pugi::parse_default | pugi::parse_ws_pcdata_single,
                                                 pugi::encoding_utf8);
    if (!done) {
        auto const at = xml.place_at(done.offset);
        return fail("dmn.xml", fmt::format("{}:{}:{}", name, at.line, at.column),
                    fmt::format("不是合格的 XML：{}", done.description()),
                    fmt::format("this is not well-formed XML: {}", done.description()));
    }
    if (too_deep(*xml.document_))
        return fail("dmn.too_deep", name, "模型嵌套超过 200 层", "the model nests deeper than 200 levels");
    return xml;
}

void Xml::index_lines(std::string_view text) {
    line_starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n') line_starts_.push_back(static_cast<std::ptrdiff_t>(i) + 1);
}

Place Xml::place_at(std::ptrdiff_t offset) const {
    if (offset < 0) return {};
    auto const next = std::ranges::upper_bound(line_starts_, offset);
    auto const line = next - line_starts_.begin();
    return {static_cast<int>(line),
            static_cast<int>(offset - line_starts_[static_cast<std::size_t>(line) - 1]) + 1};
}

Place Xml::place(pugi::xml_node node) const { return place_at(node.offset_debug()); }

std::string_view local_name(pugi::xml_node node) {
    std::string_view const name = node.name();
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node node, std::string_view local) {
    for (auto each : node.children())
        if (each.type() == pugi::node_element && local_name(each) == local) return each;
    return {};
}

std::vector<pugi::xml_node> children(pugi::xml_node node, std::string_view local) {
    std::vector<pugi::xml_node> found;
    for (auto each : node.children())
        if (each.type() == pugi::node_element && local_name(each) == local) found.push_back(each);
    return found;
}

namespace {

std::string_view name_space(pugi::xml_node node, std::string_view prefix) {
    auto const attribute = prefix.empty() ? std::string("xmlns") : "xmlns:" + std::string(prefix);
    for (auto at = node; at; at = at.parent())
        if (auto const found = at.attribute(attribute.c_str())) return found.value();
    return {};
}

/// XML Schema's names of what FEEL calls a number.
bool is_number(std::string_view name) {
    constexpr std::array<std::string_view, 6> names{"decimal", "integer", "double",
                                                    "float",   "int",     "long"};
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::string_view namespace_of(pugi::xml_node node) {
    std::string_view const name = node.name();
    auto const colon = name.find(':');
    return name_space(node, colon == std::string_view::npos ? "" : name.substr(0, colon));
}

std::string type_name(pugi::xml_node node, std::string_view qualified) {
    auto const colon = qualified.find(':');
    auto const space = colon == std::string_view::npos
                           ? std::string_view()
                           : name_space(node, qualified.substr(0, colon));
    if (space.empty()) return std::string(qualified);
    std::string local(qualified.substr(colon + 1));
    auto root = node;  // the topmost element, where the imports stand
    while (root.parent().type() == pugi::node_element) root = root.parent();
    for (auto const import : children(root, "import"))
        if (space == import.attribute("namespace").value()) {
            std::string const name = import.attribute("name").value();
            return name.empty() ? local : name + "." + local;
        }
    if (space.find("XMLSchema") != std::string_view::npos && is_number(local)) return "number";
    return local;
}

}  // namespace jizhi::dmn
