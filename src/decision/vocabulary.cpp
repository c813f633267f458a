#include "decision/vocabulary.hpp"

#include <algorithm>

#include "kit/text.hpp"

namespace jizhi::decision {
namespace {

std::optional<Title> spoken(dmn::Title const& title) {
    if (title.empty()) return std::nullopt;
    return Title{title.zh.empty() ? title.en : title.zh, title.en.empty() ? title.zh : title.en};
}

std::optional<Title> title_within(dmn::Element const& element, std::string_view name) {
    if (!element.logic) return std::nullopt;
    if (auto const* context = std::get_if<dmn::BoxedContext>(&element.logic->body))
        for (auto const& entry : context->entries)
            if (entry.variable.name == name) return spoken(entry.title);
    if (auto const* function = std::get_if<dmn::FunctionDefinition>(&element.logic->body))
        for (std::size_t i = 0; i < function->parameters.size(); ++i)
            if (function->parameters[i].name == name) return spoken(function->titles[i]);
    if (auto const* table = std::get_if<dmn::DecisionTable>(&element.logic->body))
        for (auto const& output : table->outputs)
            if (output.name == name) return spoken(output.title);
    return std::nullopt;
}

std::string text_of(dmn::ExpressionPtr const& logic) {
    if (!logic) return {};
    if (auto const* literal = std::get_if<dmn::LiteralExpression>(&logic->body))
        return literal->text.text;
    std::string all;
    if (auto const* table = std::get_if<dmn::DecisionTable>(&logic->body))
        for (auto const& rule : table->rules)
            for (auto const& cell : rule.outputs) all += cell.text + "\n";
    return all;
}

/// What is computed under a name of an element: an entry of its context, or all of it.
std::string text_within(dmn::Element const& element, std::string_view name) {
    if (name.empty() || !element.logic) return text_of(element.logic);
    if (auto const* context = std::get_if<dmn::BoxedContext>(&element.logic->body))
        for (auto const& entry : context->entries)
            if (entry.variable.name == name) return text_of(entry.value);
    return {};
}

/// The field that FEEL of a bind takes as it is: "post", or "result" of "child[…][-1].result".
std::string dictionary_taken(record::Catalog const& catalog, record::RecordType const& type,
                             std::string_view bound) {
    if (auto const* field = type.field(text::trim(bound))) return field->dictionary;
    auto const dot = bound.rfind('.');
    if (dot == std::string_view::npos) return {};
    auto const last = text::trim(bound.substr(dot + 1));
    for (auto const& id : type.children) {
        auto const* child = catalog.type(id);
        if (child == nullptr || bound.find(id) == std::string_view::npos) continue;
        if (auto const* field = child->field(last)) return field->dictionary;
    }
    return {};
}

}  // namespace

dmn::Element const* Vocabulary::element(std::string_view name) const {
    if (model_ == nullptr) return nullptr;
    for (auto const& element : model_->model.definitions().elements)
        if (element.name == name) return &element;
    return nullptr;
}

std::optional<Title> Vocabulary::name(std::string_view element, std::string_view name) const {
    if (auto const* here = this->element(element))
        if (auto const title = title_within(*here, name)) return title;
    auto const dot = std::min(name.find('.'), name.size());
    auto const* named = this->element(name.substr(0, dot));
    if (named == nullptr) return std::nullopt;
    if (dot == name.size()) return spoken(named->title);
    return title_within(*named, name.substr(dot + 1));
}

std::optional<Title> Vocabulary::part(std::string_view element, std::string_view name,
                                      std::string_view key) const {
    auto const* here = this->element(element);
    auto text = here == nullptr ? std::string() : text_within(*here, name);
    if (text.empty()) {
        auto const dot = std::min(name.find('.'), name.size());
        if (auto const* named = this->element(name.substr(0, dot)))
            text = text_within(*named, name.substr(std::min(dot + 1, name.size())));
    }
    constexpr std::string_view call = "param(\"";
    for (auto at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
        auto const from = at + call.size();
        auto const found = parameter(text.substr(from, text.find('"', from) - from));
        if (!found) continue;
        if (auto title = word(*found->parameter, key)) return title;
    }
    return std::nullopt;
}

/// The FEEL that a record type gives an input, where one does.
Vocabulary::Bound Vocabulary::bound(std::string_view input) const {
    if (model_ == nullptr) return {};
    for (auto const* type : catalog_.types()) {
        auto const bind = type->bind.find(model_->id);
        if (bind == type->bind.end()) continue;
        for (auto const& [name, text] : bind->second)
            if (name == input) return {type, text};
    }
    return {};
}

std::string Vocabulary::dictionary_of(std::string_view input) const {
    auto const [type, text] = bound(input);
    return type == nullptr ? std::string() : dictionary_taken(catalog_, *type, text);
}

bool Vocabulary::is_day_of_evaluation(std::string_view input) const {
    return text::trim(bound(input).text) == "as_of";
}

std::string Vocabulary::choices_of(std::string_view input) const {
    auto const [type, text] = bound(input);
    auto const* field = type == nullptr ? nullptr : type->field(text::trim(text));
    auto const one = field != nullptr && field->type == record::FieldType::code;
    return one ? field->dictionary : std::string();
}

std::optional<Title> Vocabulary::code(std::string_view expression, std::string_view code) const {
    constexpr std::string_view call = "param(\"";
    if (auto const at = expression.find(call); at != std::string_view::npos) {
        auto const name = expression.substr(at + call.size());
        auto const found = parameter(name.substr(0, name.find('"')));
        return found ? word(*found->parameter, code) : std::nullopt;
    }
    auto const dictionary = dictionary_of(text::trim(expression));
    return dictionary.empty() ? std::nullopt : entry(dictionary, code);
}

std::optional<Title> Vocabulary::word(std::string_view code) const {
    std::optional<Title> found;
    for (auto const* parameter : book_.parameters().all())
        for (auto const& [known, title] : parameter->words) {
            if (known != code) continue;
            if (found && (found->zh != title.zh || found->en != title.en)) return std::nullopt;
            found = title;
        }
    return found;
}

std::optional<Title> Vocabulary::entry(std::string_view dictionary, std::string_view code) const {
    auto const* found = catalog_.dictionary(dictionary, path_);
    auto const* entry = found == nullptr ? nullptr : found->find(code);
    if (entry == nullptr) return std::nullopt;
    return Title{entry->title.zh, entry->title.en};
}

std::optional<Title> Vocabulary::word(Parameter const& parameter, std::string_view code) const {
    for (auto const& [known, title] : parameter.words)
        if (known == code) return title;
    return parameter.dictionary.empty() ? std::nullopt : entry(parameter.dictionary, code);
}

std::optional<Parameters::Found> Vocabulary::parameter(std::string_view name) const {
    auto const found = book_.parameters().find(name, path_, as_of_);
    if (!found) return std::nullopt;
    return *found;
}

std::optional<Title> Vocabulary::field(std::string_view name) const {
    if (model_ == nullptr) return std::nullopt;
    for (auto const* type : catalog_.types()) {
        if (!type->bind.contains(model_->id)) continue;
        auto const* found = type->field(name);
        for (auto child = type->children.begin(); found == nullptr && child != type->children.end();
             ++child)
            if (auto const* rows = catalog_.type(*child)) found = rows->field(name);
        if (found != nullptr) return Title{found->title.zh, found->title.en};
    }
    return std::nullopt;
}

Context words_of(Vocabulary const& vocabulary, Parameter const& parameter) {
    Context words;
    auto const put = [&](std::string const& code, std::string const& zh, std::string const& en) {
        words.put(code, Context{{"zh", zh}, {"en", en.empty() ? zh : en}});
    };
    if (auto const* dictionary = vocabulary.dictionary(parameter.dictionary))
        for (auto const& code : dictionary->codes) put(code.code, code.title.zh, code.title.en);
    for (auto const& [code, title] : parameter.words) put(code, title.zh, title.en);
    return words;
}

}  // namespace jizhi::decision
