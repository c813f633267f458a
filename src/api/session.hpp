#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_session(Context& context, Request const& request);
Response post_session(Context& context, Request const& request);
Response delete_session(Context& context, Request const& request);
Response post_password(Context& context, Request const& request);
Response put_language(Context& context, Request const& request);
Response get_demo_accounts(Context& context, Request const& request);

}  // namespace jizhi::api
