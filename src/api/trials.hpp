#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_decision_inputs(Context& context, Request const& request);
Response get_record_inputs(Context& context, Request const& request);
Response post_trial(Context& context, Request const& request);

}  // namespace jizhi::api
