#include "pack/edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "kit/text.hpp"
#include "pack/manifest.hpp"
#include "pack/rule_text.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"
#include "value/yaml.hpp"

namespace jizhi::pack {
namespace {

constexpr std::size_t edits_max = 20, rules_max = 2'000;

using Files = std::map<std::string, Value>;

bool plain(std::string_view scalar) {
    return !scalar.empty() && std::ranges::all_of(scalar, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-' || c == '+';
    });
}

/// A node on one line, as YAML that reads back as the same.
std::string flow(Node const& node) {
    std::string made;
    auto const join = [&](std::string part) { made += (made.empty() ? "" : ", ") + part; };
    switch (node.kind) {
        case Node::Kind::null:
            return "null";
        case Node::Kind::scalar:
            return !node.quoted && plain(node.scalar) ? node.scalar : to_json(Value(node.scalar));
        case Node::Kind::list:
            for (auto const& item : node.items) join(flow(item));
            return "[ " + made + " ]";
        case Node::Kind::map:
            for (auto const& entry : node.entries)
                join((plain(entry.key) ? entry.key : to_json(Value(entry.key))) + ": " +
                     flow(entry.value));
            return "{ " + made + " }";
    }
    return made;
}

std::string flow(Value const& value) {
    std::string made;
    auto const join = [&](std::string part) { made += (made.empty() ? "" : ", ") + part; };
    if (value.is(Value::Type::date)) return to_text(value.date());
    if (value.is(Value::Type::list)) {
        for (auto const& item : value.list()) join(flow(item));
        return "[ " + made + " ]";
    }
    if (value.is(Value::Type::context)) {
        for (auto const& [key, item] : value.context().entries())
            join((plain(key) ? key : to_json(Value(key))) + ": " + flow(item));
        return "{ " + made + " }";
    }
    return to_json(value);
}

/// `given` as the kind of thing that the parameter holds: pages send figures and dates as text.
Result<Value> shaped(Value const& given, Value const& like, std::string const& where) {
    if (like.is(Value::Type::number) && given.is(Value::Type::string)) {
        if (auto const number = Decimal::parse(text::trim(given.string()))) return Value(*number);
        return fail("draft.value.bad_request", where, "“" + given.string() + "”不是数字",
                    "'" + given.string() + "' is not a number");
    }
    if (like.is(Value::Type::date) && given.is(Value::Type::string)) {
        if (auto const date = parse_date(given.string())) return Value(*date);
        return fail("draft.value.bad_request", where, "“" + given.string() + "”不是日期",
                    "'" + given.string() + "' is not a date");
    }
    if (given.is(Value::Type::list) && like.is(Value::Type::list)) {
        List made;
        for (std::size_t i = 0; i < given.list().size(); ++i) {
            auto const& pattern =
                like.list().empty() ? Value() : like.list()[std::min(i, like.list().size() - 1)];
            TRY(item, shaped(given.list()[i], pattern, where));
            made.push_back(std::move(item));
        }
        return Value(std::move(made));
    }
    if (given.is(Value::Type::context) && like.is(Value::Type::context)) {
        Context made;
        for (auto const& [key, item] : given.context().entries()) {
            TRY(value, shaped(item, like[key], where + "." + key));
            made.put(key, value);
        }
        return Value(std::move(made));
    }
    if (given.is_null() && !like.is_null())
        return fail("draft.value.bad_request", where, "请填写数值", "give a value");
    return given;
}

class Editor {
public:
    Editor(Folder const& folder, PathOf const& path_of) : folder_(folder), path_of_(path_of) {}

    Result<void> apply(Value const& edit);
    Files files;

private:
    Result<void> parameter(std::string const& name, Value const& edit);
    Result<void> decision(std::string const& id, Value const& edit);
    [[nodiscard]] std::string const* find(std::string const& path) const;
    [[nodiscard]] std::string const* nearest(std::string const& path,
                                             std::string const& region) const;

