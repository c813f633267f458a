#include "record/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kit/text.hpp"
#include "record/cell.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

constexpr std::size_t ids_per_statement = 500;
constexpr std::string_view columns =
    "record_id, version, effective_from, recorded_at, kind, reason, document, actor, delta";

Delta read_delta(store::Row const& row) {
    return {.record_id = std::string(row.text(0)),
            .effective_from = std::string(row.text(2)),
            .kind = std::string(row.text(4)),
            .reason = std::string(row.text(5)),
            .document = std::string(row.text(6)),
            .actor = std::string(row.text(7)),
            .version = row.integer(1),
            .recorded_at = row.integer(3),
            .values = parse_json(row.text(8)).value_or(Value())};
}

Value from_delta(RecordType const& type, store::Keys const& keys, Field const& field,
                 Value const& json, bool open_sealed) {
    if (!field.sensitive) return read_value(field, json, Reading::exact).value_or(Value());
    if (!open_sealed || json.is_null()) return {};
    auto const sealed = text::unbase64(json["sealed"].string_or(""));
    if (!sealed) return {};
    auto const plain = keys.open(*sealed, place_of(type, field));
    return plain ? Value(*plain) : Value();
}

void apply(Folded& folded, RecordType const& type, store::Keys const& keys, Delta const& delta,
           bool open_sealed) {
    if (!delta.values.is(Value::Type::context)) return;
    for (auto const& [key, json] : delta.values.context().entries()) {
        if (key == "ended_on") folded.ended_on = json.string_or("");
        auto const* field = type.field(key);
        if (field == nullptr) continue;
        folded.values[field->slot] = from_delta(type, keys, *field, json, open_sealed);
        if (key == type.ends_with) folded.ended_on = json.string_or("");
    }
}

}  // namespace

Folded fold(RecordType const& type, store::Keys const& keys, std::vector<Delta> const& deltas,
            When when, bool open_sealed) {
    Folded folded;
    folded.values.resize(type.fields.size());
    auto const as_of = to_text(when.as_of);
    for (auto const& delta : deltas) {
        if (delta.recorded_at > when.known_on) continue;
        if (folded.started_on.empty()) folded.started_on = delta.effective_from;
        folded.latest_on = std::max(folded.latest_on, delta.effective_from);
        if (delta.effective_from > as_of) {
            if (folded.due_on.empty()) folded.due_on = delta.effective_from;
            continue;
        }
        folded.exists = true;
        apply(folded, type, keys, delta, open_sealed);
    }
    return folded;
}

std::vector<Delta> deltas_of(store::Connection& sql, std::string_view id) {
    std::vector<Delta> deltas;
    sql.query(fmt::format("SELECT {} FROM record_version WHERE record_id = ? "
                          "ORDER BY effective_from, recorded_at, version",
                          columns),
              {id}, [&](store::Row const& row) { deltas.push_back(read_delta(row)); });
    return deltas;
}

void deltas_of_many(
    store::Connection& sql, std::vector<std::string> const& ids,
    std::function<void(std::string const&, std::vector<Delta> const&)> const& each) {
    for (std::size_t from = 0; from < ids.size(); from += ids_per_statement) {
        auto const count = std::min(ids_per_statement, ids.size() - from);
        std::vector<store::Bind> binds;
        std::string marks;
        // A short list is filled up with its last id, so that one prepared statement serves all.
        for (std::size_t i = 0; i < ids_per_statement; ++i) {
            binds.emplace_back(std::string_view(ids[from + std::min(i, count - 1)]));
            marks += i == 0 ? "?" : ",?";
        }
        std::vector<Delta> deltas;
        auto const flush = [&] {
            if (!deltas.empty()) each(deltas.front().record_id, deltas);
            deltas.clear();
        };
        sql.query(fmt::format("SELECT {} FROM record_version WHERE record_id IN ({}) "
                              "ORDER BY record_id, effective_from, recorded_at, version",
                              columns, marks),
                  std::span<store::Bind const>(binds), [&](store::Row const& row) {
                      if (!deltas.empty() && deltas.front().record_id != row.text(0)) flush();
                      deltas.push_back(read_delta(row));
                  });
        flush();
    }
}

Value delta_form(std::string_view sealed) {
    return Context{{"sealed", text::base64(sealed)}};
}

}  // namespace jizhi::record
