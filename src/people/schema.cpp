#include "people/schema.hpp"

namespace jizhi::people {
namespace {

constexpr auto accounts = R"sql(
    CREATE TABLE account (
        id TEXT PRIMARY KEY,
        login TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        language TEXT NOT NULL,
        state TEXT NOT NULL,
        password TEXT NOT NULL,
        must_change_password BIGINT NOT NULL,
        demo BIGINT NOT NULL,
        created_at BIGINT NOT NULL,
        created_by TEXT NOT NULL
    );
    CREATE TABLE account_password (
        account TEXT NOT NULL,
        hash TEXT NOT NULL,
        ended_at BIGINT NOT NULL,
        PRIMARY KEY (account, hash)
    );
    CREATE TABLE role_assignment (
        id TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        role TEXT NOT NULL,
        region TEXT NOT NULL,
        record TEXT NOT NULL,
        valid_from TEXT NOT NULL,
        valid_to TEXT NOT NULL,
        state TEXT NOT NULL,
        asked_by TEXT NOT NULL,
        asked_at BIGINT NOT NULL,
        approved_by TEXT NOT NULL,
        approved_at BIGINT NOT NULL
    );
    CREATE INDEX role_assignment_account ON role_assignment (account);
    CREATE TABLE sign_in_failure (
        login TEXT PRIMARY KEY,
        failures BIGINT NOT NULL,
        last_at BIGINT NOT NULL,
        locked_until BIGINT NOT NULL
    );
    CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at);
    CREATE TABLE session (
        id TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        csrf TEXT NOT NULL,
        created_at BIGINT NOT NULL,
        used_at BIGINT NOT NULL
    );
    CREATE INDEX session_account ON session (account);
    CREATE INDEX session_used ON session (used_at);
)sql";

constexpr auto work = R"sql(
    CREATE TABLE proposal (
        id TEXT PRIMARY KEY,
        command TEXT NOT NULL,
        payload TEXT NOT NULL,
        maker TEXT NOT NULL,
        maker_name TEXT NOT NULL,
        region TEXT NOT NULL,
        right_needed TEXT NOT NULL,
        title_zh TEXT NOT NULL,
        title_en TEXT NOT NULL,
        detail_zh TEXT NOT NULL,
        detail_en TEXT NOT NULL,
        bases TEXT NOT NULL,
        subject_type TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        decided_by TEXT NOT NULL,
        decided_by_name TEXT NOT NULL,
        made_at BIGINT NOT NULL,
        decided_at BIGINT NOT NULL,
        due TEXT NOT NULL
    );
    CREATE INDEX proposal_made ON proposal (made_at);
    CREATE INDEX proposal_subject ON proposal (subject_type, subject_id);
    CREATE TABLE todo (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        right_needed TEXT NOT NULL,
        region TEXT NOT NULL,
        account TEXT NOT NULL,
        not_account TEXT NOT NULL,
        title_zh TEXT NOT NULL,
        title_en TEXT NOT NULL,
        detail_zh TEXT NOT NULL,
        detail_en TEXT NOT NULL,
        due TEXT NOT NULL,
        action_zh TEXT NOT NULL,
        action_en TEXT NOT NULL,
        action_view TEXT NOT NULL,
        action_target TEXT NOT NULL,
        subject_type TEXT NOT NULL,
        subject_id TEXT NOT NULL,
        made_at BIGINT NOT NULL
    );
    CREATE INDEX todo_subject ON todo (kind, subject_id);
    CREATE INDEX todo_region ON todo (region);
    CREATE TABLE holiday_year (
        year BIGINT PRIMARY KEY,
        source TEXT NOT NULL,
        imported_at BIGINT NOT NULL
    );
    CREATE TABLE holiday (
        date TEXT PRIMARY KEY,
        year BIGINT NOT NULL,
        off BIGINT NOT NULL,
        name TEXT NOT NULL
    );
)sql";

// Where a proposal's subject is looked at, and the accounts that the demo offers.
constexpr auto demo = R"sql(
    ALTER TABLE proposal ADD COLUMN view TEXT NOT NULL DEFAULT '';
    ALTER TABLE proposal ADD COLUMN target TEXT NOT NULL DEFAULT '';
    CREATE TABLE demo_account (
        login TEXT PRIMARY KEY,
        password TEXT NOT NULL,
        title_zh TEXT NOT NULL,
        title_en TEXT NOT NULL,
        made_at BIGINT NOT NULL
    );
)sql";

}  // namespace

store::Migrations migrations() {
    return {{.folder = "people", .number = 1, .sql = accounts},
            {.folder = "people", .number = 2, .sql = work},
            {.folder = "people", .number = 3, .sql = demo}};
}

}  // namespace jizhi::people
