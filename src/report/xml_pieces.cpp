#include "report/xml_pieces.hpp"

#include <string>

namespace jizhi::report {

bool XmlPieces::skip_past(std::string_view end) {
    auto const found = rest().find(end);
    if (found == std::string_view::npos) return false;
    at_ += found + end.size();
    return true;
}

bool XmlPieces::skip_to_markup() {
    auto const found = rest().find('<');
    if (found == std::string_view::npos) return false;
    at_ += found;
    return true;
}

std::optional<XmlPieces::Tag> XmlPieces::markup() {
    auto const skipped = [this](std::string_view end) {
        return skip_past(end) ? std::optional(Tag{}) : std::nullopt;
    };
    auto const text = rest();
    if (text.starts_with("<!--")) return skipped("-->");
    if (text.starts_with("<![CDATA[")) return skipped("]]>");
    if (text.starts_with("<?")) return skipped("?>");
    // A declaration of types may hold declarations, each in brackets of its own.
    if (text.starts_with("<!")) return skipped(text.find('[') < text.find('>') ? "]>" : ">");
    char quote = 0;
    std::size_t end = 1;
    for (; end < text.size() && (quote != 0 || text[end] != '>'); ++end) {
        if (quote != 0)
            quote = text[end] == quote ? char{0} : quote;
        else if (text[end] == '"' || text[end] == '\'')
            quote = text[end];
    }
    if (end == text.size()) return {};
    at_ += end + 1;
    auto name = text.substr(1, end - 1);
    Tag tag{{}, !name.starts_with('/'), name.starts_with('/') || name.ends_with('/')};
    if (name.starts_with('/')) name.remove_prefix(1);
    name = name.substr(0, name.find_first_of(" \t\r\n/"));
    if (auto const colon = name.find(':'); colon != std::string_view::npos)
        name.remove_prefix(colon + 1);
    tag.name = name;
    return tag;
}

Result<std::optional<std::span<char>>> XmlPieces::broken() const {
    return fail("sheet.broken", std::to_string(at_),
                "文件内容已损坏，请在 WPS 或 Excel 里重新保存再传",
                "the file's content is damaged; save it again and upload that");
}

Result<std::optional<std::span<char>>> XmlPieces::next() {
    std::size_t inside = 0;  // the depth at which the piece ends; 0: not in one
    while (skip_to_markup()) {
        auto const start = at_;
        auto const tag = markup();
        if (!tag) return broken();
        if (tag->opens) {
            ++depth_;
            if (inside == 0 && tag->name == name_) {
                inside = depth_;
                began_ = start;
            }
        }
        if (inside != 0 && at_ - began_ > bytes_max_)
            return fail("sheet.row_too_long", std::to_string(began_),
                        "有一行的内容太长，可能不是正常的表格",
                        "one row holds far more than a spreadsheet does");
        if (!tag->closes) continue;
        if (depth_ == 0) return broken();
        if (depth_-- == inside) return text_.subspan(began_, at_ - began_);
    }
    if (depth_ != 0) return broken();
    return std::optional<std::span<char>>{};
}

}  // namespace jizhi::report
