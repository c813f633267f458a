#include "api/holidays.hpp"

#include <utility>

#include "api/words.hpp"
#include "calendar/holidays.hpp"
#include "decision/differing.hpp"
#include "people/holiday.hpp"

namespace jizhi::api {
namespace {

Schema const holidays_schema{"HolidayYear", R"({
  "type": "object", "required": ["year", "days"],
  "properties": {
    "year": {"type": "integer"},
    "source": {"type": "string", "maxLength": 100},
    "imported_at": {"type": ["string", "null"]},
    "days": {"type": "array", "maxItems": 200, "items": {
      "type": "object", "required": ["date", "off"],
      "properties": {"date": {"type": "string", "format": "date"}, "off": {"type": "boolean"},
                     "name": {"type": "string", "maxLength": 50}}}}
  }
})"};
Schema const years_schema{
    "HolidayYears", R"({"type": "array", "items": "@HolidayYear"})"};

Value year_json(people::HolidayYear const& year) {
    auto days = List{};
    for (auto const& day : year.days)
        days.emplace_back(Object{{"date", day.date}, {"off", day.off}, {"name", day.name}});
    return Object{{"year", year.year},
                  {"source", year.source},
                  {"imported_at", instant(year.imported_at)},
                  {"days", std::move(days)}};
}

people::HolidayYear year_of(Value const& body) {
    auto year = people::HolidayYear{};
    // A number too large for a year becomes one that is refused.
    auto const typed = body["year"].integer_or(0);
    year.year = typed > 0 && typed < 10'000 ? static_cast<int>(typed) : 0;
    year.source = body["source"].string_or("");
    if (body["days"].is(Value::Type::list))
        for (auto const& day : body["days"].list())
            year.days.push_back({.date = day["date"].string_or(""),
                                 .off = day["off"].boolean_or(true),
                                 .name = day["name"].string_or("")});
    return year;
}

}  // namespace

Response get_holidays(Context& context, Request const&) {
    auto rows = List{};
    for (auto const& year : people::list_holidays(context.read())) rows.push_back(year_json(year));
    return Response::json(200, rows);
}

Response post_holidays(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const year = year_of(body);
    TRY_OR_PROBLEM(done, context.run("holiday.import", body, [&](store::Tx& tx) {
        return people::import_holidays(tx, year, context.app().holidays.get());
    }));
    // Results that counted these days by weekends may now be others.
    if (context.app().differing) context.app().differing->scan_later();
    return Response::json(200, done);
}

}  // namespace jizhi::api
