#include "dmn/external.hpp"

#include "feel/function.hpp"

namespace jizhi::dmn {
namespace {

class ExternalNode : public Node {
public:
    ExternalNode(feel::Expression function, std::uint32_t first, std::size_t count)
        : function_(std::move(function)), first_(first), count_(count) {}

    Value evaluate(Slots slots, Run& run) const override {
        auto const made = function_.evaluate(slots.subspan(1), run.environment);
        if (!made.is(Value::Type::function)) return {};
        auto const callee = std::dynamic_pointer_cast<feel::Function const>(made.function());
        if (!callee) return {};
        std::vector<Value> const arguments(
            slots.begin() + first_, slots.begin() + first_ + static_cast<std::ptrdiff_t>(count_));
        return callee->call(arguments, run.environment);
    }
    void visit(Visitor& visitor) const override {
        visitor.expression(function_, 1);
        for (std::size_t i = 0; i < count_; ++i)
            visitor.slot(first_ + static_cast<std::uint32_t>(i));
    }

private:
    feel::Expression function_;
    std::uint32_t first_;
    std::size_t count_;
};

std::string entry_text(BoxedContext const& context, std::string_view name) {
    for (auto const& entry : context.entries) {
        if (entry.variable.name != name || !entry.value) continue;
        if (auto const* literal = std::get_if<LiteralExpression>(&entry.value->body))
            return literal->text.text;
    }
    return "null";
}

}  // namespace

NodePtr external(FunctionDefinition const& function, Names& names, Texts& texts) {
    auto const place = function.body ? function.body->place : Place{};
    auto const* context = function.body ? std::get_if<BoxedContext>(&function.body->body) : nullptr;
    if (function.kind != "Java" || context == nullptr) {
        texts.problem({"dmn.external", {}, "不支持这一类外部函数，结果为空",
                       "external functions of this kind are not supported; the result is null"},
                      place);
        return nullptr;
    }
    std::string text = "function(";
    for (auto const& each : function.parameters)
        text += (text.ends_with('(') ? "" : ", ") + each.name;
    text += ") external {java: {class: " + entry_text(*context, "class") +
            ", method signature: " + entry_text(*context, "method signature") + "}}";
    auto code = texts.expression({text, place}, names);
    if (!code) return nullptr;
    auto const first = names.slots() - static_cast<std::uint32_t>(function.parameters.size());
    return std::make_unique<ExternalNode>(std::move(*code), first, function.parameters.size());
}

}  // namespace jizhi::dmn
