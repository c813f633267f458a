#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_drafts(Context& context, Request const& request);
Response get_draft(Context& context, Request const& request);
Response post_draft(Context& context, Request const& request);
Response put_draft(Context& context, Request const& request);
Response delete_draft(Context& context, Request const& request);
Response propose_draft(Context& context, Request const& request);

}  // namespace jizhi::api
