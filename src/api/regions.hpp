#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_regions(Context& context, Request const& request);
Response get_region(Context& context, Request const& request);
Response post_regions(Context& context, Request const& request);

}  // namespace jizhi::api
