#include "record/approval.hpp"

#include <fmt/format.h>

#include <utility>

#include "kit/text.hpp"
#include "record/cell.hpp"
#include "record/display.hpp"
#include "record/table.hpp"
#include "region/common.hpp"
#include "value/json.hpp"

namespace jizhi::record {
namespace {

constexpr char held_command[] = "record.write";
constexpr char basis_type[] = "record";
constexpr char sealed_place[] = "proposal.payload";

char const* word_of(Kind kind) {
    switch (kind) {
        case Kind::correct:
            return "correct";
        case Kind::end:
            return "end";
        default:
            return "change";
    }
}

Kind kind_of(std::string_view word) {
    if (word == "correct") return Kind::correct;
    return word == "end" ? Kind::end : Kind::change;
}

/// A whole write may hold an ID number: it waits sealed, like the column that it is meant for.
Value sealed(store::Keys const& keys, Context const& write) {
    return Context{{"sealed", text::base64(keys.seal(to_json(Value(write)), sealed_place))}};
}

Result<Value> opened(store::Keys const& keys, Value const& payload) {
    auto const bytes = text::unbase64(payload["sealed"].string_or(""));
    if (!bytes)
        return fail("proposal.payload", {}, "这份复核的内容读不出来",
                    "this proposal is unreadable");
    TRY(plain, keys.open(*bytes, sealed_place));
    return parse_json(plain);
}

/// "boat/0190…" -> the version of that row.
std::string version_of(store::Connection& sql, Catalog const& catalog, std::string_view id) {
    auto const slash = id.find('/');
    auto const* type = catalog.type(id.substr(0, slash));
    if (type == nullptr || slash == std::string_view::npos) return {};
    std::string version;
    sql.query(fmt::format("SELECT row_version FROM {} WHERE id = ?", type->table()),
              {id.substr(slash + 1)},
              [&](store::Row const& row) { version = std::to_string(row.integer(0)); });
    return version;
}

Result<Value> write_now(store::Tx& tx, Records const& records, Value const& write) {
    auto const text = [&](std::string_view key) { return write[key].string_or(""); };
    auto const& values = write["values"].context();
    if (text("write") == "create") {
        Create create{.type = text("type"),
                      .values = values,
                      .parent_id = text("parent_id"),
                      .effective_from = text("effective_from"),
                      .reason = text("reason"),
                      .document = text("document"),
                      .id = text("id")};
        create.approved = true;
        TRY(written, records.create(tx, create));
        return written.to_value();
    }
    Change change{.type = text("type"),
                  .id = text("id"),
                  .values = values,
                  .kind = kind_of(text("write")),
                  .effective_from = text("effective_from"),
                  .reason = text("reason"),
                  .document = text("document")};
    change.approved = true;
    TRY(written, records.change(tx, change));
    return written.to_value();
}

/// What will be written, as people read it: "银行卡号：…" with what is sensitive masked.
people::Title said(store::Tx& tx, Records const& records, RecordType const& type,
                   Context const& values, std::string const& region) {
    auto const catalog = records.catalogs().now();
    auto const tree = records.regions().tree();
    Display display(tx.sql(), *catalog, records.keys(), *tree);
    people::Title all;
    for (auto const& [id, raw] : values.entries()) {
        auto const* field = type.field(id);
        if (field == nullptr) continue;
        auto const typed = read_value(*field, raw, Reading::exact).value_or(Value());
        auto const shown = [&](std::string_view language) {
            if (typed.is_null()) return std::string(language == "en" ? "none" : "无");
            if (field->sensitive) return masked(field->type, typed.string_or(""));
            return display.text(*field, typed, region, language);
        };
        all.zh += (all.zh.empty() ? "" : "；") + field->title.zh + "：" + shown("zh");
        all.en += (all.en.empty() ? "" : "; ") + field->title.en + ": " + shown("en");
    }
    return all;
}

struct Subject {
    RecordType const* type;
    std::string id, region, label_zh, label_en;
    std::string moves_to;  ///< another region than its own; "" = it stays
};

Result<Value> hold(store::Tx& tx, people::HeldCommands const& commands, Records const& records,
                   Context write, Subject const& about, std::vector<people::Basis> bases,
                   people::Actor const& by) {
    people::Proposal wanted;
    auto const is_new = write.find("write")->string() == "create";
    wanted.command = held_command;
    wanted.maker = by.account_id;
    wanted.maker_name = by.name;
    // Who decides a move is responsible for both places.
    auto const tree = records.regions().tree();
    wanted.region = about.region;
    if (!about.moves_to.empty())
        wanted.region = region::common(*tree, about.region, about.moves_to);
    wanted.title = {
        (is_new ? "新增" : "变更") + about.type->title.zh + "：" + about.label_zh,
        (is_new ? "New " : "Change of ") + about.type->title.en + ": " + about.label_en};
    wanted.detail = said(tx, records, *about.type, write.find("values")->context(), about.region);
    wanted.bases = std::move(bases);
    wanted.subject_type = about.type->id;
    wanted.subject_id = about.id;
    wanted.payload = sealed(records.keys(), write);
    TRY(proposal, people::propose(tx, commands, std::move(wanted)));
    return Value(Context{{"proposal", proposal.id}});
}

}  // namespace

void hold_writes(people::HeldCommands& commands, Records const& records) {
    commands.add(held_command,
                 {.run = [&records](store::Tx& tx, people::Held const& held) -> Result<Value> {
                      TRY(write, opened(records.keys(), held.proposal.payload));
                      return write_now(tx, records, write);
                  },
                  .refused = {}});
    commands.add_versions(basis_type, [&records](store::Connection& sql, std::string_view id) {
        return version_of(sql, *records.catalogs().now(), id);
    });
}

Result<Value> propose(store::Tx& tx, people::HeldCommands const& commands, Records const& records,
                      Change const& asked, people::Actor const& by) {
    auto const catalog = records.catalogs().now();
    auto const tree = records.regions().tree();
    TRY(type, catalog->require(asked.type));
    people::Scope everything;
    everything.everything = true;
    TRY(row, find(tx.sql(), *catalog, records.keys(), *type, asked.id, everything, {}));
    Display display(tx.sql(), *catalog, records.keys(), *tree);
    Context write{{"write", word_of(asked.kind)},
                  {"type", asked.type},
                  {"id", asked.id},
                  {"values", Value(asked.values)},
                  {"effective_from", asked.effective_from},
                  {"reason", asked.reason},
                  {"document", asked.document}};
    auto const* moved = asked.values.find(type->region_field);
    Subject const about{type,
                        row.id,
                        row.region,
                        display.label(*type, row.values, row.region, "zh"),
                        display.label(*type, row.values, row.region, "en"),
                        moved == nullptr ? std::string() : moved->string_or("")};
    auto const basis = type->id + "/" + row.id;
    return hold(tx, commands, records, std::move(write), about,
                {{basis_type, basis, version_of(tx.sql(), *catalog, basis)}}, by);
}

Result<Value> propose(store::Tx& tx, people::HeldCommands const& commands, Records const& records,
                      Create const& asked, people::Actor const& by) {
    auto const catalog = records.catalogs().now();
    auto const tree = records.regions().tree();
    TRY(type, catalog->require(asked.type));
    Subject about{type, asked.id.empty() ? tx.new_id() : asked.id, {}, {}, {}, {}};
    std::vector<people::Basis> bases;
    if (type->parent.empty()) {
        auto const* region = asked.values.find(type->region_field);
        about.region = region == nullptr ? std::string() : region->string_or("");
    } else {
        people::Scope everything;
        everything.everything = true;
        TRY(above, catalog->require(type->parent));
        TRY(parent,
            find(tx.sql(), *catalog, records.keys(), *above, asked.parent_id, everything, {}));
        about.region = parent.region;
        auto const basis = above->id + "/" + parent.id;
        bases.push_back({basis_type, basis, version_of(tx.sql(), *catalog, basis)});
    }
    Display display(tx.sql(), *catalog, records.keys(), *tree);
    about.label_zh = display.label(*type, asked.values, about.region, "zh");
    about.label_en = display.label(*type, asked.values, about.region, "en");
    Context write{{"write", "create"},
                  {"type", asked.type},
                  {"id", about.id},
                  {"values", Value(asked.values)},
                  {"parent_id", asked.parent_id},
                  {"effective_from", asked.effective_from},
                  {"reason", asked.reason},
                  {"document", asked.document}};
    return hold(tx, commands, records, std::move(write), about, std::move(bases), by);
}

}  // namespace jizhi::record
