#pragma once
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "kit/clock.hpp"

namespace jizhi::net {

/// "Sun, 06 Nov 1994 08:49:37 GMT"
[[nodiscard]] std::string http_date(Micros at);

struct HeadFacts {
    std::string_view date;        ///< an http_date
    std::string_view request_id;
    bool tls = false, close = false, http10_keep_alive = false;
    bool endless = false;         ///< no length: the end of the connection is the end of it
    bool page = false;            ///< part of the web, not of the API: gets the page policies
};

/// The head of an answer up to and with the empty line, appended to `out`: status line, length,
/// the endpoint's own headers and the security headers.
void append_head(std::string& out, api::Response const& response, HeadFacts const& facts);

}  // namespace jizhi::net
