// Bytes choose an expression or a decision table, and rows for it: the scalar and the columnar back
// end must give the same to the last digit and have something to tell of the same rows.
#include <cstdio>
#include <cstdlib>

#include "dmn/agreement.hpp"
#include "dmn/random_table.hpp"
#include "feel/agreement.hpp"
#include "feel/random_expression.hpp"

namespace {

using namespace jizhi;

/// Numbers out of bytes, two at a time; zeros when they are used up.
class Bytes {
public:
    Bytes(std::uint8_t const* data, std::size_t size) : data_(data), left_(size) {}
    std::uint32_t operator()(std::uint32_t below) {
        std::uint32_t number = 0;
        for (auto byte = 0; byte < 2 && left_ > 0; ++byte, --left_)
            number = number << 8U | *data_++;
        return below == 0 ? 0 : number % below;
    }

private:
    std::uint8_t const* data_;
    std::size_t left_;
};

void want_none(std::string const& difference, std::string const& text) {
    if (difference.empty()) return;
    std::fprintf(stderr, "%s\n%s\n", text.c_str(), difference.c_str());
    std::abort();
}

void compare_expression(Bytes& next) {
    feel::RandomExpression maker([&](std::uint32_t below) { return next(below); });
    auto const coded = next(2) == 0;
    auto const text = maker.any(1 + static_cast<int>(next(4)));
    feel::Scope scope;
    scope.names = feel::RandomExpression::names();
    auto const expression = feel::compile(text, scope);
    if (!expression) return;
    feel::Columns columns(scope.names.size());
    for (auto rows = 1 + next(24); rows > 0; --rows)
        for (std::size_t i = 0; i < columns.size(); ++i) columns[i].push_back(maker.value(i));
    want_none(feel::disagreement(*expression, columns, coded), text);
}

void compare_table(Bytes& next) {
    dmn::RandomTable maker([&](std::uint32_t below) { return next(below); });
    auto const coded = next(2) == 0;
    auto const text = maker.model(1 + next(10));
    auto const model = dmn::Model::parse(text, "fuzz.dmn");
    if (!model) want_none(model.error().en, text);
    std::vector<std::vector<Value>> rows;
    for (auto count = 1 + next(24); count > 0; --count) rows.push_back(maker.row());
    want_none(dmn::disagreement(*model->decision("d"), rows, coded), text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    Bytes next(data + 1, size - 1);
    data[0] % 2 == 0 ? compare_expression(next) : compare_table(next);
    return 0;
}
