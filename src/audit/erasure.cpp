#include "audit/erasure.hpp"

namespace jizhi::audit {

Result<void> erase(store::Tx& tx, std::string const& event_id, std::string const& reason) {
    auto& sql = tx.sql();
    if (sql.execute("UPDATE event SET delta = NULL WHERE id = ? AND delta IS NOT NULL",
                    {event_id}) == 0)
        return fail("audit.no_payload", event_id, "没有这个事件，或其内容早已抹去",
                    "there is no such event, or its content was erased before");
    sql.execute("UPDATE event_seal SET salt = NULL WHERE event_id = ?", {event_id});
    tx.append({.subject_type = "event",
               .subject_id = event_id,
               .region = "",
               .activity = "erase",
               .delta = Context{{"reason", reason}}});
    return {};
}

}  // namespace jizhi::audit
