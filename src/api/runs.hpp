#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_runs(Context& context, Request const& request);
Response post_run(Context& context, Request const& request);
Response get_run(Context& context, Request const& request);
Response delete_run(Context& context, Request const& request);
Response get_run_lines(Context& context, Request const& request);
Response get_run_line(Context& context, Request const& request);
Response get_run_export(Context& context, Request const& request);
Response post_run_proposal(Context& context, Request const& request);
Response post_run_recomputation(Context& context, Request const& request);

}  // namespace jizhi::api
