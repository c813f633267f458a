#include "pack/difference.hpp"

#include <algorithm>
#include <array>

#include "decision/vocabulary.hpp"
#include "decision/wording.hpp"
#include "dmn/reader.hpp"
#include "kit/text.hpp"
#include "value/yaml.hpp"

namespace jizhi::pack {
namespace {

using decision::Title;

Value words(Title const& title) { return Context{{"zh", title.zh}, {"en", title.en}}; }

Value title_or(dmn::Title const& title, std::string const& otherwise) {
    return words(
        {title.zh.empty() ? otherwise : title.zh, title.en.empty() ? otherwise : title.en});
}

/// "localities/2204/parameters/x.yaml" is x of 2204.
struct Place {
    std::string region, folder, name;
};

Place place_of(std::string_view path) {
    Place place;
    auto parts = text::split(path, '/');
    if (parts.size() == 4 && parts[0] == "localities") {
        place.region = parts[1];
        parts.erase(parts.begin(), parts.begin() + 2);
    }
    if (parts.size() != 2) return {};
    place.folder = parts[0];
    place.name = parts[1].substr(0, parts[1].rfind('.'));
    return place;
}

class Teller {
public:
    Teller(Folder const& base, Reader const& reader) : base_(base), reader_(reader) {}

    void tell(std::string const& path, std::string const& text);
    List made;

private:
    bool parameter(Place const& place, std::string const* old, std::string const& text);
    bool model(Place const& place, std::string const& old, std::string const& text);
    void table(Place const& place, dmn::Element const& element, dmn::DecisionTable const& old,
               dmn::DecisionTable const& now);
    void cells(Context const& head, dmn::Element const& element, dmn::DecisionTable const& table,
               std::array<dmn::Rule const*, 2> rules);
    [[nodiscard]] std::string const* standing(Place const& place, std::string const& path) const;

