#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_proposals(Context& context, Request const& request);
Response get_proposal(Context& context, Request const& request);
Response approve_proposal(Context& context, Request const& request);
Response reject_proposal(Context& context, Request const& request);
Response withdraw_proposal(Context& context, Request const& request);

}  // namespace jizhi::api
