#include "pack/difference.hpp"

#include <algorithm>
#include <array>

#include "decision/vocabulary.hpp"
#include "decision/wording.hpp"
#include "dmn/reader.hpp"
#include "kit/text.hpp"
#include "pack/logic_text.hpp"
#include "value/json.hpp"
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
    [[nodiscard]] Value before_that(Place const& place, Date day) const;
    void removed(Place const& place, Value const& value, Value const& now);
    bool model(Place const& place, std::string const& path, std::string const& old,
               std::string const& text);
    void element(Place const& place, dmn::Element const& was, dmn::Element const& now);
    void logic(Context const& head, dmn::Element const& was, dmn::Element const& now);
    void entries(Context const& head, dmn::Element const& element, dmn::BoxedContext const& old,
                 dmn::BoxedContext const& now);
    void formula(Context head, dmn::Element const& element, Value column,
                 dmn::ExpressionPtr const& old, dmn::ExpressionPtr const& now);
    void table(Context const& head, dmn::Element const& element, dmn::DecisionTable const& old,
               dmn::DecisionTable const& now);
    void say(Context head, char const* kind) {
        head.put("kind", kind);
        made.push_back(std::move(head));
    }
    [[nodiscard]] decision::Vocabulary vocabulary_of(Context const& head) const;
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
    if (place.folder == "decisions" && old != nullptr && model(place, path, *old, text)) return;
    made.push_back(Context{{"kind", "file"}, {"path", path}});
}

bool has(Value const& values, Value const& value) {
    return values.is(Value::Type::list) &&
           std::ranges::find(values.list(), value) != values.list().end();
}

/// All that a parameter's file says beside its values.
std::string heads_of(Node const& yaml) {
    auto rest = to_value(yaml).context();
    rest.put("values", Value());
    return to_json(Value(std::move(rest)));
}

void name_it(Context& one, decision::Vocabulary const& vocabulary,
             decision::Parameter const& parameter) {
    one.put("title", words(parameter.title));
    one.put("unit", words(parameter.unit));
    one.put("words", decision::words_of(vocabulary, parameter));
}

/// What the base had for that day: of the place itself, else of the nearest one above.
Value Teller::before_that(Place const& place, Date day) const {
    auto const file = "parameters/" + place.name + ".yaml";
    for (auto code = place.region;; code.pop_back()) {
        auto const* text = base_.find(code.empty() ? file : "localities/" + code + "/" + file);
        auto const yaml = parse_yaml(text == nullptr ? "values: []" : *text, file);
        auto const values = yaml ? to_value(*yaml)["values"] : Value();
        Value const* latest = nullptr;
        auto const nothing = List{};
        for (auto const& value : values.is(Value::Type::list) ? values.list() : nothing)
            if (value["from"].is(Value::Type::date) && value["from"].date() <= day &&
                (latest == nullptr || (*latest)["from"].date() <= value["from"].date()))
                latest = &value;
        if (latest != nullptr) return (*latest)["value"];
        if (code.empty()) return {};
    }
}

/// A value that is no longer there; one of the same day in its place was told already.
void Teller::removed(Place const& place, Value const& value, Value const& now) {
    auto const same_day = [&](Value const& each) { return each["from"] == value["from"]; };
    if (std::ranges::any_of(now.list(), same_day) || !value["from"].is(Value::Type::date)) return;
    std::vector<std::string> const path{place.region};
    decision::Vocabulary const vocabulary(reader_.book, reader_.catalog, nullptr, path,
                                          value["from"].date());
    Context one{{"kind", "parameter"},       {"name", place.name},
                {"region", place.region},    {"from", value["from"]},
                {"before", value["value"]},  {"after", Value()},
                {"removed", true}};
    if (auto const held = vocabulary.parameter(place.name))
        name_it(one, vocabulary, *held->parameter);
    made.push_back(std::move(one));
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
                    {"before", before_that(place, from)},
                    {"after", value["value"]},
                    {"basis", value["basis"]}};
        if (held) name_it(one, vocabulary, *held->parameter);
        made.push_back(std::move(one));
    }
    auto const nothing = List{};
    for (auto const& value : then.is(Value::Type::list) ? then.list() : nothing)
        if (!has(now, value)) removed(place, value, now);
    return old == nullptr || heads_of(*before) == heads_of(*yaml);
}

