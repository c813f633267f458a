#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_decision_model(Context& context, Request const& request);
Response get_decision_versions(Context& context, Request const& request);
Response get_decision_sheet(Context& context, Request const& request);
Response post_decision_sheet(Context& context, Request const& request);

}  // namespace jizhi::api
