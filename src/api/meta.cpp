#include "api/meta.hpp"

namespace jizhi::api {

namespace {

Schema const version{"Version", R"({
  "type": "object", "required": ["name", "version"],
  "properties": { "name": {"type": "string"}, "version": {"type": "string"} }
})"};

}  // namespace

Response get_version(Context&, Request const&) {
    return Response::json(200, Object{{"name", "jizhi"}, {"version", "0.1.0"}});
}

}  // namespace jizhi::api
