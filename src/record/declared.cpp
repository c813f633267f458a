#include "record/declared.hpp"

#include <algorithm>
#include <charconv>

namespace jizhi::record {

bool is_identifier(std::string_view text) {
    if (text.empty() || text.size() > 48 || text[0] < 'a' || text[0] > 'z') return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

Title read_title(Node const& node, std::vector<Error>& errors) {
    Declared map(node, errors);
    Title title{map.text("zh"), map.text("en")};
    if (title.zh.empty() || title.en.empty())
        map.fail("pack.title", "标题要有 zh 和 en 两种文字", "a title needs both zh and en");
    map.finish();
    return title;
}

Declared::Declared(Node const& node, std::vector<Error>& errors) : node_(node), errors_(errors) {
    if (!node.is_map())
        fail("pack.map", "此处应为“键: 值”", "a map of key: value is expected here");
}

void Declared::fail_at(Node const& at, std::string code, std::string zh, std::string en) {
    errors_.push_back(Error{std::move(code), at.where(), std::move(zh), std::move(en)});
}

Node const* Declared::get(std::string_view key) {
    asked_.emplace(key);
    auto const* found = node_.find(key);
    return found != nullptr && !found->is_null() ? found : nullptr;
}

Node const* Declared::need(std::string_view key) {
    auto const* found = get(key);
    if (found == nullptr && node_.is_map())
        fail("pack.missing_key", "缺少 " + std::string(key),
             "the key " + std::string(key) + " is missing");
    return found;
}

std::string Declared::text(std::string_view key) {
    auto const* found = get(key);
    if (found == nullptr) return {};
    if (!found->is_scalar()) {
        fail_at(*found, "pack.text", std::string(key) + " 应为文字",
                std::string(key) + " must be text");
        return {};
    }
    return found->scalar;
}

std::string Declared::id(std::string_view key) {
    if (need(key) == nullptr) return {};
    return id_or_nothing(key);
}

std::string Declared::id_or_nothing(std::string_view key) {
    auto found = text(key);
    if (!found.empty() && !is_identifier(found)) {
        fail_at(*get(key), "pack.identifier", "“" + found + "”应为小写英文加下划线",
                "\"" + found + "\" must be English in snake_case, at most 48 characters");
        return {};
    }
    return found;
}

bool Declared::flag(std::string_view key, bool otherwise) {
    auto const found = text(key);
    if (found == "true") return true;
    if (found == "false") return false;
    if (!found.empty())
        fail_at(*get(key), "pack.flag", std::string(key) + " 应为 true 或 false",
                std::string(key) + " must be true or false");
    return otherwise;
}

std::optional<std::int64_t> Declared::integer(std::string_view key) {
    auto const found = text(key);
    if (found.empty()) return {};
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(found.data(), found.data() + found.size(), number);
    if (error == std::errc() && end == found.data() + found.size()) return number;
    fail_at(*get(key), "pack.integer", std::string(key) + " 应为整数",
            std::string(key) + " must be a whole number");
    return {};
}

Title Declared::title(std::string_view key, bool needed) {
    auto const* found = needed ? need(key) : get(key);
    return found == nullptr ? Title{} : read_title(*found, errors_);
}

std::vector<std::string> Declared::texts(std::string_view key) {
    auto const* found = get(key);
    if (found == nullptr) return {};
    if (found->is_scalar()) return {found->scalar};
    std::vector<std::string> all;
    for (auto const& item : found->items) {
        if (item.is_scalar())
            all.push_back(item.scalar);
        else
            fail_at(item, "pack.text", std::string(key) + " 的每一项应为文字",
                    "each item of " + std::string(key) + " must be text");
    }
    if (found->is_map())
        fail_at(*found, "pack.list", std::string(key) + " 应为列表",
                std::string(key) + " must be a list");
    return all;
}

std::vector<Node const*> Declared::maps(std::string_view key) {
    auto const* found = get(key);
    if (found == nullptr) return {};
    if (found->is_map()) return {found};
    std::vector<Node const*> all;
    for (auto const& item : found->items) all.push_back(&item);
    return all;
}

void Declared::finish() {
    for (auto const& entry : node_.entries) {
        if (asked_.contains(entry.key)) continue;
        auto at = entry.value;
        at.line = entry.line, at.column = entry.column;
        fail_at(at, "pack.unknown_key", "没有“" + entry.key + "”这个键，请核对拼写",
                "there is no key \"" + entry.key + "\" here; check its spelling");
    }
}

}  // namespace jizhi::record
