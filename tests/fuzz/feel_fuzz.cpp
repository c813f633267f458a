// Any text as an expression and as unary tests: nothing may crash, hang or depend on anything but
// the text. What compiles is evaluated twice and must give the same.
#include <cstdlib>

#include "feel/expression.hpp"
#include "value/json.hpp"
#include "value/text.hpp"

namespace {

using namespace jizhi;

feel::Scope const& scope() {
    static feel::Scope const made = [] {
        feel::Scope scope;
        scope.names = {"a", "b", "list", "context", "base wage", "a-b", "date of birth"};
        scope.members = {"c-d", "full name"};
        return scope;
    }();
    return made;
}

std::vector<Value> const& values() {
    static std::vector<Value> const made = {2,
                                            "text",
                                            List{1, 2, List{3}},
                                            Context{{"c-d", 1}, {"full name", "x"}},
                                            3000,
                                            Value(Decimal::parse("1.50").value()),
                                            Date{10000}};
    return made;
}

std::string evaluate(feel::Expression const& expression, std::vector<Value> const& slots) {
    feel::Environment environment;
    std::vector<feel::Diagnostic> diagnostics;
    environment.diagnostics = &diagnostics;
    auto const value = expression.evaluate(slots, environment);
    return value.weight() < 100'000 ? to_literal(value) + to_json(value) : "large";
}

void run(Result<feel::Expression> const& expression, std::vector<Value> const& slots) {
    if (!expression) {
        if (expression.error().where.empty() || expression.error().zh.empty()) std::abort();
        return;
    }
    if (evaluate(*expression, slots) != evaluate(*expression, slots)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    run(feel::compile(text, scope()), values());
    auto slots = values();
    slots.insert(slots.begin(), Value(5));
    run(feel::compile_unary_tests(text, scope()), slots);
    return 0;
}
