#include "audit/chain.hpp"

#include <fmt/core.h>

#include "kit/crypto.hpp"
#include "kit/text.hpp"

namespace jizhi::audit {
namespace {

/// With its length in front, no two lists of fields give the same bytes.
void put(std::string& out, std::string_view field) {
    out += std::to_string(field.size());
    out += ':';
    out += field;
}

}  // namespace

std::string payload_digest(std::string_view salt, std::string_view payload) {
    return crypto::sm3(std::string(salt).append(payload));
}

std::string link(std::int64_t number, std::string_view link_before, store::StoredEvent const& e,
                 std::string_view payload) {
    std::string out = "jizhi event 1\n";
    out.reserve(512);
    put(out, std::to_string(number));
    put(out, link_before);
    put(out, e.id);
    put(out, std::to_string(e.at));
    for (auto const* field : {&e.subject_type, &e.subject_id, &e.region, &e.activity, &e.lifecycle,
                              &e.actor, &e.on_behalf_of, &e.command_id})
        put(out, *field);
    put(out, payload);
    return crypto::sm3(out);
}

std::string head_text(std::int64_t number, std::string_view link) {
    return fmt::format("jizhi head 1 {} {}", number, text::hex(link));
}

}  // namespace jizhi::audit
