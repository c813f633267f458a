#pragma once
#include "api/endpoint.hpp"

namespace jizhi::api {

Response get_records(Context& context, Request const& request);
Response get_record(Context& context, Request const& request);
Response get_record_history(Context& context, Request const& request);
Response get_record_timeline(Context& context, Request const& request);
Response get_structure(Context& context, Request const& request);
Response export_records(Context& context, Request const& request);

Response post_record(Context& context, Request const& request);
Response post_record_check(Context& context, Request const& request);
Response post_record_change(Context& context, Request const& request);
Response post_record_correction(Context& context, Request const& request);
Response post_record_end(Context& context, Request const& request);
Response post_bulk_changes(Context& context, Request const& request);
Response post_record_file(Context& context, Request const& request);
Response get_record_file(Context& context, Request const& request);
Response post_reveal(Context& context, Request const& request);

Response get_declarations(Context& context, Request const& request);

Response get_saved_views(Context& context, Request const& request);
Response post_saved_view(Context& context, Request const& request);
Response delete_saved_view(Context& context, Request const& request);

}  // namespace jizhi::api
