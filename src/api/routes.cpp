#include <array>

#include "api/endpoint.hpp"
#include "api/meta.hpp"

namespace jizhi::api {
namespace {

// The table of everything that is served below /api/v1. To add an endpoint: write its function in
// its own file with a one-line header (or the header of its domain), include that above, and add a
// line here under the heading of its domain.
//
//   Endpoint("POST", "/proposals/{id}/approval", approve_proposal, "Approve a proposal",
//            needs{Right::approve}, in{"Approval"}, out{"Done"}),
std::array const table{
    // The program itself
    Endpoint("GET", "/version", get_version, "Name and version of the program", open,
             out{"Version"}),
};

}  // namespace

std::span<Endpoint const> endpoints() { return table; }

}  // namespace jizhi::api
