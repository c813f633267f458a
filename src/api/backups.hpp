#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_backups(Context& context, Request const& request);
Response post_backup(Context& context, Request const& request);

}  // namespace jizhi::api
