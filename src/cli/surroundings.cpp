#include "cli/surroundings.hpp"

#include <optional>

#include "calendar/holidays.hpp"
#include "cli/model_file.hpp"
#include "cli/world.hpp"
#include "decision/parameters.hpp"
#include "kit/text.hpp"
#include "pack/folder.hpp"
#include "pack/shipped.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::cli {

namespace fs = std::filesystem;

struct Surroundings::Held {
    std::optional<calendar::Holidays> holidays;
    Context values;                   ///< parameters of a JSON file
    decision::Parameters parameters;  ///< those of a pack
    std::optional<decision::Outlook> outlook;
    feel::Environment environment;
};

namespace {

Result<Date> day_of(Arguments const& given, Micros now) {
    constexpr std::int64_t shanghai_seconds = 8 * 3600;
    auto const text = given.text("--on");
    if (text.empty()) return Date{(now / 1'000'000 + shanghai_seconds) / seconds_per_day};
    if (auto const day = parse_date(text)) return *day;
    return fail("cli.day", "--on " + text, "日期应写作 2026-01-31", "a day is written 2026-01-31");
}

/// The region and those that hold it: a wider region's code is the beginning of a narrower one's.
std::vector<std::string> path_of(std::string code) {
    std::vector<std::string> path;
    for (; !code.empty(); code.pop_back()) path.push_back(code);
    return path;
}

/// `parameters/NAME.yaml`, or the same below `localities/CODE/`.
Result<void> read_pack(fs::path const& place, decision::Parameters& into) {
    TRY(folder, pack::read_folder(place));
    for (auto const& [path, text] : folder.files) {
        auto const parts = text::split(path, '/');
        auto const own = parts.size() == 2;
        auto const local = parts.size() == 4 && parts[0] == "localities";
        if (!path.ends_with(".yaml") || !(own || local)) continue;
        if (parts[parts.size() - 2] != "parameters") continue;
        TRY(yaml, parse_yaml(text, folder.where(path)));
        CHECK_OK(into.add(local ? std::string(parts[1]) : std::string(), yaml));
    }
    return {};
}

Result<void> read_values(fs::path const& file, Context& into) {
    TRY(text, read_file(file));
    TRY(json, parse_json(text));
    if (!json.is(Value::Type::context))
        return fail("cli.parameters", file.string(), "参数文件应是一个 JSON 对象",
                    "the file of parameters must be a JSON object");
    into = json.context();
    return {};
}

}  // namespace

Surroundings::Surroundings(std::unique_ptr<Held> held) : held_(std::move(held)) {}
Surroundings::Surroundings(Surroundings&&) noexcept = default;
Surroundings& Surroundings::operator=(Surroundings&&) noexcept = default;
Surroundings::~Surroundings() = default;

feel::Environment& Surroundings::environment() { return held_->environment; }

std::vector<Option> Surroundings::options() {
    return {
        option("--parameters", "PLACE", "a pack's folder, or a JSON object: what param() finds"),
        option("--region", "CODE", "where param() looks, in a pack with localities"),
        option("--on", "DATE", "the day of today() and of the parameters; else this day")};
}

Result<Surroundings> Surroundings::of(Arguments const& given) {
    auto held = std::make_unique<Held>();
    auto& environment = held->environment;
    environment.now = SystemClock().now();
    TRY(today, day_of(given, environment.now));
    environment.today = today;
    TRY(days, parse_json(pack::shipped_holidays()));
    TRY(holidays, calendar::read_holidays(days));
    held->holidays.emplace(std::move(holidays));
    environment.add_working_days = [&here = *held](Date date, std::int64_t n) -> Result<Date> {
        TRY(day, here.holidays->after(date.day, n));
        return Date{day};
    };
    environment.working_days_between = [&here = *held](Date from, Date to) {
        return here.holidays->between(from.day, to.day);
    };
    fs::path const place(given.text("--parameters"));
    if (fs::is_directory(place)) {
        CHECK_OK(read_pack(place, held->parameters));
    } else if (!place.empty()) {
        CHECK_OK(read_values(place, held->values));
    }
    held->outlook.emplace(held->parameters, path_of(given.text("--region")), today, std::nullopt);
    environment.parameter = [&here = *held](std::string_view name) {
        if (auto const* value = here.values.find(name))
            return std::optional(feel::ParameterUse{std::string(name), *value, {}});
        return here.outlook->find(name);
    };
    return Surroundings(std::move(held));
}

}  // namespace jizhi::cli
