#include "pack/mutant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "decision/vocabulary.hpp"
#include "pack/compile.hpp"
#include "pack/rule_text.hpp"
#include "value/temporal.hpp"
#include "value/yaml.hpp"

namespace jizhi::pack {
namespace {

constexpr char const* never = "2999-12-31";
constexpr int years_later = 40;  // a day or two would often change nothing

/// Where a line and column, counted in code points, stand in the bytes.
std::size_t offset_of(std::string const& text, Node const& node) {
    std::size_t at = 0;
    for (int line = 1; line < node.line; ++line) at = text.find('\n', at) + 1;
    for (int column = 1; column < node.column; ++column)
        while ((static_cast<unsigned char>(text[++at]) & 0xC0U) == 0x80U) {}
    return at;
}

/// The text with another scalar in the place of one; none where it is written with escapes.
std::optional<std::string> replaced(std::string const& text, Node const& node,
                                    std::string const& with) {
    auto at = offset_of(text, node);
    auto const written = node.is_null() ? std::string("null") : node.scalar;
    if (at < text.size() && (text[at] == '"' || text[at] == '\'')) ++at;
    if (text.compare(at, written.size(), written) != 0) return std::nullopt;
    return text.substr(0, at) + with + text.substr(at + written.size());
}

/// Another value of the same kind.
std::string changed(Node const& leaf, std::vector<std::string> const& words) {
    auto const value = to_value(leaf);
    if (value.is_null()) return "1";
    if (value.is(Value::Type::boolean)) return value.boolean_or(false) ? "false" : "true";
    if (value.is(Value::Type::number))
        return value.number().plus(Decimal(1)).value_or(Decimal(0)).to_string();
    if (auto const date = parse_date(leaf.scalar)) {
        auto const civil = civil_of(date->day);
        return to_text(Date{day_of({civil.year + years_later, civil.month, 1})});
    }
    for (auto const& word : words)
        if (word != leaf.scalar) return word;
    return leaf.scalar + "_";
}

/// Everything that can be changed in one file of parameters.
class ParameterMutants {
public:
    ParameterMutants(std::string path, std::string const& text, std::vector<std::string> words,
                     std::vector<Mutant>& made)
        : path_(std::move(path)), text_(text), words_(std::move(words)), made_(made) {}

    void add(Node const& file) {
        made_.push_back({path_, "the file", std::nullopt});
        auto const* values = file.find("values");
        if (values == nullptr) return;
        Node const* before = nullptr;
        for (auto const& dated : values->items) {
            auto const* from = dated.find("from");
            auto const* value = dated.find("value");
            if (from == nullptr || value == nullptr) continue;
            if (before != nullptr && !(to_value(*before) == to_value(*value)))
                add(*from, from->scalar + " taken away", never);
            add_leaves(*value, from->scalar);
            before = value;
        }
    }

private:
    void add(Node const& leaf, std::string what, std::string const& with) {
        if (auto text = replaced(text_, leaf, with))
            made_.push_back({path_, std::move(what), std::move(text)});
    }
    void add_leaves(Node const& node, std::string const& name) {
        for (std::size_t i = 0; i < node.items.size(); ++i)
            add_leaves(node.items[i], fmt::format("{}[{}]", name, i + 1));
        for (auto const& entry : node.entries) add_leaves(entry.value, name + " " + entry.key);
        if (node.is_list() || node.is_map()) return;
        auto const other = changed(node, words_);
        add(node, fmt::format("{} {} -> {}", name, node.scalar, other), other);
    }

