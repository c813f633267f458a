#pragma once
#include <map>
#include <string>

#include "api/endpoint.hpp"

namespace jizhi::api {

/// A draft that a body describes; `pack` is the one that holds what it edits.
struct WantedDraft {
    std::string title, pack;
    std::map<std::string, Value> files;
};
[[nodiscard]] Result<WantedDraft> wanted_draft(Context& context, Value const& body);
/// Where the scope of who asks must reach for these files of a draft: their localities, or all that
/// anybody works in. Answers the region that whoever decides about them must cover.
[[nodiscard]] Result<std::string> region_of(Context& context,
                                            std::map<std::string, Value> const& files);

Response get_drafts(Context& context, Request const& request);
Response get_draft(Context& context, Request const& request);
Response post_draft(Context& context, Request const& request);
Response put_draft(Context& context, Request const& request);
Response delete_draft(Context& context, Request const& request);
Response propose_draft(Context& context, Request const& request);

}  // namespace jizhi::api
