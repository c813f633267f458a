#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "store/writer.hpp"

namespace jizhi::audit {

/// SM3 over salt and payload: says nothing about a payload once its salt is gone.
[[nodiscard]] std::string payload_digest(std::string_view salt, std::string_view payload);

/// The link of event `number`: SM3 over the link before and everything but the payload itself.
[[nodiscard]] std::string link(std::int64_t number, std::string_view link_before,
                               store::StoredEvent const& event, std::string_view payload_digest);

/// What the log key signs: how many events there are and the last link.
[[nodiscard]] std::string head_text(std::int64_t number, std::string_view link);

}  // namespace jizhi::audit
