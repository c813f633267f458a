#pragma once
#include "api/endpoint.hpp"

// Imports of spreadsheets: upload, match, dry run, commit. One's own only.
namespace jizhi::api {

/// GET /api/v1/imports
Response list_imports(Context& context, Request const& request);
/// POST /api/v1/imports/{type}?name=FILE with the file as the body
Response upload_import(Context& context, Request const& request);
/// GET /api/v1/imports/{id}?offset=
Response get_import(Context& context, Request const& request);
/// PUT /api/v1/imports/{id}/mapping
Response map_import(Context& context, Request const& request);
/// POST /api/v1/imports/{id}/dry-run
Response check_import(Context& context, Request const& request);
/// POST /api/v1/imports/{id}/commit
Response commit_import(Context& context, Request const& request);
/// GET /api/v1/imports/{id}/rejected
Response get_rejected_rows(Context& context, Request const& request);
/// GET /api/v1/import-templates/{type}
Response get_import_template(Context& context, Request const& request);

}  // namespace jizhi::api
