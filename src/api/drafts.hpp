#pragma once
#include <map>

#include "api/endpoint.hpp"

namespace jizhi::api {

/// A draft that a body describes; `pack` is the one that holds what it edits.
struct WantedDraft {
    std::string title, pack;
    std::map<std::string, Value> files;
};
[[nodiscard]] Result<WantedDraft> wanted_draft(Context& context, Value const& body);

Response get_drafts(Context& context, Request const& request);
Response get_draft(Context& context, Request const& request);
Response post_draft(Context& context, Request const& request);
Response put_draft(Context& context, Request const& request);
Response delete_draft(Context& context, Request const& request);
Response propose_draft(Context& context, Request const& request);

}  // namespace jizhi::api
