#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_accounts(Context& context, Request const& request);
Response post_account(Context& context, Request const& request);
Response post_account_right(Context& context, Request const& request);
Response end_account_right(Context& context, Request const& request);
Response reset_account_password(Context& context, Request const& request);
Response disable_account(Context& context, Request const& request);
Response get_roles(Context& context, Request const& request);

}  // namespace jizhi::api
