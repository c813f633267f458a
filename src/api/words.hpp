#pragma once
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "kit/clock.hpp"
#include "people/title.hpp"
#include "region/regions.hpp"

// What many answers are made of.
namespace jizhi::api {

/// {"zh": …, "en": …}
[[nodiscard]] Value words(std::string_view zh, std::string_view en);
[[nodiscard]] inline Value words(people::Title const& title) { return words(title.zh, title.en); }
/// "2026-11-23T02:15:00.000001Z"; null for 0, which stands for never.
[[nodiscard]] Value instant(Micros at);
/// null for ""
[[nodiscard]] Value text_or_null(std::string_view text);
/// {"code": …, "name": …}; the name is "" where nothing is known of the code; null for "".
[[nodiscard]] Value region_words(region::Tree const& tree, std::string_view code);
/// code, name, level, has_children and the path from the top down.
[[nodiscard]] Value region_json(region::Tree const& tree, region::Region const& region);

}  // namespace jizhi::api