    Folder const& folder_;
    PathOf const& path_of_;
};

std::string place_of(std::string const& region, std::string const& path) {
    return region.empty() ? path : "localities/" + region + "/" + path;
}

/// What the draft has of a file so far, else what the pack has.
std::string const* Editor::find(std::string const& path) const {
    if (auto const edited = files.find(path); edited != files.end())
        return &edited->second.string();
    return folder_.find(path);
}

std::string const* Editor::nearest(std::string const& path, std::string const& region) const {
    if (!region.empty())
        for (auto const& above : path_of_(region))
            if (auto const* text = find(place_of(above, path))) return text;
    return find(path);
}

Result<void> Editor::apply(Value const& edit) {
    auto const region = edit["region"].string_or("");
    if (!std::ranges::all_of(region, [](unsigned char c) { return std::isdigit(c) != 0; }))
        return fail("draft.region.bad_request", "region", "区域代码应为数字",
                    "the code of a region is digits");
    if (auto const name = edit["parameter"].string_or(""); !name.empty())
        return parameter(name, edit);
    if (auto const id = edit["decision"].string_or(""); !id.empty()) return decision(id, edit);
    return fail("draft.bad_request", "edits", "每处修改要写明 parameter 或 decision",
                "each edit names a parameter or a decision");
}

/// The file with one value more; what it says beside stays, in the same order.
std::string with_value(Node const& yaml, std::string const& from, std::string const& line) {
    std::string text;
    for (auto const& entry : yaml.entries)
        if (entry.key != "values") text += entry.key + ": " + flow(entry.value) + "\n";
    std::vector<std::pair<std::string, std::string>> lines{{from, line}};
    if (auto const* values = yaml.find("values"))
        for (auto const& item : values->items) {
            auto const* day = item.find("from");
            if (day != nullptr && day->scalar == from && item.find("known") == nullptr) continue;
            lines.emplace_back(day == nullptr ? "" : day->scalar, flow(item));
        }
    std::ranges::stable_sort(lines, {}, &std::pair<std::string, std::string>::first);
    text += "values:\n";
    for (auto const& [day, each] : lines) text += "  - " + each + "\n";
    return text;
}

Result<void> Editor::parameter(std::string const& name, Value const& edit) {
    auto const file = "parameters/" + name + ".yaml";
    auto const region = edit["region"].string_or("");
    auto const* base = nearest(file, region);
    if (base == nullptr)
        return fail("draft.parameter.not_found", name, "制度里没有这项数额",
                    "no pack has this parameter");
    auto const from = parse_date(edit["from"].string_or(""));
    if (!from)
        return fail("draft.from.bad_request", "from", "请填写从哪天起执行",
                    "say from which day it holds");
    if (text::trim(edit["basis"]["text"].string_or("")).empty())
        return fail("draft.basis.bad_request", "basis", "请写明依据哪份文件",
                    "say which document it rests on");
    TRY(yaml, parse_yaml(*base, file));
    auto const* values = yaml.find("values");
    auto const like = values == nullptr || values->items.empty()
                          ? Value()
                          : to_value(values->items.back())["value"];
    TRY(value, shaped(edit["value"], like, name));
    auto const path = place_of(region, file);
    if (find(path) == nullptr)  // the locality's own file begins without the values from above
        std::erase_if(yaml.entries, [](auto const& entry) { return entry.key == "values"; });
    Context basis;
    for (auto const* key : {"class", "text", "clause", "url"})
        if (auto const said = edit["basis"][key].string_or(""); !said.empty()) basis.put(key, said);
    auto const line = fmt::format("{{ from: {}, value: {}, basis: {} }}", to_text(*from),
                                  flow(value), flow(Value(basis)));
    files.insert_or_assign(path, Value(with_value(yaml, to_text(*from), line)));
    return {};
}

std::string escaped(std::string_view text) {
    auto made = text::replace_all(text, "&", "&amp;");
    made = text::replace_all(made, "<", "&lt;");
    made = text::replace_all(made, ">", "&gt;");
    return text::replace_all(made, "\"", "&quot;");
}

std::string rule_xml(std::string const& prefix, std::string const& id, Value const& rule) {
    auto made = fmt::format("<{}rule id=\"{}\">", prefix, escaped(id));
    auto const entries = [&](char const* key, std::string_view element, std::string_view letter) {
        auto const& cells = rule[key];
        if (!cells.is(Value::Type::list)) return;
        auto number = 0;
        for (auto const& cell : cells.list()) {
            ++number;
            auto const named =
                letter.empty() ? "" : fmt::format(" id=\"{}_{}_{}\"", escaped(id), letter, number);
            made += fmt::format("\n        <{0}{1}{2}><{0}text>{3}</{0}text></{0}{1}>", prefix,
                                element, named, escaped(cell.string_or("")));
        }
    };
    entries("inputs", "inputEntry", "input");
    entries("outputs", "outputEntry", "output");
    entries("annotations", "annotationEntry", "");
    return made + "\n      </" + prefix + "rule>";
}

/// The bytes of `<decision id="…">…</decision>`.
std::optional<std::pair<std::size_t, std::size_t>> decision_in(std::string const& xml,
                                                               std::string const& id) {
    for (std::size_t at = 0; (at = xml.find("decision ", at)) != std::string::npos; ++at) {
        auto const head = xml.substr(at, xml.find('>', at) - at);
        if (head.find(" id=\"" + id + "\"") == std::string::npos) continue;
        auto const open = xml.rfind('<', at);
        auto const close = "</" + xml.substr(open + 1, at - open - 1) + "decision>";
        auto const end = xml.find(close, at);
        if (end != std::string::npos) return std::pair(open, end);
    }
    return std::nullopt;
}

Result<void> Editor::decision(std::string const& id, Value const& edit) {
    auto const dot = std::min(id.find('.'), id.size());
    auto const region = edit["region"].string_or("");
    auto const file = "decisions/" + id.substr(0, dot) + ".dmn";
    auto const* base = nearest(file, region);
    auto const within =
        base == nullptr || dot >= id.size() ? std::nullopt : decision_in(*base, id.substr(dot + 1));
    if (!within)
        return fail("draft.decision.not_found", id, "没有这条规则", "there is no such rule");
    auto const [from, to] = *within;
    auto const old = rules_of(std::string_view(*base).substr(from, to - from));
    auto const& rows = edit["rules"];
    if (old.empty() || !rows.is(Value::Type::list) || rows.list().empty() ||
        rows.list().size() > rules_max)
        return fail("draft.rules.bad_request", id, "表里要有 1 到 2000 行",
                    "the table needs 1 to 2000 rows");
    std::string made;
    auto number = old.size();
    for (auto const& row : rows.list()) {
        auto name = row["id"].string_or("");
        while (name.empty() || (row["id"].string_or("").empty() &&
                                base->find("\"" + name + "\"") != std::string::npos))
            name = fmt::format("{}_rule_{}", id.substr(dot + 1), ++number);
        made += (made.empty() ? "" : "\n      ") + rule_xml(old.front().prefix, name, row);
    }
    files.insert_or_assign(place_of(region, file),
                           Value(base->substr(0, from + old.front().from) + made +
                                 base->substr(from + old.back().to)));
    return {};
}

}  // namespace

Result<std::map<std::string, Value>> edited_files(Folder const& folder, List const& edits,
                                                  PathOf const& path_of) {
    if (edits.empty() || edits.size() > edits_max)
        return fail("draft.edits.bad_request", "edits", "一份草稿要有 1 到 20 处修改",
                    "a draft has 1 to 20 edits");
    Editor editor(folder, path_of);
    for (auto const& edit : edits) CHECK_OK(editor.apply(edit));
    return std::move(editor.files);
}

Result<std::string> pack_of(std::vector<Folder> const& folders, List const& edits) {
    auto const edit = edits.empty() ? Value() : edits.front();
    auto const name = edit["parameter"].string_or("");
    auto const decision = edit["decision"].string_or("");
    auto const file = name.empty() ? "decisions/" + decision.substr(0, decision.find('.')) + ".dmn"
                                   : "parameters/" + name + ".yaml";
    std::vector<Error> ignored;
    for (auto const& folder : folders)
        if (folder.find(file) != nullptr) return parse_manifest(folder, ignored).id;
    return fail("draft.not_found", name + decision, "没有制度含有这一项",
                "no pack holds this item");
}

}  // namespace jizhi::pack
