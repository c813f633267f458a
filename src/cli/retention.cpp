#include "cli/retention.hpp"

#include <fmt/format.h>

#include "file/files.hpp"
#include "kit/decimal.hpp"
#include "kit/log.hpp"
#include "report/rejected_rows.hpp"
#include "store/pruning.hpp"

namespace jizhi::cli {
namespace {

constexpr Micros day = 86'400'000'000;
constexpr std::int64_t days_max = 36'500;

Result<void> read_days(Arguments const& given, std::string_view option, std::int64_t& days) {
    if (!given.has(option)) return {};
    auto const text = given.text(option);
    auto const number = Decimal::parse(text);
    auto const whole = number ? number->to_integer() : std::nullopt;
    if (!whole || *whole < 1 || *whole > days_max)
        return fail("serve.days", fmt::format("{} {}", option, text),
                    fmt::format("天数应在 1 到 {} 之间", days_max),
                    fmt::format("the number of days must be between 1 and {}", days_max));
    days = *whole;
    return {};
}

}  // namespace

std::vector<Option> retention_options() {
    return {option("--keep-answers", "DAYS", "answers to repeated requests (default: 90)"),
            option("--keep-views", "DAYS", "who looked at what (default: 1095)"),
            option("--keep-sent", "DAYS", "messages that were delivered (default: 90)"),
            option("--keep-imports", "DAYS", "uploaded spreadsheets (default: 180)")};
}

Result<Retention> retention_of(Arguments const& given) {
    Retention kept;
    CHECK_OK(read_days(given, "--keep-answers", kept.answers));
    CHECK_OK(read_days(given, "--keep-views", kept.views));
    CHECK_OK(read_days(given, "--keep-sent", kept.sent));
    CHECK_OK(read_days(given, "--keep-imports", kept.imports));
    return kept;
}

void tidy_up(api::App const& app, Retention const& retention) {
    auto const now = app.clock->now();
    auto const remove = [&](store::Aged const& aged) {
        return store::prune(*app.store, *app.writer, aged);
    };
    auto const answers = remove({"command", "at", now - retention.answers * day});
    auto const views = remove({"access", "at", now - retention.views * day});
    auto const sent = remove({"outbox", "done_at", now - retention.sent * day});
    auto const imports = remove({"import_session", "made_at", now - retention.imports * day,
                                 report::forget_rejected});
    auto const files = app.files->sweep(*app.store->read(), now);
    app.log->info("tidied up", {{"answers", answers},
                                {"views", views},
                                {"sent", sent},
                                {"imports", imports},
                                {"files", std::int64_t{files}}});
}

}  // namespace jizhi::cli
