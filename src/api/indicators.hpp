#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

/// GET /api/v1/indicators?region=
Response get_indicators(Context& context, Request const& request);

}  // namespace jizhi::api
