#include "decision/caveat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "dmn/program.hpp"

namespace jizhi::decision {
namespace {

struct Class {
    char const *name, *zh, *en_one, *en_many;
};
// What nobody knows must not pass for a document: it counts as the first.
constexpr std::array classes{
    Class{"example", "{} 项是示例", "{} is an example", "{} are examples"},
    Class{"draft", "{} 项出自草案", "{} is from a draft", "{} are from drafts"},
    Class{"repost", "{} 项转载，未对照原文", "{} is a repost not compared with the original",
          "{} are reposts not compared with the original"}};

int weakness(std::string_view name) {
    auto const found = std::ranges::find(classes, name, &Class::name);
    return found == classes.end() ? 0 : static_cast<int>(found - classes.begin());
}

}  // namespace

void Caveats::look_at(feel::ParameterUse const& use) {
    auto const& basis = use.origin["basis"];
    auto const name = basis["class"].string_or("");
    if (name == "official") return;
    auto const& title = use.origin["title"];
    found_.emplace(Key{weakness(name), use.name, use.origin["region"].string_or(""), {}},
                   Title{title["zh"].string_or(""), title["en"].string_or("")});
}

void Caveats::look_at(dmn::Program const& program) {
    auto const add = [&](dmn::Basis const& basis, std::string const& id, dmn::Title const& title,
                         std::string const& name) {
        if (basis.empty() || basis.basis_class == "official") return;
        found_.emplace(Key{weakness(basis.basis_class), {}, {}, id},
                       Title{title.zh.empty() ? name : title.zh,
                             title.en.empty() ? name : title.en});
    };
    for (auto const& site : program.sites) {
        auto const& element = *program.units[site.unit].element;
        for (auto const& reason : site.reasons)
            add(reason.basis, element.id, element.title, element.name);
    }
    if (program.root == nullptr) return;
    for (auto const& source : program.root->sources)
        add(source.basis, source.id, {source.basis.zh, source.basis.en, {}}, source.id);
}

Value Caveats::to_value() const {
    List made;
    for (auto const& [key, title] : found_) {
        auto const& [weak, parameter, region, rule] = key;
        made.push_back(Context{{"class", classes[static_cast<std::size_t>(weak)].name},
                               {"parameter", parameter.empty() ? Value() : Value(parameter)},
                               {"title", Context{{"zh", title.zh}, {"en", title.en}}},
                               {"region", region}});
    }
    return made;
}

Title caveats_said(Value const& caveats) {
    if (!caveats.is(Value::Type::list)) return {};
    Title said;
    for (auto const& each : classes) {
        std::set<std::string> named;
        for (auto const& caveat : caveats.list())
            if (caveat["class"].string_or("") == each.name)
                named.insert(caveat["parameter"].string_or("") + "/" +
                             caveat["title"]["zh"].string_or(""));
        if (named.empty()) continue;
        auto const count = named.size();
        said.zh += (said.zh.empty() ? "所用数值和规则有 " : "，") +
                   fmt::format(fmt::runtime(each.zh), count);
        said.en += (said.en.empty() ? "Of the figures and rules used, " : ", ") +
                   fmt::format(fmt::runtime(count == 1 ? each.en_one : each.en_many), count);
    }
    return said;
}

}  // namespace jizhi::decision
