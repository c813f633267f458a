#include "audit/verification.hpp"

#include <fmt/core.h>

#include <utility>

#include "audit/chain.hpp"
#include "kit/crypto.hpp"
#include "kit/text.hpp"
#include "store/snapshot.hpp"

namespace jizhi::audit {
namespace {

constexpr std::size_t findings_max = 100;
constexpr std::int64_t events_per_query = 5'000;  // bounds what PostgreSQL hands over at once

/// Goes through the log from the first event to the head.
class Check {
public:
    Check(store::Connection& sql, store::Keys const* keys) : sql_(sql), keys_(keys) {}

    Verification run() {
        store::Snapshot const one_moment(sql_);
        read_ends();
        for (std::int64_t done = 0; done < last_; done += events_per_query) check_events(done);
        removed(number_ + 1, head_number_);
        check_head();
        check_unsealed();
        found_.events = number_;
        found_.head = text::hex(link_);
        return std::move(found_);
    }

private:
    void report(std::string code, std::int64_t number, std::string_view zh, std::string_view en) {
        if (found_.findings.size() >= findings_max) return;
        found_.findings.push_back({std::move(code), std::to_string(number),
                                   fmt::format("事件 {}：{}", number, zh),
                                   fmt::format("event {}: {}", number, en)});
    }

    void removed(std::int64_t from, std::int64_t to) {
        for (auto n = from; n <= to && found_.findings.size() < findings_max; ++n)
            report("audit.removed", n, "已被删除", "was removed");
    }

    void read_ends() {
        last_ = sql_.integer("SELECT max(number) FROM event_seal");
        sql_.query("SELECT number, mark FROM event_head WHERE id = 1", {},
                   [&](store::Row const& row) {
                       head_number_ = row.integer(0);
                       mark_ = row.blob(1);
                   });
    }

    void check_events(std::int64_t after) {
        constexpr auto query = R"(
            SELECT s.number, s.salt, s.payload_digest, s.link, e.id, e.at, e.subject_type,
                   e.subject_id, e.region, e.activity, e.lifecycle, e.actor, e.on_behalf_of,
                   e.command_id, e.delta
            FROM event_seal s LEFT JOIN event e ON e.id = s.event_id
            WHERE s.number > ? AND s.number <= ?
            ORDER BY s.number)";
        std::vector<std::string> erased;
        sql_.query(query, {after, after + events_per_query},
                   [&](store::Row const& row) { check_event(row, erased); });
        for (auto const& id : erased) check_erasure(id);
    }

    void check_event(store::Row const& row, std::vector<std::string>& erased) {
        auto const number = row.integer(0);
        removed(number_ + 1, number - 1);
        number_ = number;
        std::string const before = std::exchange(link_, std::string(row.blob(3)));
        if (row.null(4)) return report("audit.removed", number, "已被删除", "was removed");
        auto const event = event_of(row);
        if (link(number, before, event, row.blob(2)) != link_)
            return report("audit.changed", number, "被改动、插入或调换过次序",
                          "was changed, inserted or put in another place");
        if (row.null(1) && row.null(14)) {
            ++found_.erased;
            erased.push_back(event.id);
        } else if (payload_digest(row.blob(1), row.text(14)) != row.blob(2)) {
            report("audit.changed", number, "内容被改动过", "has another content than was sealed");
        }
    }

    static store::StoredEvent event_of(store::Row const& row) {
        auto const text = [&](int column) { return std::string(row.text(column)); };
        return {.id = text(4),
                .subject_type = text(6),
                .subject_id = text(7),
                .region = text(8),
                .activity = text(9),
                .lifecycle = text(10),
                .actor = text(11),
                .on_behalf_of = text(12),
                .command_id = text(13),
                .delta = {},
                .at = row.integer(5)};
    }

    /// A payload may be missing only where the log itself says who erased it and why.
    void check_erasure(std::string const& id) {
        auto const said = sql_.integer(R"(
            SELECT count(*) FROM event
            WHERE subject_type = 'event' AND subject_id = ? AND activity = 'erase')",
                                       {id});
        if (said > 0) return;
        auto const number = sql_.integer("SELECT number FROM event_seal WHERE event_id = ?", {id});
        report("audit.erased_unsaid", number, "内容被抹去，但日志中没有抹去的记录",
               "its content is gone and no event says that it was erased");
    }

    void check_head() {
        if (mark_.empty() && number_ > 0)
            return report("audit.no_head", number_, "日志末尾的标记缺失",
                          "the mark of the end of the log is missing");
        if (last_ > head_number_)
            report("audit.inserted", head_number_ + 1, "在日志末尾之后被插入",
                   "was inserted behind the end of the log");
        if (keys_ == nullptr || mark_.empty()) return;
        found_.marked = crypto::equal(keys_->mark(head_text(head_number_, link_)), mark_);
        if (!found_.marked)
            report("audit.bad_mark", head_number_,
                   "日志末尾的标记与密钥不符：日志被整体改写，或密钥不是当时的",
                   "the mark at the end of the log does not fit the keys: the log was rewritten "
                   "as a whole, or these are other keys");
    }

    void check_unsealed() {
        auto const loose = sql_.integer(R"(
            SELECT count(*) FROM event e LEFT JOIN event_seal s ON s.event_id = e.id
            WHERE s.event_id IS NULL)");
        if (loose > 0)
            report("audit.inserted", loose, "有未编号的事件被插入（此处为件数）",
                   "so many events were inserted without a number");
    }

    store::Connection& sql_;
    store::Keys const* keys_;
    Verification found_;
    std::int64_t last_ = 0;         ///< the greatest number in the log
    std::int64_t head_number_ = 0;  ///< the greatest number that the head knows
    std::int64_t number_ = 0;       ///< the event checked last
    std::string link_;              ///< its link
    std::string mark_;
};

}  // namespace

Verification verify(store::Connection& sql, store::Keys const* keys) {
    return Check(sql, keys).run();
}

}  // namespace jizhi::audit