/// What a decision, knowledge model or input of this name is to a reader.
Context head_of(Place const& place, dmn::Element const& element) {
    return Context{{"decision", place.name + "." + element.id},
                   {"title", title_or(element.title, element.name)},
                   {"region", place.region}};
}

bool Teller::model(Place const& place, std::string const& path, std::string const& old,
                   std::string const& text) {
    auto const before = dmn::read_definitions(old, place.name);
    auto const now = dmn::read_definitions(text, place.name);
    if (!before || !now) return false;
    auto const told = made.size();
    auto const come_or_gone = [&](auto const& elements, auto const& others, bool added) {
        for (auto const& element : elements) {
            auto const same = std::ranges::find(others, element.id, &dmn::Element::id);
            if (same != others.end()) {
                if (added) this->element(place, *same, element);
                continue;
            }
            auto head = head_of(place, element);
            head.put("added", added);
            say(std::move(head), "element");
        }
    };
    come_or_gone((*now)->elements, (*before)->elements, true);
    come_or_gone((*before)->elements, (*now)->elements, false);
    if (frame_text(**before) != frame_text(**now))
        made.push_back(Context{{"kind", "types"}, {"path", path}});
    if (made.size() == told && old != text)
        made.push_back(Context{{"kind", "drawing"}, {"path", path}});
    return true;
}

void Teller::element(Place const& place, dmn::Element const& was, dmn::Element const& now) {
    auto const head = head_of(place, now);
    if (head_text(was) != head_text(now)) say(head, "head");
    if (logic_text(was.logic) != logic_text(now.logic)) logic(head, was, now);
}

template <class Body>
Body const* body_of(dmn::Element const& element) {
    return element.logic ? std::get_if<Body>(&element.logic->body) : nullptr;
}

void Teller::logic(Context const& head, dmn::Element const& was, dmn::Element const& now) {
    auto const *old_table = body_of<dmn::DecisionTable>(was),
               *new_table = body_of<dmn::DecisionTable>(now);
    if (old_table != nullptr && new_table != nullptr)
        return table(head, now, *old_table, *new_table);
    auto const *old_context = body_of<dmn::BoxedContext>(was),
               *new_context = body_of<dmn::BoxedContext>(now);
    if (old_context != nullptr && new_context != nullptr)
        return entries(head, now, *old_context, *new_context);
    formula(head, now, {}, was.logic, now.logic);
}

decision::Vocabulary Teller::vocabulary_of(Context const& head) const {
    auto const& id = head.find("decision")->string();
    auto const* model = reader_.book.model(id.substr(0, id.find('.')), {});
    return {reader_.book, reader_.catalog, model, {}, reader_.as_of};
}

void Teller::formula(Context head, dmn::Element const& element, Value column,
                     dmn::ExpressionPtr const& old, dmn::ExpressionPtr const& now) {
    auto const vocabulary = vocabulary_of(head);
    decision::Wording const wording(vocabulary, element.name);
    auto const said = [&](dmn::ExpressionPtr const& expression) -> Value {
        if (!expression) return words({});
        auto const* literal = std::get_if<dmn::LiteralExpression>(&expression->body);
        if (literal != nullptr) return words(wording.formula(literal->text.text));
        auto const text = std::string(text::trim(logic_text(expression)));
        return words({text, text});
    };
    head.put("column", std::move(column));
    head.put("before", said(old));
    head.put("after", said(now));
    say(std::move(head), "formula");
}

