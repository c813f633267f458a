#include "api/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "api/admission.hpp"
#include "audit/event_log.hpp"
#include "kit/limits.hpp"
#include "kit/text.hpp"
#include "people/session.hpp"
#include "record/catalog.hpp"
#include "record/query.hpp"
#include "region/regions.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr Micros second = 1'000'000;
constexpr Micros heartbeat = 15 * second;  // proxies close what is silent for half a minute
constexpr int looks_per_turn = 4;

std::int64_t number_in(std::string_view text) {
    std::int64_t number = -1;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : -1;
}

/// What the asker wants to hear of, beside what she may.
struct Wanted {
    std::vector<std::string> types;  ///< empty: all
    std::string region;              ///< "": all in scope
};

/// Follows the sealed log from a number on. It keeps nothing but that number: what a client has
/// not read yet stands in the log, so a slow one costs no memory and one that comes back misses
/// nothing. Each look asks again who is signed in and what she may see.
class EventStream final : public Stream {
public:
    EventStream(App const& app, std::string token, Wanted wanted, std::int64_t position,
                std::shared_ptr<void> ticket)
        : app_(app),
          token_(std::move(token)),
          wanted_(std::move(wanted)),
          position_(position),
          ticket_(std::move(ticket)),
          said_at_(app.clock->now()) {
        first_ = fmt::format("retry: 3000\nid: {}\n\n", position_);
    }

    void start_anew() { first_ += "event: reset\ndata: {}\n\n"; }

    std::optional<std::string> next() override {
        try {
            return look();
        } catch (store::Failure const&) {
            return {};  // the client comes back with the number it has
        }
    }

private:
    std::optional<std::string> look() {
        auto const now = app_.clock->now();
        auto read = app_.store->read();
        auto const session = app_.see_session ? app_.see_session(*read, token_, now) : nullptr;
        if (!session || !session->actor->has(people::Right::read)) return {};
        auto out = std::exchange(first_, {});
        auto const top = audit::last_number(*read);
        for (int i = 0; i < looks_per_turn && position_ < top; ++i)
            tell(*read, *session->actor, std::min(top, position_ + step), now, out);
        if (out.empty() && now - said_at_ >= heartbeat)
            out = fmt::format(": {}\nid: {}\n\n", now / second, position_);
        if (!out.empty()) said_at_ = now;
        return out;
    }

    /// What changed up to a number, each record once.
    void tell(store::Connection& sql, people::Actor const& actor, std::int64_t up_to, Micros now,
              std::string& out) {
        auto const catalog = app_.catalogs->now();
        std::map<record::RecordType const*, std::map<std::string, std::int64_t>> changed;
        for (auto const& event : audit::touched(sql, position_, up_to))
            if (auto const* type = catalog->type(event.subject_type); type && wants(type->id))
                changed[type][event.subject_id] = event.number;
        auto scope = actor.scope(people::Right::read);
        if (!wanted_.region.empty()) scope = scope.within(*app_.regions->tree(), wanted_.region);
        auto const day = to_text(Date{(now / second + app_.zone_offset_seconds) / seconds_per_day});
        std::map<std::int64_t, std::string> lines;
        for (auto const& [type, numbers] : changed) {
            std::vector<std::string> ids;
            for (auto const& [id, number] : numbers) ids.push_back(id);
            for (auto const& row : record::located(sql, *type, ids, scope, day))
                lines[numbers.at(row.id)] =
                    to_json(Object{{"type", type->id}, {"id", row.id}, {"region", row.region}});
        }
        for (auto const& [number, line] : lines)
            out += fmt::format("id: {}\nevent: record\ndata: {}\n\n", number, line);
        position_ = up_to;
    }

    bool wants(std::string const& type) const {
        return wanted_.types.empty() ||
               std::find(wanted_.types.begin(), wanted_.types.end(), type) != wanted_.types.end();
    }

    static constexpr auto step = limits::event_numbers_per_look_max;
    App const& app_;
    std::string token_;
    Wanted wanted_;
    std::int64_t position_;
    std::shared_ptr<void> ticket_;
    Micros said_at_;
    std::string first_;
};

Result<std::shared_ptr<void>> admit(Context const& context) {
    auto const& all = context.app().event_streams;
    if (!all) return std::shared_ptr<void>{};
    if (auto ticket = all->enter(context.actor().account_id)) return ticket;
    return fail("events.too_many", {}, "打开的页面太多，这一页不再自动更新，请关闭不用的页面",
                "too many pages are open: this one is not updated by itself; close some");
}

}  // namespace

Response get_events(Context& context, Request const& request) {
    auto const& app = context.app();
    Wanted wanted{{}, std::string(request.query_value("region"))};
    for (auto const type : text::split(request.query_value("type"), ','))
        if (!text::trim(type).empty()) wanted.types.emplace_back(text::trim(type));
    if (!wanted.region.empty() && app.regions->tree()->find(wanted.region) == nullptr)
        return Response::problem(
            Error{"region.not_found", "region", "没有这个区域", "there is no such region"});
    TRY_OR_PROBLEM(ticket, admit(context));
    auto const top = audit::last_number(context.read());
    auto const said = request.header("last-event-id");
    auto const since = number_in(said);
    bool const known = since >= 0 && since <= top && top - since <= limits::events_resumed_max;
    auto stream =
        std::make_shared<EventStream>(app, std::string(context.token()), std::move(wanted),
                                      known ? since : top, std::move(ticket));
    if (!said.empty() && !known) stream->start_anew();
    Response response;
    response.headers.emplace_back("content-type", "text/event-stream");
    response.headers.emplace_back("x-accel-buffering", "no");  // nginx would hold it back
    response.stream = std::move(stream);
    return response;
}

}  // namespace jizhi::api
