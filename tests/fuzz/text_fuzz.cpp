// Any text as JSON, YAML, number, date, time and duration: what is read prints as what reads the
// same again.
#include <cstdlib>

#include "value/json.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"
#include "value/yaml.hpp"

namespace {

using namespace jizhi;

void want(bool fine) {
    if (!fine) std::abort();
}

void temporal(std::string_view text) {
    if (auto const date = parse_date(text)) want(parse_date(to_text(*date)) == date);
    if (auto const time = parse_time(text)) want(parse_time(to_text(*time)) == time);
    if (auto const at = parse_date_time(text)) want(parse_date_time(to_text(*at)) == at);
    if (auto const duration = parse_duration(text))
        want(parse_duration(to_text(*duration)) == duration);
    if (auto const number = Decimal::parse(text))
        want(Decimal::parse(number->to_string()) == number);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    temporal(text);
    if (auto const json = parse_json(text)) want(parse_json(to_json(*json)) == *json);
    if (auto const node = parse_yaml(text, "f")) want(!to_json(to_value(*node)).empty());
    return 0;
}
