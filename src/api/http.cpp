#include "api/http.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <optional>
#include <utility>

#include "value/json.hpp"

namespace jizhi::api {
namespace {

/// Where a text or a name with U+0000 stands, as "a.b[2]"; nothing where none does.
std::optional<std::string> nul_in(Value const& value, std::string const& where) {
    auto const has = [](std::string_view text) { return text.find('\0') != text.npos; };
    if (value.is(Value::Type::string) && has(value.string())) return where;
    if (value.is(Value::Type::list)) {
        auto index = 0;
        for (auto const& item : value.list()) {
            auto const place = where + "[" + std::to_string(index++) + "]";
            if (auto found = nul_in(item, place)) return found;
        }
    }
    if (!value.is(Value::Type::context)) return {};
    for (auto const& [key, item] : value.context().entries()) {
        if (has(key)) return where;
        if (auto found = nul_in(item, where.empty() ? key : where + "." + key)) return found;
    }
    return {};
}

/// A store that ends a text at U+0000 would keep another text than was sent.
Result<Value> without_nul(Value value) {
    auto const found = nul_in(value, {});
    if (!found) return value;
    return fail("json.nul", *found, "文字里不能有 U+0000", "a text must not hold U+0000");
}

}  // namespace

std::string& NamedTexts::operator[](std::string_view name) {
    for (auto& [key, text] : items_)
        if (key == name) return text;
    return items_.emplace_back(name, std::string{}).second;
}

std::string const* NamedTexts::find(std::string_view name) const {
    for (auto const& [key, text] : items_)
        if (key == name) return &text;
    return nullptr;
}

std::string_view Request::header(std::string_view lower_case_name) const {
    auto const* found = headers.find(lower_case_name);
    return found == nullptr ? std::string_view{} : std::string_view{*found};
}

std::string_view Request::query_value(std::string_view name) const {
    auto const* found = query.find(name);
    return found == nullptr ? std::string_view{} : std::string_view{*found};
}

std::int64_t Request::limit(std::int64_t usual, std::int64_t most) const {
    auto const text = query_value("limit");
    std::from_chars(text.data(), text.data() + text.size(), usual);
    return std::clamp<std::int64_t>(usual, 1, most);
}

std::string const& Request::path_value(std::string_view name) const {
    auto const* found = path_values.find(name);
    assert(found != nullptr && "the pattern in routes.cpp has no such part");
    return *found;
}

Result<Value> Request::json() const {
    if (parsed_) return *parsed_;
    TRY(read, parse_json(body));
    // Raw, the character is refused by the parser; only its escape gets here.
    auto const suspect = body.find("\\u0000") != std::string::npos;
    TRY(value, suspect ? without_nul(std::move(read)) : Result<Value>(std::move(read)));
    parsed_ = value;
    return value;
}

Response Response::json(int status, Value const& value) {
    return json_text(status, to_json(value));
}

Response Response::json_text(int status, std::string text) {
    Response response;
    response.status = status;
    response.headers.emplace_back("content-type", "application/json");
    response.body = std::move(text);
    return response;
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    return response;
}

namespace {

/// RFC 5987: every byte that is not plain is percent-encoded, so that no name can break the header.
std::string percent_encoded(std::string_view name) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char const c : name) {
        bool const plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                           (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_';
        if (plain) {
            out += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

}  // namespace

Response Response::file(std::string name, std::string media_type, std::string bytes) {
    Response response;
    response.headers.emplace_back("content-type", std::move(media_type));
    response.headers.emplace_back("content-disposition",
                                  "attachment; filename*=UTF-8''" + percent_encoded(name));
    response.body = std::move(bytes);
    return response;
}

}  // namespace jizhi::api
