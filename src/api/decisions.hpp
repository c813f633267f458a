#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_explanations(Context& context, Request const& request);
Response post_decision(Context& context, Request const& request);
Response post_decisions(Context& context, Request const& request);
Response get_decisions(Context& context, Request const& request);
Response get_decision(Context& context, Request const& request);
Response get_parameters(Context& context, Request const& request);

}  // namespace jizhi::api
