#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "kit/result.hpp"

namespace jizhi::report {

/// The elements of one name in a long XML text, one after the other, so that nobody needs the tree
/// of all of it: that takes many times the memory of the text. An element within another of the
/// same name belongs to that one. A prefix of the name says nothing.
class XmlPieces {
public:
    /// A piece of more than `bytes_max` is refused. `text` must outlive this; whoever takes a piece
    /// may change it.
    XmlPieces(std::span<char> text, std::string_view name, std::size_t bytes_max)
        : text_(text), name_(name), bytes_max_(bytes_max) {}

    /// The next element with its tags, or none at the end of a text whose tags all end.
    [[nodiscard]] Result<std::optional<std::span<char>>> next();
    /// Where the last piece began.
    [[nodiscard]] std::size_t place() const { return began_; }

private:
    struct Tag {
        std::string_view name;
        bool opens = false, closes = false;  ///< both: `<a/>`
    };
    [[nodiscard]] std::string_view rest() const { return {text_.data() + at_, text_.size() - at_}; }
    /// Reads away one `<…>` whole; no name where it is no tag of an element.
    [[nodiscard]] std::optional<Tag> markup();
    [[nodiscard]] bool skip_past(std::string_view end);
    /// To the next `<`; false where there is none.
    [[nodiscard]] bool skip_to_markup();
    [[nodiscard]] Result<std::optional<std::span<char>>> broken() const;

    std::span<char> text_;
    std::string_view name_;
    std::size_t bytes_max_;
    std::size_t at_ = 0, began_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace jizhi::report
