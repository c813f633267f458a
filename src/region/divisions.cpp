#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kit/text.hpp"
#include "region/load.hpp"

namespace jizhi::region {
namespace {

constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t code_bytes_max = 32;

/// The cells of one line; a cell in quotes may hold commas and doubled quotes.
std::vector<std::string> cells_of(std::string_view line) {
    auto cells = std::vector<std::string>{{}};
    auto quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        auto const c = line[i];
        if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back() += '"';
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            cells.emplace_back();
        } else {
            cells.back() += c;
        }
    }
    for (auto& cell : cells) cell = std::string(text::trim(cell));
    return cells;
}

struct Header {
    int code = -1, name = -1, level = -1, parent = -1;

    explicit Header(std::vector<std::string> const& cells) {
        auto const at = [&](std::string_view title) {
            auto const found = std::find(cells.begin(), cells.end(), title);
            return found == cells.end() ? -1 : static_cast<int>(found - cells.begin());
        };
        code = at("code");
        name = at("name");
        level = at("level");
        parent = at("parent");
    }
};

std::string cell(std::vector<std::string> const& cells, int column) {
    if (column < 0 || static_cast<std::size_t>(column) >= cells.size()) return {};
    return cells[static_cast<std::size_t>(column)];
}

/// The code above by the digits: 12 → 9 → 6 → 4 → 2.
std::string parent_of(std::string_view code) {
    switch (code.size()) {
        case 4: return std::string(code.substr(0, 2));
        case 6: return std::string(code.substr(0, 4));
        case 9: return std::string(code.substr(0, 6));
        case 12: return std::string(code.substr(0, 9));
        default: break;
    }
    return code.size() > 12 ? std::string(code.substr(0, 12)) : std::string{};
}

Result<Region> region_of(std::vector<std::string> const& cells, Header const& header,
                         std::string const& where) {
    auto region = Region{};
    region.code = cell(cells, header.code);
    region.name = cell(cells, header.name);
    if (region.code.empty() || region.code.size() > code_bytes_max)
        return fail("region.code_bad", where, "区划代码为空或过长", "the code is empty or too long");
    if (region.name.empty() || region.name.size() > name_bytes_max)
        return fail("region.name_bad", where, "区划名称为空或过长", "the name is empty or too long");
    auto const said = cell(cells, header.level);
    auto const level = said.empty() ? level_of_code(region.code) : level_named(said);
    if (!level)
        return fail("region.level_unknown", where,
                    fmt::format("不认识的层级“{}”，代码 {}", said, region.code),
                    fmt::format("unknown level '{}' of code {}", said, region.code));
    region.level = *level;
    region.parent = header.parent < 0 ? parent_of(region.code) : cell(cells, header.parent);
    return region;
}

}  // namespace

Result<std::vector<Region>> parse_divisions(std::string_view csv, std::string_view file_name) {
    if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
    if (!text::valid_utf8(csv))
        return fail("region.not_utf8", std::string(file_name), "文件不是 UTF-8 编码，请另存为 UTF-8",
                    "the file is not UTF-8; save it as UTF-8");
    auto const lines = text::split(csv, '\n');
    auto const header = Header(cells_of(lines.front()));
    if (header.code < 0 || header.name < 0)
        return fail("region.header_missing", fmt::format("{}:1", file_name),
                    "第一行应有列名 code 和 name", "the first line must name columns code and name");
    auto regions = std::vector<Region>{};
    auto seen = std::set<std::string>{};
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (text::trim(lines[i]).empty()) continue;
        auto const where = fmt::format("{}:{}", file_name, i + 1);
        TRY(region, region_of(cells_of(lines[i]), header, where));
        if (!seen.insert(region.code).second)
            return fail("region.code_twice", where, fmt::format("代码 {} 重复", region.code),
                        fmt::format("code {} stands twice", region.code));
        regions.push_back(std::move(region));
    }
    return regions;
}

}  // namespace jizhi::region
