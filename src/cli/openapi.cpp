#include <fmt/format.h>

#include "api/openapi.hpp"
#include "cli/subcommand.hpp"

namespace jizhi::cli {
namespace {

int openapi(Arguments const&) {
    fmt::print("{}\n", api::openapi_json());
    return exit_fine;
}

Subcommand const declared{
    "openapi", "Print what the server answers to, as an OpenAPI document", {}, openapi};

}  // namespace
}  // namespace jizhi::cli
