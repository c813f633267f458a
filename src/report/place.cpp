#include "report/place.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kit/text.hpp"

namespace jizhi::report {
namespace {

constexpr std::size_t shortest_name_bytes = 6;  // two Chinese characters

bool is_code(std::string_view said) {
    return said.size() >= 2 && said.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

Places::Places(region::Tree const& tree, people::Scope const& scope) : tree_(tree), scope_(scope) {
    index("");
}

void Places::index(std::string_view parent) {
    for (auto const* region : tree_.children(parent)) {
        by_name_.emplace(region->name, region->code);
        if (region->has_children) index(region->code);
    }
}

bool Places::lies_in(std::string const& code, std::string_view place) const {
    auto const half = text::half_width(text::trim(place));
    return std::ranges::any_of(tree_.path(code), [&](region::Region const* above) {
        return above->code == half || above->name == half ||
               (half.size() >= shortest_name_bytes && above->name.starts_with(half));
    });
}

std::vector<std::string> Places::candidates(std::string_view said,
                                            std::span<std::string const> levels) const {
    std::vector<std::string> found;
    auto const consider = [&](std::string const& code) {
        auto const* region = tree_.find(code);
        auto const level = region::name_of(region->level);
        auto const allowed = levels.empty() || std::ranges::find(levels, level) != levels.end();
        if (allowed && scope_.contains(tree_, code)) found.push_back(code);
    };
    auto const [first, last] = by_name_.equal_range(said);
    for (auto at = first; at != last; ++at) consider(at->second);
    if (!found.empty() || said.size() < shortest_name_bytes) return found;
    for (auto const& [name, code] : by_name_) {
        auto const shortened = std::string_view(name).starts_with(said);
        auto const whole_path = said.ends_with(name) && name.size() >= shortest_name_bytes;
        if (shortened || whole_path) consider(code);
    }
    if (found.size() < 2) return found;
    // A whole path names what lies above as well: keep those of which most is said.
    std::erase_if(found, [&](std::string const& code) {
        auto const path = tree_.path(code);
        if (path.size() < 2) return false;
        auto const& parent = path[path.size() - 2]->name;
        return said.size() > path.back()->name.size() && said.find(parent) == said.npos;
    });
    return found;
}

Result<std::string> Places::find(std::string_view said, std::span<std::string const> levels,
                                 std::span<std::string const> beside) {
    auto const wanted = text::half_width(text::trim(said));
    auto key = wanted;
    for (auto const& text : beside) key += "\n" + text;
    if (auto const known = known_.find(key); known != known_.end()) return known->second;
    auto found = is_code(wanted) && tree_.find(wanted) != nullptr && scope_.contains(tree_, wanted)
                     ? std::vector<std::string>{wanted}
                     : candidates(wanted, levels);
    for (auto const& text : beside) {
        if (found.size() < 2 || text.empty()) continue;
        auto narrowed = found;
        std::erase_if(narrowed, [&](std::string const& code) { return !lies_in(code, text); });
        if (!narrowed.empty()) found = std::move(narrowed);
    }
    Result<std::string> answer =
        found.size() == 1 ? Result<std::string>(found[0]) : Result<std::string>();
    if (found.empty())
        answer = fail("import.region_unknown", "", fmt::format("您的数据范围里没有“{}”", wanted),
                      fmt::format("there is no “{}” in your scope", wanted));
    if (found.size() > 1)
        answer = fail(
            "import.region_ambiguous", "",
            fmt::format("有 {} 个“{}”，请在另一列写明街道，或填 12 位代码", found.size(), wanted),
            fmt::format("there are {} called “{}”; add a column with the street, or give "
                        "the 12-digit code",
                        found.size(), wanted));
    known_.emplace(std::move(key), answer);
    return answer;
}

}  // namespace jizhi::report
