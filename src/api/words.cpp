#include "api/words.hpp"

#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr Micros micros_per_second = 1'000'000;
constexpr std::int64_t nanos_per_micro = 1'000;

}  // namespace

Value words(std::string_view zh, std::string_view en) { return Object{{"zh", zh}, {"en", en}}; }

Value instant(Micros at) {
    if (at == 0) return {};
    constexpr auto micros_per_day = seconds_per_day * micros_per_second;
    auto const day = at >= 0 ? at / micros_per_day : (at - micros_per_day + 1) / micros_per_day;
    auto time = Time{};
    time.nanos = (at - day * micros_per_day) * nanos_per_micro;
    time.zone = {.kind = Zone::Kind::offset, .offset_seconds = 0, .id = {}};
    return to_text(DateTime{.date = {day}, .time = time});
}

Value text_or_null(std::string_view text) { return text.empty() ? Value{} : Value{text}; }

Value region_words(region::Tree const& tree, std::string_view code) {
    if (code.empty()) return {};
    return Object{{"code", code}, {"name", tree.name(code)}};
}

Value region_json(region::Tree const& tree, region::Region const& region) {
    auto path = List{};
    for (auto const* step : tree.path(region.code))
        path.emplace_back(Object{{"code", step->code}, {"name", step->name}});
    return Object{{"code", region.code},
                  {"name", region.name},
                  {"level", region::name_of(region.level)},
                  {"has_children", region.has_children},
                  {"path", std::move(path)}};
}

}  // namespace jizhi::api
