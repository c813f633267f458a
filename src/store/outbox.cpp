#include "store/outbox.hpp"

#include <algorithm>

#include "value/json.hpp"

namespace jizhi::store {
namespace {

constexpr std::int64_t parcels_at_once = 50;
constexpr Micros second = 1'000'000;
/// Whoever takes a parcel has this long before another server may try.
constexpr Micros lease = 120 * second;
constexpr Micros pause_max = 3'600 * second;

/// 2 s, 4 s, 8 s… up to an hour.
Micros pause_after(int attempts) { return std::min(pause_max, second << std::min(attempts, 12)); }

Command housekeeping(std::string name) {
    return {.id = "", .name = std::move(name), .actor = "system"};
}

}  // namespace

std::string post(Tx& tx, std::string_view kind, Value const& payload) {
    auto id = tx.new_id();
    auto const json = to_json(payload);
    tx.sql().execute(R"(
        INSERT INTO outbox (id, kind, payload, made_at, due_at, attempts)
        VALUES (?, ?, ?, ?, ?, 0))",
                     {id, kind, json, tx.now(), tx.now()});
    return id;
}

std::vector<Parcel> Outbox::take_due() {
    std::vector<Parcel> due;
    auto const take = [&](Tx& tx) -> Result<Value> {
        tx.sql().query(R"(
            SELECT id, kind, payload, attempts FROM outbox
            WHERE done_at IS NULL AND due_at <= ? ORDER BY due_at LIMIT ?)",
                       {clock_.now(), parcels_at_once}, [&](Row const& row) {
                           if (!kinds_.contains(row.text(1))) return;
                           due.push_back({std::string(row.text(0)), std::string(row.text(1)),
                                          parse_json(row.text(2)).value_or(Value()),
                                          static_cast<int>(row.integer(3)) + 1});
                       });
        for (auto const& parcel : due)
            tx.sql().execute("UPDATE outbox SET due_at = ?, attempts = ? WHERE id = ?",
                             {clock_.now() + lease, std::int64_t{parcel.attempts}, parcel.id});
        return Value();
    };
    auto const waiting = database_.store().read()->integer(
        "SELECT count(*) FROM outbox WHERE done_at IS NULL AND due_at <= ?", {clock_.now()});
    if (waiting > 0) (void)database_.writer().run(housekeeping("outbox.take"), take);
    return due;
}

void Outbox::settle(Parcel const& parcel, Result<void> const& result) {
    auto const note = [&](Tx& tx) -> Result<Value> {
        if (result)
            tx.sql().execute("UPDATE outbox SET done_at = ?, last_error = NULL WHERE id = ?",
                             {clock_.now(), parcel.id});
        else
            tx.sql().execute(
                "UPDATE outbox SET due_at = ?, last_error = ? WHERE id = ?",
                {clock_.now() + pause_after(parcel.attempts), result.error().en, parcel.id});
        return Value();
    };
    (void)database_.writer().run(housekeeping("outbox.settle"), note);
    if (!result)
        log_.warning("not delivered", {{"kind", parcel.kind},
                                       {"id", parcel.id},
                                       {"attempts", std::int64_t{parcel.attempts}}});
}

int Outbox::deliver_due() {
    int delivered = 0;
    for (auto const& parcel : take_due()) {
        auto const result = kinds_.at(parcel.kind)(parcel);
        settle(parcel, result);
        delivered += result ? 1 : 0;
    }
    return delivered;
}

}  // namespace jizhi::store
