#pragma once
#include <string>
#include <string_view>

#include "dmn/explain.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::dmn {

enum class Language { zh, en };

/// How a value is written in a sentence: what stands behind the `|` of a template.
struct Format {
    enum class Kind { plain, money, fixed, percent, month, code } kind = Kind::plain;
    bool sign = false;
    int digits = 0;
    std::string dictionary = {};
};

/// "", "money", "signed money", "fixed 2", "percent", "month", "code post".
[[nodiscard]] Result<Format> parse_format(std::string_view text);
[[nodiscard]] std::string format(Value const& value, Format const& format, Language language,
                                 CodeTitle const& code_title);

}  // namespace jizhi::dmn
