#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_run_differences(Context& context, Request const& request);
Response get_run_differences_export(Context& context, Request const& request);

}  // namespace jizhi::api
