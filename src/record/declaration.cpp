#include "record/declaration.hpp"

#include "feel/inspection.hpp"
#include "record/declared.hpp"

namespace jizhi::record {

std::optional<feel::Expression> compile_at(Node const& at, feel::Scope const& scope,
                                           std::vector<Error>& errors) {
    if (!at.is_scalar()) {
        errors.push_back({"pack.feel", at.where(), "此处应为 FEEL 表达式(文字)",
                          "a FEEL expression (text) is expected here"});
        return {};
    }
    auto compiled = feel::compile(at.scalar, scope);
    if (compiled) {
        // An unknown name would be null for every record, and nobody would notice.
        for (auto const& unknown : feel::inspect(*compiled).unknown)
            errors.push_back({"pack.feel_name", at.where(), "表达式里没有这个名称: " + unknown.name,
                              "the expression names what is not there: " + unknown.name});
        return *compiled;
    }
    auto error = compiled.error();
    // A plain scalar of one line stands where its node stands; the column within it still helps.
    error.where = at.where() + " (" + error.where + ")";
    errors.push_back(std::move(error));
    return {};
}

std::vector<Template::Part> parse_template(std::string const& text, RecordType const& type,
                                           feel::Scope const& scope, Node const& at,
                                           std::vector<Error>& errors) {
    std::vector<Template::Part> parts;
    std::size_t from = 0;
    while (from < text.size()) {
        auto const open = text.find('{', from);
        if (open != from) parts.push_back({text.substr(from, open - from), {}, {}});
        if (open == std::string::npos) break;
        auto const close = text.find('}', open);
        if (close == std::string::npos) {
            errors.push_back({"pack.template", at.where(), "模板中的 { 没有配对的 }",
                              "a { in the template has no }"});
            break;
        }
        auto inner = at;
        inner.kind = Node::Kind::scalar;
        inner.scalar = text.substr(open + 1, close - open - 1);
        Template::Part part;
        part.expression = compile_at(inner, scope, errors);
        if (type.field(inner.scalar) != nullptr) part.field = inner.scalar;
        if (part.expression) parts.push_back(std::move(part));
        from = close + 1;
    }
    return parts;
}

Dictionary parse_dictionary(Node const& node, std::vector<Error>& errors) {
    Declared map(node, errors);
    Dictionary dictionary;
    dictionary.id = map.id("dictionary");
    dictionary.title = map.title("title", true);
    dictionary.help = map.title("help", false);
    dictionary.source = map.text("source");
    (void)map.need("codes");
    for (auto const* each : map.maps("codes")) {
        Declared entry(*each, errors);
        Code code;
        if (auto const* text = entry.need("code"); text != nullptr && text->is_scalar())
            code.code = text->scalar;
        code.title = Title{entry.text("zh"), entry.text("en")};
        if (code.title.zh.empty() || code.title.en.empty())
            entry.fail("pack.title", "代码“" + code.code + "”要有 zh 和 en",
                       "the code \"" + code.code + "\" needs both zh and en");
        code.help = entry.title("help", false);
        code.synonyms = entry.texts("synonyms");
        code.retired = entry.flag("retired", false);
        entry.finish();
        if (dictionary.find(code.code) != nullptr)
            entry.fail("dictionary.twice", "代码“" + code.code + "”出现两次",
                       "the code \"" + code.code + "\" stands twice");
        dictionary.codes.push_back(std::move(code));
    }
    map.finish();
    return dictionary;
}

View parse_view(Node const& node, std::vector<Error>& errors) {
    Declared map(node, errors);
    View view;
    view.id = map.id("view");
    view.kind = map.id("kind");
    view.record = map.id_or_nothing("record");
    view.title = map.title("title", true);
    view.declared = to_value(node);  // the rest belongs to whoever shows that kind
    return view;
}

MenuGroup parse_menu_group(Node const& node, std::vector<Error>& errors) {
    Declared map(node, errors);
    MenuGroup group;
    if (auto const* head = map.need("group")) {
        Declared words(*head, errors);
        group.id = words.id("id");
        group.title = Title{words.text("zh"), words.text("en")};
        group.order = words.integer("order").value_or(100);
        words.finish();
    }
    for (auto const* each : map.maps("items")) {
        Declared item(*each, errors);
        group.items.push_back({item.id("view"), item.text("icon"), item.text("right"),
                               item.title("title", false)});
        item.finish();
    }
    map.finish();
    return group;
}

}  // namespace jizhi::record