/// Entries are known by their names; one that changed its name went and came.
void Teller::entries(Context const& head, dmn::Element const& element, dmn::BoxedContext const& old,
                     dmn::BoxedContext const& now) {
    auto const text = [](dmn::ContextEntry const& entry) {
        dmn::Expression one{{}, {}, {}, dmn::BoxedContext{{entry}}};
        return logic_text(std::make_shared<dmn::Expression const>(std::move(one)));
    };
    auto const find = [](dmn::BoxedContext const& context, std::string const& name) {
        auto const found = std::ranges::find_if(
            context.entries, [&](auto const& each) { return each.variable.name == name; });
        return found == context.entries.end() ? nullptr : &*found;
    };
    auto const told = made.size();
    for (auto const& entry : now.entries) {
        auto const* was = find(old, entry.variable.name);
        if (was != nullptr && text(*was) == text(entry)) continue;
        formula(head, element, title_or(entry.title, entry.variable.name),
                was == nullptr ? nullptr : was->value, entry.value);
    }
    for (auto const& entry : old.entries)
        if (find(now, entry.variable.name) == nullptr)
            formula(head, element, title_or(entry.title, entry.variable.name), entry.value, {});
    if (made.size() == told) say(head, "head");  // their order, or the type of the whole
}

/// The cells of a row in words, as they would stand in the table.
Value cells_of(decision::Wording const& wording, dmn::DecisionTable const& table,
               dmn::Rule const& rule) {
    List cells;
    for (std::size_t i = 0; i < std::min(table.inputs.size(), rule.inputs.size()); ++i)
        cells.push_back(
            words(wording.test(rule.inputs[i].text, table.inputs[i].expression.text)));
    for (auto const& output : rule.outputs) cells.push_back(words(wording.formula(output.text)));
    return Value(std::move(cells));
}

/// Whether the rows that stay stand in another order: under FIRST that is another rule.
bool order_changed(dmn::DecisionTable const& old, dmn::DecisionTable const& now) {
    auto const ids = [](dmn::DecisionTable const& of, dmn::DecisionTable const& other) {
        std::vector<std::string> made;
        for (auto const& rule : of.rules)
            if (std::ranges::find(other.rules, rule.id, &dmn::Rule::id) != other.rules.end())
                made.push_back(rule.id);
        return made;
    };
    return ids(old, now) != ids(now, old);
}

void Teller::table(Context const& head, dmn::Element const& element, dmn::DecisionTable const& old,
                   dmn::DecisionTable const& now) {
    auto const vocabulary = vocabulary_of(head);
    decision::Wording const wording(vocabulary, element.name);
    if (columns_text(old) != columns_text(now)) say(head, "columns");
    auto const told = [&](dmn::DecisionTable const& all, dmn::Rule const& rule, bool added) {
        auto one = head;
        one.put("row", static_cast<int>(&rule - all.rules.data()) + 1);
        one.put("added", added);
        one.put("cells", cells_of(wording, all, rule));
        say(std::move(one), "row");
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
    if (order_changed(old, now)) say(head, "order");
}

void Teller::cells(Context const& head, dmn::Element const& element,
                   dmn::DecisionTable const& table, std::array<dmn::Rule const*, 2> rules) {
    auto const vocabulary = vocabulary_of(head);
    decision::Wording const wording(vocabulary, element.name);
    auto const compare = [&](std::vector<dmn::Text> dmn::Rule::* which, auto const& columns,
                             auto&& title, auto&& said) {
        auto const &was = rules[0]->*which, &now = rules[1]->*which;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            auto const before = i < was.size() ? was[i].text : std::string();
            auto const after = i < now.size() ? now[i].text : std::string();
            if (before == after) continue;
            auto one = head;
            one.put("column", title(columns[i]));
            one.put("before", words(said(columns[i], before)));
            one.put("after", words(said(columns[i], after)));
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