    std::string path_;
    std::string const& text_;
    std::vector<std::string> words_;
    std::vector<Mutant>& made_;
};

std::string name_of(std::string_view path) {
    auto const slash = path.rfind('/');
    return std::string(path.substr(slash == std::string_view::npos ? 0 : slash + 1));
}

/// The words of a parameter: a locality's file need not repeat them.
std::vector<std::string> words_of(Folder const& folder, std::string const& path) {
    std::vector<std::string> words;
    for (auto const& file : {path, "parameters/" + name_of(path)}) {
        auto const* text = folder.find(file);
        auto const node = parse_yaml(text == nullptr ? "" : *text, file);
        auto const* declared = node ? node->find("words") : nullptr;
        if (declared == nullptr) continue;
        for (auto const& word : declared->entries) words.push_back(word.key);
        break;
    }
    return words;
}

/// Which codes of which dictionaries the rules of some packs name.
class NamedCodes {
public:
    explicit NamedCodes(std::vector<Folder> const& packs) : compiled_(compile(packs)) {
        if (!compiled_.book || !compiled_.catalog) return;
        for (auto const* model : compiled_.book->all())
            for (auto const& pack : packs)
                for (auto const& [path, text] : pack.files)
                    if (path.ends_with("decisions/" + model->id + ".dmn")) look_at(*model, text);
        for (auto const* parameter : compiled_.book->parameters().all())
            if (!parameter->dictionary.empty())
                for (auto const& each :
                     compiled_.book->parameters().history(parameter->name, {}).list())
                    look_at(each["value"], parameter->dictionary);
    }
    [[nodiscard]] bool contains(std::string const& dictionary, std::string const& code) const {
        return found_.contains({dictionary, code});
    }

private:
    /// An input takes its codes from a field; a model that names one needs it.
    void look_at(decision::DeployedModel const& model, std::string const& text) {
        decision::Vocabulary const vocabulary(*compiled_.book, *compiled_.catalog, &model, {},
                                              Date{});
        for (auto const& element : model.model.definitions().elements) {
            auto const id = vocabulary.dictionary_of(element.name);
            auto const* dictionary = vocabulary.dictionary(id);
            if (dictionary == nullptr) continue;
            for (auto const& code : dictionary->codes)
                if (text.find('"' + code.code + '"') != std::string::npos)
                    found_.emplace(id, code.code);
        }
    }
    /// Keys and texts of a parameter that are codes of its dictionary.
    void look_at(Value const& value, std::string const& dictionary) {
        if (value.is(Value::Type::list))
            for (auto const& item : value.list()) look_at(item, dictionary);
        if (value.is(Value::Type::context))
            for (auto const& [key, item] : value.context().entries()) {
                found_.emplace(dictionary, key);
                look_at(item, dictionary);
            }
        if (value.is(Value::Type::string)) found_.emplace(dictionary, value.string());
    }

    Compiled compiled_;
    std::set<std::pair<std::string, std::string>> found_;
};

void add_codes(std::string const& path, std::string const& text, NamedCodes const& named,
               std::vector<Mutant>& made) {
    auto const node = parse_yaml(text, path);
    auto const* codes = node ? node->find("codes") : nullptr;
    auto const* list = node ? node->find("dictionary") : nullptr;
    if (codes == nullptr || list == nullptr) return;
    for (auto const& item : codes->items) {
        auto const* code = item.find("code");
        if (code == nullptr || item.find("retired") != nullptr ||
            !named.contains(list->scalar, code->scalar))
            continue;
        if (auto changed = replaced(text, *code, code->scalar + "_gone"))
            made.push_back({path, "code " + code->scalar, std::move(changed)});
    }
}

}  // namespace

std::vector<Mutant> mutants_of(Folder const& folder, std::vector<Folder> const& packs) {
    std::vector<Mutant> made;
    NamedCodes const named(packs);
    for (auto const& [path, text] : folder.files) {
        if (path.ends_with(".dmn"))
            for (auto const& rule : rules_of(text))
                made.push_back(
                    {path, "rule " + rule.id, text.substr(0, rule.from) + text.substr(rule.to)});
        if (path.find("dictionaries/") != std::string::npos) add_codes(path, text, named, made);
        if (path.find("parameters/") == std::string::npos) continue;
        if (auto const node = parse_yaml(text, path))
            ParameterMutants(path, text, words_of(folder, path), made).add(*node);
    }
    return made;
}

}  // namespace jizhi::pack
