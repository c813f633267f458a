#include "pack/rule_text.hpp"

namespace jizhi::pack {
namespace {

constexpr auto none = std::string_view::npos;

std::string id_in(std::string_view head) {
    auto const id = head.find(" id=\"");
    if (id == none) return {};
    auto const quote = head.find('"', id + 5);
    return quote == none ? std::string() : std::string(head.substr(id + 5, quote - id - 5));
}

}  // namespace

std::vector<RuleText> rules_of(std::string_view xml) {
    std::vector<RuleText> rules;
    for (std::size_t at = 0; (at = xml.find('<', at)) != none; ++at) {
        auto const name_end = xml.find_first_of(" >/\t\r\n", at + 1);
        if (name_end == none) break;
        auto const name = xml.substr(at + 1, name_end - at - 1);
        auto const colon = name.find(':');
        auto const local = colon == none ? 0 : colon + 1;
        if (name.substr(local) != "rule") continue;
        auto const close = "</" + std::string(name) + ">";
        auto const end = xml.find(close, at);
        if (end == none) break;
        auto id = id_in(xml.substr(at, xml.find('>', at) - at));
        if (id.empty()) id = std::to_string(rules.size() + 1);
        rules.push_back(
            {std::string(name.substr(0, local)), std::move(id), at, end + close.size()});
        at = end;
    }
    return rules;
}

}  // namespace jizhi::pack
