#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_log(Context& context, Request const& request);
Response get_access_log(Context& context, Request const& request);
Response get_verification(Context& context, Request const& request);

}  // namespace jizhi::api
