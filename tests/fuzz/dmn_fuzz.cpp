// Any text as a DMN model: it is refused with a place and a reason, or read, checked and every
// decision of it evaluated, twice alike. Nothing may crash, hang or grow without end.
#include <cstdlib>

#include "dmn/check.hpp"
#include "dmn/explain.hpp"
#include "dmn/model.hpp"
#include "value/text.hpp"

namespace {

using namespace jizhi;

void want(bool fine) {
    if (!fine) std::abort();
}

Context const& inputs() {
    static Context const made{{"n", 3}, {"s", "a"}, {"d", Date{20'000}}, {"l", List{1, 2}}};
    return made;
}

std::string evaluate(dmn::Decision const& decision) {
    feel::Environment environment;
    auto const outcome = decision.evaluate(inputs(), environment, dmn::TraceLevel::matched);
    for (auto const& each : outcome.diagnostics) want(!each.zh.empty() && !each.en.empty());
    auto reasons = dmn::explain(*decision.program(), outcome, environment).size();
    if (outcome.value.weight() > 100'000) return "large";
    return to_literal(outcome.value) + std::to_string(reasons);
}

void use(dmn::Model const& model) {
    for (auto const& each : dmn::check(model, true))
        want(!each.said.where.empty() && !each.said.zh.empty() && !each.said.en.empty());
    auto left = 8;  // decisions of a model that are looked at
    for (auto const& element : model.definitions().elements) {
        if (element.kind != dmn::Element::Kind::decision || left-- == 0) continue;
        auto const decision = model.decision(element.id);
        if (decision) want(evaluate(*decision) == evaluate(*decision));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string const text(reinterpret_cast<char const*>(data), size);
    (void)dmn::Model::imported(text, "fuzz.dmn");
    auto const model = dmn::Model::parse(text, "fuzz.dmn");
    if (model)
        use(*model);
    else
        want(!model.error().zh.empty() && !model.error().en.empty());
    return 0;
}
