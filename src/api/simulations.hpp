#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response post_simulation(Context& context, Request const& request);
Response post_simulation_line(Context& context, Request const& request);
Response post_simulation_export(Context& context, Request const& request);

}  // namespace jizhi::api
