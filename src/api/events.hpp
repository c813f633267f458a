#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_events(Context& context, Request const& request);

}  // namespace jizhi::api
