#include "dmn/table_reader.hpp"

namespace jizhi::dmn {
namespace {

constexpr std::string_view extension_name_space = "urn:jizhi:dmn:1";

pugi::xml_node extension(pugi::xml_node node, std::string_view local) {
    for (auto each : child(node, "extensionElements").children())
        if (local_name(each) == local && namespace_of(each) == extension_name_space) return each;
    return {};
}

std::optional<HitPolicy> hit_policy(std::string_view text) {
    if (text.empty() || text == "UNIQUE") return HitPolicy::unique;
    if (text == "ANY") return HitPolicy::any;
    if (text == "PRIORITY") return HitPolicy::priority;
    if (text == "FIRST") return HitPolicy::first;
    if (text == "RULE ORDER") return HitPolicy::rule_order;
    if (text == "OUTPUT ORDER") return HitPolicy::output_order;
    if (text == "COLLECT") return HitPolicy::collect;
    return std::nullopt;
}

std::optional<Aggregator> aggregator(std::string_view text) {
    if (text.empty()) return Aggregator::none;
    if (text == "SUM") return Aggregator::sum;
    if (text == "COUNT") return Aggregator::count;
    if (text == "MIN") return Aggregator::min;
    if (text == "MAX") return Aggregator::max;
    return std::nullopt;
}

}  // namespace

std::string text_of(pugi::xml_node node) {
    if (auto const inner = child(node, "text")) node = inner;
    std::string text;
    for (auto each : node.children())
        if (each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata)
            text += each.value();
    return text;
}

std::string trimmed(std::string_view text) {
    auto const space = " \t\r\n";
    auto const first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(space) - first + 1));
}

Text Parts::text(pugi::xml_node node) const {
    if (!node) return {};
    auto inner = child(node, "text");
    if (!inner) inner = node;
    // The place of the text itself, where there is any: messages count from there.
    auto const first = inner.first_child();
    return {text_of(inner), xml_.place(first ? first : inner)};
}

Title Parts::title(pugi::xml_node node) const {
    auto const found = extension(node, "title");
    return {found.attribute("zh").value(), found.attribute("en").value(),
            found.attribute("unit").value()};
}

std::optional<ReasonText> Parts::reason(pugi::xml_node node) const {
    auto const found = extension(node, "reason");
    if (!found) return std::nullopt;
    auto const place = xml_.place(found);
    auto const text_at = [&](char const* name) {
        return Text{found.attribute(name).value(), place};
    };
    ReasonText reason;
    reason.zh = text_at("zh");
    reason.en = text_at("en");
    reason.amount = text_at("amount");
    reason.when = text_at("when");
    reason.silent = found.attribute("silent").as_bool();
    reason.basis = {found.attribute("class").value(), found.attribute("basis").value(),
                    found.attribute("basis_en").value(), found.attribute("clause").value(),
                    found.attribute("url").value()};
    return reason;
}

InputClause Parts::input(pugi::xml_node node) const {
    InputClause made;
    auto const inner = child(node, "inputExpression");
    made.id = node.attribute("id").value();
    made.label = node.attribute("label").value();
    made.expression = text(inner);
    made.type_ref = type_name(inner, inner.attribute("typeRef").value());
    made.allowed = text(child(node, "inputValues"));
    made.title = title(node);
    return made;
}

OutputClause Parts::output(pugi::xml_node node) const {
    OutputClause made;
    made.id = node.attribute("id").value();
    made.name = node.attribute("name").value();
    made.label = node.attribute("label").value();
    made.type_ref = type_name(node, node.attribute("typeRef").value());
    made.allowed = text(child(node, "outputValues"));
    made.otherwise = text(child(node, "defaultOutputEntry"));
    made.title = title(node);
    return made;
}

Rule Parts::rule(pugi::xml_node node) const {
    Rule made;
    made.id = node.attribute("id").value();
    made.description = text_of(child(node, "description"));
    made.place = xml_.place(node);
    for (auto each : children(node, "inputEntry")) made.inputs.push_back(text(each));
    for (auto each : children(node, "outputEntry")) made.outputs.push_back(text(each));
    for (auto each : children(node, "annotationEntry")) made.annotations.push_back(text(each));
    for (auto* each : {&made.inputs, &made.outputs, &made.annotations}) each->shrink_to_fit();
    return made;
}

DecisionTable Parts::table(pugi::xml_node node) const {
    DecisionTable made;
    std::string_view const policy = node.attribute("hitPolicy").value();
    std::string_view const aggregation = node.attribute("aggregation").value();
    made.hit_policy = hit_policy(policy).value_or(HitPolicy::unique);
    made.aggregator = aggregator(aggregation).value_or(Aggregator::none);
    if (!aggregator(aggregation)) made.unknown = aggregation;
    if (!hit_policy(policy)) made.unknown = policy;
    made.place = xml_.place(node);
    made.output_label = node.attribute("outputLabel").value();
    for (auto each : children(node, "input")) made.inputs.push_back(input(each));
    for (auto each : children(node, "output")) made.outputs.push_back(output(each));
    for (auto each : children(node, "annotation"))
        made.annotations.emplace_back(each.attribute("name").value());
    for (auto each : children(node, "rule")) made.rules.push_back(rule(each));
    made.rules.shrink_to_fit();
    return made;
}

}  // namespace jizhi::dmn
