#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

/// GET /api/v1/version
Response get_version(Context& context, Request const& request);

}  // namespace jizhi::api
