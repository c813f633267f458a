#include "net/head.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "api/problem.hpp"
#include "value/temporal.hpp"

namespace jizhi::net {
namespace {

// No script from elsewhere and none inline or by eval. Inline style attributes are allowed, because
// chart tooltips are made of them; style sheets and <style> from elsewhere are not.
constexpr std::string_view page_policies =
    "content-security-policy: default-src 'self'; script-src 'self'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'\r\n"
    "permissions-policy: camera=(self), geolocation=(self), microphone=(), payment=()\r\n";
constexpr std::string_view api_policies =
    "content-security-policy: default-src 'none'; frame-ancestors 'none'\r\n"
    "cache-control: no-store\r\n";
constexpr std::string_view always =
    "x-content-type-options: nosniff\r\n"
    "x-frame-options: DENY\r\n"
    "referrer-policy: same-origin\r\n"
    "cross-origin-opener-policy: same-origin\r\n"
    "cross-origin-resource-policy: same-origin\r\n";
constexpr std::string_view only_tls =
    "strict-transport-security: max-age=31536000; includeSubDomains\r\n";

void append_header(std::string& out, std::string_view name, std::string_view text) {
    out += name;
    out += ": ";
    // An endpoint may put what somebody typed into a header: it must not become two.
    for (char const c : text) out += c == '\r' || c == '\n' ? ' ' : c;
    out += "\r\n";
}

bool has_body(int status) { return status != 204 && status != 304; }

}  // namespace

std::string http_date(Micros at) {
    constexpr std::array<std::string_view, 7> weekdays{"Mon", "Tue", "Wed", "Thu",
                                                       "Fri", "Sat", "Sun"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const seconds = at / 1'000'000;
    auto const day = seconds / seconds_per_day;
    auto const second = seconds % seconds_per_day;
    auto const civil = civil_of(day);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       weekdays.at(static_cast<std::size_t>(weekday_of(day) - 1)), civil.day,
                       months.at(static_cast<std::size_t>(civil.month - 1)), civil.year,
                       second / 3600, second / 60 % 60, second % 60);
}

void append_head(std::string& out, api::Response const& response, HeadFacts const& facts) {
    fmt::format_to(std::back_inserter(out), FMT_STRING("HTTP/1.1 {} {}\r\n"), response.status,
                   api::phrase_of(response.status));
    if (has_body(response.status) && !facts.endless)
        fmt::format_to(std::back_inserter(out), FMT_STRING("content-length: {}\r\n"),
                       response.content().size());
    append_header(out, "date", facts.date);
    append_header(out, "x-request-id", facts.request_id);
    for (auto const& [name, text] : response.headers) append_header(out, name, text);
    out += facts.page ? page_policies : api_policies;
    out += always;
    if (facts.tls) out += only_tls;
    if (facts.close) out += "connection: close\r\n";
    else if (facts.http10_keep_alive) out += "connection: keep-alive\r\n";
    out += "\r\n";
}

}  // namespace jizhi::net
