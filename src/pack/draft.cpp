#include "pack/draft.hpp"

#include <algorithm>

#include "dmn/reader.hpp"
#include "kit/text.hpp"
#include "pack/check.hpp"
#include "pack/compile.hpp"
#include "pack/upgrade.hpp"
#include "value/json.hpp"
#include "value/yaml.hpp"

namespace jizhi::pack {
namespace {

constexpr std::size_t files_max = 50, text_bytes_max = 1U << 20U;

Value errors_value(std::vector<Error> const& errors) {
    List list;
    for (auto const& error : errors)
        list.emplace_back(Context{
            {"code", error.code}, {"where", error.where}, {"zh", error.zh}, {"en", error.en}});
    return Value(std::move(list));
}

Value files_value(std::map<std::string, Value> const& files) {
    Context context;
    for (auto const& [path, text] : files) context.put(path, text);
    return Value(std::move(context));
}

Draft draft_of(store::Row const& row) {
    Draft draft{std::string(row.text(0)),
                std::string(row.text(1)),
                std::string(row.text(2)),
                std::string(row.text(3)),
                {},
                {},
                std::string(row.text(6)),
                std::string(row.text(7)),
                std::string(row.text(9)),
                row.integer(8)};
    auto const files = parse_json(row.text(4)).value_or(Value());
    if (files.is(Value::Type::context))
        for (auto const& [path, text] : files.context().entries()) draft.files.emplace(path, text);
    auto const errors = parse_json(row.text(5)).value_or(Value());
    if (errors.is(Value::Type::list))
        for (auto const& error : errors.list())
            draft.errors.push_back({error["code"].string_or(""), error["where"].string_or(""),
                                    error["zh"].string_or(""), error["en"].string_or("")});
    return draft;
}

constexpr std::string_view columns =
    "id, title, pack, base, files, errors, state, made_by, made_at, proposal";

/// A path must stay inside the folder and be one that packs have.
bool good_path(std::string const& path) {
    auto const parts = text::split(path, '/');
    return !path.empty() && path.size() < 200 && !path.starts_with('/') &&
           std::none_of(
               parts.begin(), parts.end(),
               [](auto part) { return part.empty() || part == "." || part == ".."; });
}

std::string digest_in_force(store::Connection& sql, std::string_view pack) {
    return sql.text("SELECT digest FROM pack_version WHERE pack = ? ORDER BY number DESC LIMIT 1",
                    {pack});
}

/// What a file is about, for a person: the title of the parameter or model it declares.
record::Title title_of(std::string const& path, std::string const& text) {
    record::Title const plain{path, path};
    if (path.ends_with(".yaml")) {
        auto const yaml = parse_yaml(text, path);
        auto const title = yaml ? to_value(*yaml)["title"] : Value();
        return {title["zh"].string_or(path), title["en"].string_or(path)};
    }
    if (!path.ends_with(".dmn")) return plain;
    auto const model = dmn::read_definitions(text, path);
    if (!model) return plain;
    auto const file = path.substr(path.rfind('/') + 1);
    for (auto const& element : (*model)->elements)
        if (element.name + ".dmn" == file && !element.title.empty())
            return {element.title.zh, element.title.en};
    return plain;
}

/// What is deployed, with the files of these drafts in their packs.
std::vector<Folder> folders_with(store::Connection& sql, std::vector<Draft> const& drafts) {
    std::vector<Error> ignored;
    auto all = deployed_folders(sql);
    for (auto& folder : all) {
        auto const id = parse_manifest(folder, ignored).id;
        for (auto const& draft : drafts)
            if (draft.pack == id) folder = edited(std::move(folder), draft.files);
    }
    return all;
}

people::Title detail_of(Draft const& draft) {
    people::Title detail;
    for (auto const& [path, text] : draft.files) {
        auto const title = title_of(path, text.string_or(""));
        detail.zh += (detail.zh.empty() ? "修改：" : "、") + title.zh;
        detail.en += (detail.en.empty() ? "Changes: " : ", ") + title.en;
    }
    return detail;
}

}  // namespace

Value Draft::to_value() const {
    return Context{{"id", id},
                   {"title", title},
                   {"pack", pack},
                   {"base", base},
                   {"files", files_value(files)},
                   {"errors", errors_value(errors)},
                   {"state", state},
                   {"made_by", made_by},
                   {"proposal", proposal.empty() ? Value() : Value(proposal)}};
}

Folder edited(Folder folder, std::map<std::string, Value> const& files) {
    for (auto const& [path, text] : files) {
        if (text.is_null())
            folder.files.erase(path);
        else
            folder.files.insert_or_assign(path, text.string_or(""));
    }
    std::vector<Error> errors;
    auto version = parse_manifest(folder, errors).version;
    ++version.patch;
    return numbered(std::move(folder), version);
}

/// Whether the files may be there at all, and what is wrong with the pack as it would be.
Result<void> Drafts::inspect(store::Connection& sql, Draft& draft) {
    if (draft.files.empty() || draft.files.size() > files_max)
        return fail("draft.bad_request", "files", "一份草稿要有 1 到 50 个文件",
                    "a draft has 1 to 50 files");
    for (auto const& [path, text] : draft.files)
        if (!good_path(path) || text.string_or("").size() > text_bytes_max)
            return fail("draft.bad_request", path, "文件路径不对或内容太大",
                        "the path is wrong or the text too large");
    CHECK_OK(deployed_folder(sql, draft.pack));
    draft.base = digest_in_force(sql, draft.pack);
    draft.errors = check(folders_with(sql, {draft}));
    return {};
}

Compiled Drafts::compiled(store::Connection& sql, Draft const& draft) {
    return compile(folders_with(sql, {draft}));
}

Result<Draft> Drafts::make(store::Tx& tx, std::string title, std::string pack,
                           std::map<std::string, Value> files) const {
    Draft draft{tx.new_id(), std::move(title), std::move(pack),    {}, std::move(files),
                {},          "open",           tx.command().actor, {}, tx.now()};
    CHECK_OK(inspect(tx.sql(), draft));
    auto const files_json = to_json(files_value(draft.files)),
               errors_json = to_json(errors_value(draft.errors));
    tx.sql().execute(
        "INSERT INTO draft (id, title, pack, base, files, errors, state, made_by, made_at, "
        "proposal) VALUES (?,?,?,?,?,?,?,?,?,'')",
        {draft.id, draft.title, draft.pack, draft.base, files_json, errors_json, draft.state,
         draft.made_by, draft.made_at});
    tx.append({.subject_type = "draft",
               .subject_id = draft.id,
               .region = {},
               .activity = "create",
               .lifecycle = "complete",
               .delta = Context{{"pack", draft.pack}, {"title", draft.title}}});
    return draft;
}

Result<Draft> Drafts::revise(store::Tx& tx, std::string const& id, std::string title,
                             std::map<std::string, Value> files) const {
    TRY(draft, find(tx.sql(), id));
    if (draft.state != "open" || draft.made_by != tx.command().actor)
        return fail("draft.conflict", id, "这份草稿已经提交，或是别人的，不能再改",
                    "this draft was handed in already or is another's");
    draft.title = std::move(title);
    draft.files = std::move(files);
    CHECK_OK(inspect(tx.sql(), draft));
    auto const files_json = to_json(files_value(draft.files)),
               errors_json = to_json(errors_value(draft.errors));
    tx.sql().execute("UPDATE draft SET title = ?, base = ?, files = ?, errors = ? WHERE id = ?",
                     {draft.title, draft.base, files_json, errors_json, id});
    tx.append({.subject_type = "draft",
               .subject_id = id,
               .region = {},
               .activity = "change",
               .lifecycle = "complete",
               .delta = Context{{"title", draft.title}}});
    return draft;
}

Result<Value> Drafts::discard(store::Tx& tx, std::string const& id) {
    TRY(draft, find(tx.sql(), id));
    auto const decided = draft.state != "open" && draft.state != "rejected";
    if (decided || draft.made_by != tx.command().actor)
        return fail("draft.conflict", id, "这份草稿已经提交或发布，或是别人的，不能删除",
                    "this draft was handed in or published, or is another's: it cannot be deleted");
    tx.sql().execute("DELETE FROM draft WHERE id = ?", {id});
    tx.append({.subject_type = "draft",
               .subject_id = id,
               .region = {},
               .activity = "delete",
               .lifecycle = "complete",
               .delta = Context{{"pack", draft.pack}, {"title", draft.title}}});
    return Value(Context{{"id", id}});
}

Result<Draft> Drafts::find(store::Connection& sql, std::string_view id) {
    std::optional<Draft> found;
    sql.query("SELECT " + std::string(columns) + " FROM draft WHERE id = ?", {id},
              [&](store::Row const& row) { found = draft_of(row); });
    if (!found)
        return fail("draft.not_found", std::string(id), "没有这份草稿", "there is no such draft");
    return std::move(*found);
}

std::vector<Draft> Drafts::list(store::Connection& sql) {
    std::vector<Draft> all;
    sql.query("SELECT " + std::string(columns) + " FROM draft ORDER BY made_at DESC LIMIT 200", {},
              [&](store::Row const& row) { all.push_back(draft_of(row)); });
    return all;
}

Result<Value> Drafts::propose(store::Tx& tx, people::HeldCommands const& commands,
                              std::string const& id, people::Actor const& by,
                              std::string const& region) const {
    TRY(draft, find(tx.sql(), id));
    if (draft.state != "open")
        return fail("draft.conflict", id, "这份草稿已经提交过", "this draft was handed in already");
    if (!draft.errors.empty())
        return fail("draft.has_errors", draft.errors.front().where,
                    "草稿还有错误:" + draft.errors.front().zh,
                    "the draft has errors: " + draft.errors.front().en);
    people::Proposal wanted;
    wanted.command = "pack.publish";
    wanted.payload = Context{{"draft", id}};
    wanted.maker = by.account_id;
    wanted.maker_name = by.name;
    wanted.region = region;
    wanted.title = {"发布规则：" + draft.title, "Publish rules: " + draft.title};
    wanted.detail = detail_of(draft);
    wanted.bases.push_back({"pack", draft.pack, draft.base});
    wanted.subject_type = "draft";
    wanted.subject_id = id;
    TRY(proposal, people::propose(tx, commands, std::move(wanted)));
    tx.sql().execute("UPDATE draft SET state = 'proposed', proposal = ? WHERE id = ?",
                     {proposal.id, id});
    return Value(Context{{"id", proposal.id}, {"draft", id}});
}

Result<Value> Drafts::publish(store::Tx& tx, people::Held const& held) const {
    TRY(draft, find(tx.sql(), held.proposal.payload["draft"].string_or("")));
    TRY(folder, deployed_folder(tx.sql(), draft.pack));
    CHECK_OK(packs_.deploy(tx, {edited(std::move(folder), draft.files)}, From::draft));
    tx.sql().execute("UPDATE draft SET state = 'published' WHERE id = ?", {draft.id});
    return Value(Context{{"pack", draft.pack}, {"draft", draft.id}});
}

void Drafts::register_with(people::HeldCommands& commands) const {
    commands.add(
        "pack.publish",
        {.run = [this](store::Tx& tx, people::Held const& held) { return publish(tx, held); },
         .refused = [](store::Tx& tx, people::Held const& held, std::string_view) -> Result<void> {
             tx.sql().execute("UPDATE draft SET state = 'rejected' WHERE id = ?",
                              {held.proposal.subject_id});
             return {};
         }});
    commands.add_versions("pack", [](store::Connection& sql, std::string_view id) {
        return digest_in_force(sql, id);
    });
}

Result<std::shared_ptr<decision::Book const>> book_with(store::Connection& sql,
                                                        std::vector<Draft> const& drafts) {
    auto made = compile(folders_with(sql, drafts));
    if (!made.errors.empty()) return std::unexpected(made.errors.front());
    return made.book;
}

}  // namespace jizhi::pack
