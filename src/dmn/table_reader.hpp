#pragma once
#include <optional>
#include <string>

#include "dmn/definitions.hpp"
#include "dmn/xml.hpp"

namespace jizhi::dmn {

/// The text below a node, all its pieces; where it has a <text> child, of that.
[[nodiscard]] std::string text_of(pugi::xml_node node);
[[nodiscard]] std::string trimmed(std::string_view text);

/// Reads the parts that are text: cells, titles, reasons, and the tables made of them.
class Parts {
public:
    explicit Parts(Xml const& xml) : xml_(xml) {}

    [[nodiscard]] Xml const& xml() const { return xml_; }
    [[nodiscard]] Text text(pugi::xml_node node) const;
    [[nodiscard]] DecisionTable table(pugi::xml_node node) const;
    /// Of <extensionElements> in jizhi's namespace.
    [[nodiscard]] Title title(pugi::xml_node node) const;
    [[nodiscard]] std::optional<ReasonText> reason(pugi::xml_node node) const;

private:
    [[nodiscard]] InputClause input(pugi::xml_node node) const;
    [[nodiscard]] OutputClause output(pugi::xml_node node) const;
    [[nodiscard]] Rule rule(pugi::xml_node node) const;

    Xml const& xml_;
};

}  // namespace jizhi::dmn
