#include "audit/sealer.hpp"

#include "audit/chain.hpp"
#include "kit/text.hpp"

namespace jizhi::audit {
namespace {

constexpr std::size_t salt_bytes = 16;

struct Head {
    std::int64_t number = 0;
    std::string link;
};

Head last_link(store::Connection& sql) {
    Head head;
    sql.query("SELECT number, link FROM event_seal ORDER BY number DESC LIMIT 1", {},
              [&](store::Row const& row) {
                  head = {row.integer(0), std::string(row.blob(1))};
              });
    return head;
}

}  // namespace

store::Migrations migrations() {
    return {{"audit", 1, R"(
        CREATE TABLE event_seal (
            number BIGINT NOT NULL PRIMARY KEY,
            event_id TEXT NOT NULL UNIQUE,
            salt BLOB,
            payload_digest BLOB NOT NULL,
            link BLOB NOT NULL);
        CREATE TABLE event_head (
            id BIGINT NOT NULL PRIMARY KEY,
            number BIGINT NOT NULL,
            mark BLOB NOT NULL,
            key_id TEXT NOT NULL);
        CREATE TABLE access (
            id TEXT NOT NULL PRIMARY KEY,
            at BIGINT NOT NULL,
            actor TEXT NOT NULL,
            method TEXT NOT NULL,
            path TEXT NOT NULL,
            address TEXT NOT NULL,
            status BIGINT NOT NULL);
        CREATE INDEX access_actor ON access (actor, id);)"}};
}

void Sealer::before_commit(store::Connection& sql, std::span<store::StoredEvent const> events) {
    auto head = last_link(sql);
    store::Ahead const ahead(sql, events.size());
    for (auto const& event : events) {
        auto const salt = random_.bytes(salt_bytes);
        auto const digest = payload_digest(salt, event.delta);
        ++head.number;
        head.link = link(head.number, head.link, event, digest);
        sql.execute_later(R"(
            INSERT INTO event_seal (number, event_id, salt, payload_digest, link)
            VALUES (?, ?, ?, ?, ?))",
                          {head.number, event.id, store::BlobView{salt}, store::BlobView{digest},
                           store::BlobView{head.link}});
    }
    auto const mark = keys_.mark(head_text(head.number, head.link));
    sql.execute_later(R"(
        INSERT INTO event_head (id, number, mark, key_id) VALUES (1, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE
        SET number = excluded.number, mark = excluded.mark, key_id = excluded.key_id)",
                      {head.number, store::BlobView{mark}, keys_.id()});
}

}  // namespace jizhi::audit
