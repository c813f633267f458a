#include "feel/inspection.hpp"

#include "feel/builtin.hpp"
#include "feel/code.hpp"

namespace jizhi::feel {
namespace {

class Inspector {
public:
    explicit Inspector(std::vector<std::string> const& names) : names_(names) {}

    void visit(Node const& node, bool in_filter) {
        switch (node.op) {
            case Op::input:
                note(found.inputs, node, names_[static_cast<std::size_t>(node.slot)]);
                break;
            case Op::unknown:
                // In a filter the name may be an entry of the items.
                if (!in_filter) note(found.unknown, node, node.constant.string());
                break;
            case Op::bad_literal:
                note(found.literals, node, node.constant.string());
                break;
            case Op::call_builtin:
                visit_call(node);
                break;
            default:
                break;
        }
        for (auto const& child : node.children) visit(child, node.op == Op::item_name);
        if (node.body) visit(node.body->root, false);
    }

    Inspection found;

private:
    static void note(std::vector<Mention>& into, Node const& node, std::string const& name) {
        into.push_back({name, node.line, node.column});
    }
    void visit_call(Node const& node) {
        if (node.slot < 0) note(found.misfits, node, node.builtin->name);
        if (node.builtin->name != "param" || node.children.size() != 1) return;
        auto const& name = node.children[0];
        if (name.op == Op::constant && name.constant.is(Value::Type::string))
            note(found.parameters, node, name.constant.string());
    }

    std::vector<std::string> const& names_;
};

}  // namespace

Inspection inspect(Expression const& expression) {
    Inspector inspector(expression.code().names);
    inspector.visit(expression.code().body.root, false);
    return std::move(inspector.found);
}

}  // namespace jizhi::feel
