#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_holidays(Context& context, Request const& request);
Response post_holidays(Context& context, Request const& request);

}  // namespace jizhi::api
