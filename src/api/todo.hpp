#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_todo(Context& context, Request const& request);
Response dismiss_todo(Context& context, Request const& request);

}  // namespace jizhi::api