    Folder const& base_;
    Reader const& reader_;
};

/// What the file replaces: itself, or the nearest one that holds for its region.
std::string const* Teller::standing(Place const& place, std::string const& path) const {
    if (auto const* same = base_.find(path)) return same;
    auto const file = place.folder + path.substr(path.rfind('/'));
    for (auto code = place.region; code.size() > 1; code.pop_back())
        if (auto const* above = base_.find("localities/" + code + "/" + file)) return above;
    return base_.find(file);
}

void Teller::tell(std::string const& path, std::string const& text) {
    auto const place = place_of(path);
    auto const* old = standing(place, path);
    if (place.folder == "parameters" && parameter(place, base_.find(path), text)) return;
    if (place.folder == "decisions" && old != nullptr && model(place, *old, text)) return;
    made.push_back(Context{{"kind", "file"}, {"path", path}});
}

bool has(Value const& values, Value const& value) {
    return values.is(Value::Type::list) &&
           std::ranges::find(values.list(), value) != values.list().end();
}

bool Teller::parameter(Place const& place, std::string const* old, std::string const& text) {
    auto const yaml = parse_yaml(text, place.name);
    auto const before = parse_yaml(old == nullptr ? "values: []" : *old, place.name);
    if (!yaml || !before) return false;
    auto const now = to_value(*yaml)["values"], then = to_value(*before)["values"];
    if (!now.is(Value::Type::list)) return false;
    std::vector<std::string> const path{place.region};
    for (auto const& value : now.list()) {
        if (has(then, value) || !value["from"].is(Value::Type::date)) continue;
        auto const from = value["from"].date();
        decision::Vocabulary const vocabulary(reader_.book, reader_.catalog, nullptr, path, from);
        auto const held = vocabulary.parameter(place.name);
        Context one{{"kind", "parameter"},
                    {"name", place.name},
                    {"region", place.region},
                    {"from", value["from"]},
                    {"before", held ? held->value->value : Value()},
                    {"after", value["value"]},
                    {"basis", value["basis"]}};
        if (held) {
            one.put("title", words(held->parameter->title));
            one.put("unit", words(held->parameter->unit));
            one.put("words", decision::words_of(vocabulary, *held->parameter));
        }
        made.push_back(std::move(one));
    }
    return true;
}

dmn::DecisionTable const* table_of(dmn::Element const& element) {
    return element.logic ? std::get_if<dmn::DecisionTable>(&element.logic->body) : nullptr;
}

bool Teller::model(Place const& place, std::string const& old, std::string const& text) {
    auto const before = dmn::read_definitions(old, place.name);
    auto const now = dmn::read_definitions(text, place.name);
    if (!before || !now) return false;
    for (auto const& element : (*now)->elements) {
        auto const* table = table_of(element);
        auto const same = std::ranges::find((*before)->elements, element.id, &dmn::Element::id);
        if (table == nullptr || same == (*before)->elements.end()) continue;
        if (auto const* was = table_of(*same)) this->table(place, element, *was, *table);
    }
    return true;
}

void Teller::table(Place const& place, dmn::Element const& element, dmn::DecisionTable const& old,
                   dmn::DecisionTable const& now) {
    Context const head{{"decision", place.name + "." + element.id},
                       {"title", title_or(element.title, element.name)},
                       {"region", place.region}};
    auto const told = [&](dmn::DecisionTable const& all, dmn::Rule const& rule, bool added) {
        auto one = head;
        one.put("kind", "row");
        one.put("row", static_cast<int>(&rule - all.rules.data()) + 1);
        one.put("added", added);
        made.push_back(std::move(one));
    };
    for (auto const& rule : now.rules) {
        auto const was = std::ranges::find(old.rules, rule.id, &dmn::Rule::id);
        if (was == old.rules.end())
            told(now, rule, true);
        else {
            auto one = head;
            one.put("kind", "cell");
            one.put("row", static_cast<int>(&rule - now.rules.data()) + 1);
            cells(one, element, now, {&*was, &rule});
        }
    }
    for (auto const& rule : old.rules)
        if (std::ranges::find(now.rules, rule.id, &dmn::Rule::id) == now.rules.end())
            told(old, rule, false);
}

void Teller::cells(Context const& head, dmn::Element const& element,
                   dmn::DecisionTable const& table, std::array<dmn::Rule const*, 2> rules) {
    auto const& id = head.find("decision")->string();
    auto const* model = reader_.book.model(id.substr(0, id.find('.')), {});
    decision::Vocabulary const vocabulary(reader_.book, reader_.catalog, model, {}, reader_.as_of);
    decision::Wording const wording(vocabulary, element.name);
    auto const compare = [&](std::vector<dmn::Text> dmn::Rule::* which, auto const& columns,
                             auto&& title, auto&& said) {
        auto const &was = rules[0]->*which, &now = rules[1]->*which;
        for (std::size_t i = 0; i < std::min(now.size(), columns.size()); ++i) {
            auto const before = i < was.size() ? was[i].text : std::string();
            if (before == now[i].text) continue;
            auto one = head;
            one.put("column", title(columns[i]));
            one.put("before", words(said(columns[i], before)));
            one.put("after", words(said(columns[i], now[i].text)));
            made.push_back(std::move(one));
        }
    };
    auto const titled = [](auto const& clause) { return title_or(clause.title, clause.label); };
    compare(&dmn::Rule::inputs, table.inputs, titled, [&](auto const& clause, auto const& text) {
        return wording.test(text, clause.expression.text);
    });
    compare(&dmn::Rule::outputs, table.outputs, titled,
            [&](auto const&, auto const& text) { return wording.formula(text); });
    compare(
        &dmn::Rule::annotations, table.annotations,
        [](std::string const& name) { return title_or({}, name); },
        [&](auto const&, auto const& text) { return wording.sentence(text); });
}

}  // namespace

List differences(Folder const& base, std::map<std::string, Value> const& files,
                 Reader const& reader) {
    Teller teller(base, reader);
    for (auto const& [path, text] : files) {
        if (text.is(Value::Type::string))
            teller.tell(path, text.string());
        else
            teller.made.push_back(Context{{"kind", "file"}, {"path", path}});
    }
    return std::move(teller.made);
}

}  // namespace jizhi::pack
