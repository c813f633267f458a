// Decisions and expressions, one case at a time and over columns, for rows/57-decisions.sh. Writes
// the models, the inputs and our answers into a folder, for peers to do the same with, and prints a
// JSON line for each thing measured.
//
//   bench_decisions FOLDER [one|batch|expression|large]
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "dmn/columnar.hpp"
#include "feel/column_encoder.hpp"
#include "value/json.hpp"

namespace {

using namespace jizhi;
namespace fs = std::filesystem;

constexpr std::size_t rows_many = 1U << 20U;
constexpr std::size_t cases = 2'000;
constexpr int rounds = 7;
constexpr std::size_t kinds = 5;
constexpr char const* formula =
    "if grade >= 10 and years > 5 then base * 1.25 + children * 150 - deduction "
    "else base + bonus - deduction";

/// Of the processor: others may use the machine too.
double seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The quickest of some rounds, in seconds.
template <class Work>
double best(Work const& work) {
    auto quickest = 1e9;
    for (auto round = 0; round < rounds; ++round) {
        auto const began = seconds();
        work();
        quickest = std::min(quickest, seconds() - began);
    }
    return quickest;
}

void print(std::string_view what, double per_second) {
    fmt::print("{{\"what\":\"{}\",\"per_second\":{:.0f}}}\n", what, per_second);
}

[[noreturn]] void stop(std::string const& why) {
    fmt::print(stderr, "bench_decisions: {}\n", why);
    std::exit(1);
}

void write(fs::path const& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::string escaped(std::string_view text) {
    std::string made;
    for (auto const c : text) made += c == '<' ? "&lt;" : std::string(1, c);
    return made;
}

/// A model of one decision table; `inputs`: names and types.
class TableText {
public:
    TableText(std::vector<std::pair<std::string, std::string>> const& inputs,
              std::string_view policy) {
        text_ = R"(<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="m">
)";
        for (auto const& [name, type] : inputs)
            text_ += fmt::format(
                "  <inputData id=\"i_{0}\" name=\"{0}\">\n    <variable id=\"v_{0}\" name=\"{0}\" "
                "typeRef=\"{1}\"/>\n  </inputData>\n",
                name, type);
        text_ +=
            "  <decision id=\"d\" name=\"d\">\n    <variable id=\"v\" name=\"d\" "
            "typeRef=\"number\"/>\n";
        for (auto const& [name, type] : inputs)
            text_ += fmt::format(
                "    <informationRequirement id=\"r_{0}\">\n      <requiredInput "
                "href=\"#i_{0}\"/>\n    </informationRequirement>\n",
                name);
        text_ += fmt::format("    <decisionTable id=\"t\" hitPolicy=\"{}\">\n", policy);
        for (auto const& [name, type] : inputs)
            text_ += fmt::format(
                "      <input id=\"c_{0}\">\n        <inputExpression "
                "id=\"e_{0}\" typeRef=\"{1}\">\n          <text>{0}</text>\n"
                "        </inputExpression>\n      </input>\n",
                name, type);
        text_ += "      <output id=\"o\" name=\"d\" typeRef=\"number\"/>\n";
    }
    void rule(std::vector<std::string> const& cells, std::string const& output) {
        text_ += fmt::format("      <rule id=\"rule_{}\">\n", ++rules_);
        for (auto const& cell : cells)
            text_ += "        <inputEntry>\n          <text>" + escaped(cell) +
                     "</text>\n        </inputEntry>\n";
        text_ += "        <outputEntry>\n          <text>" + output +
                 "</text>\n        </outputEntry>\n      </rule>\n";
    }
    std::string take() { return text_ + "    </decisionTable>\n  </decision>\n</definitions>\n"; }

private:
    std::string text_;
    std::size_t rules_ = 0;
};

std::string kind_name(std::size_t i) { return fmt::format("kind {}", static_cast<char>('A' + i)); }

/// 20 rules that exclude each other, over a text, two numbers and a boolean.
std::string small_table() {
    TableText table(
        {{"kind", "string"}, {"years", "number"}, {"score", "number"}, {"member", "boolean"}},
        "UNIQUE");
    for (std::size_t i = 0; i < kinds; ++i) {
        auto const kind = '"' + kind_name(i) + '"';
        auto const years = 3 + 2 * i, score = 55 + 5 * i;
        auto const amount = [&](int rule) {
            return fmt::format("{}.5", 1000 + 10 * static_cast<int>(i) + rule * 125);
        };
        table.rule({kind, fmt::format("< {}", years), fmt::format("[0..{})", score), "-"},
                   amount(0));
        table.rule({kind, fmt::format("< {}", years), fmt::format(">= {}", score), "-"}, amount(1));
        table.rule({kind, fmt::format(">= {}", years), "-", "true"}, amount(2));
        table.rule({kind, fmt::format("[{}..60]", years), "-", "false"}, amount(3));
    }
    return table.take();
}

/// 3,700 rules over six numbers, FIRST: intervals, comparisons, values and some cells left open.
std::string large_table() {
    std::vector<std::pair<std::string, std::string>> inputs;
    for (auto i = 1; i <= 6; ++i) inputs.emplace_back(fmt::format("n{}", i), "number");
    TableText table(inputs, "FIRST");
    std::mt19937 random(2024);
    for (auto rule = 0; rule < 3'700; ++rule) {
        std::vector<std::string> cells;
        for (auto column = 0; column < 6; ++column) {
            auto const low = random() % 9'000;
            switch (random() % 8) {
                case 0:
                    cells.emplace_back("-");
                    break;
                case 1:
                    cells.push_back(fmt::format(">= {}", low));
                    break;
                case 2:
                    cells.push_back(fmt::format("< {}", low + 1'000));
                    break;
                default:
                    cells.push_back(fmt::format("[{}..{})", low, low + 400 + random() % 4'000));
            }
        }
        table.rule(cells, std::to_string(rule));
    }
    return table.take();
}

/// The inputs of the small table as typed arrays.
struct SmallRows {
    std::vector<std::uint32_t> kind;  ///< one more than there are: a kind without rules
    std::vector<std::int64_t> years, score;
    std::vector<std::uint8_t> member;

    explicit SmallRows(std::size_t count) {
        std::mt19937 random(7);
        for (std::size_t i = 0; i < count; ++i) {
            kind.push_back(
                static_cast<std::uint32_t>(random() % 40 == 0 ? kinds : random() % kinds));
            years.push_back(random() % 41);
            score.push_back(random() % 1'001);  // tenths
            member.push_back(random() % 2);
        }
    }
    [[nodiscard]] std::vector<Value> values(std::size_t row) const {
        return {Value(kind_name(kind[row])), Value(years[row]),
                Value(Decimal::scaled(score[row], 1)), Value(member[row] == 1)};
    }
};

dmn::Decision decision_of(std::string const& xml) {
    auto const model = dmn::Model::parse(xml, "bench.dmn");
    if (!model) stop(model.error().where + " " + model.error().en);
    if (!model->problems().empty()) stop(model->problems().front().en);
    return *model->decision("d");
}

void one_by_one(dmn::Decision const& decision, SmallRows const& rows, fs::path const& folder) {
    std::vector<std::vector<Value>> typed;
    std::vector<std::string> texts;
    std::string all, answers;
    feel::Environment environment;
    for (std::size_t row = 0; row < cases; ++row) {
        typed.push_back(rows.values(row));
        Context named;
        for (std::size_t i = 0; i < decision.inputs().size(); ++i)
            named.put(decision.inputs()[i].name, typed.back()[i]);
        texts.push_back(to_json(Value(std::move(named))));
        all += texts.back() + "\n";
        answers += to_json(decision.evaluate(typed.back(), environment).value) + "\n";
    }
    write(folder / "small.jsonl", all);
    write(folder / "small.ours", answers);
    constexpr auto times = 200;
    std::size_t nulls = 0;
    auto const took = best([&] {
        for (auto time = 0; time < times; ++time)
            for (auto const& each : typed)
                nulls += decision.evaluate(each, environment).value.is_null() ? 1 : 0;
    });
    print("small one", cases * times / took);
    std::string given;
    auto const with_json = best([&] {
        given.clear();
        for (auto time = 0; time < times / 10; ++time)
            for (auto const& text : texts) {
                auto const inputs = parse_json(text);
                auto const made = decision.evaluate(inputs->context(), environment);
                auto const out = to_json(made.value);
                if (time == 0) given += out + "\n";
            }
    });
    if (given != answers || nulls == 0) stop("answers differ through JSON");
    print("small json", cases * (times / 10) / with_json);
}

/// Evaluates columns block by block; `columns(from, here)` gives those of a block. The results as
/// mantissas in `out`.
template <class Columns>
void over_blocks(dmn::BatchRun& run, std::size_t rows, Columns const& columns,
                 std::vector<std::int64_t>& out) {
    for (std::size_t from = 0; from < rows; from += feel::block_rows) {
        auto const here = std::min(feel::block_rows, rows - from);
        run.begin(here);
        auto const made = feel::decoded(run.evaluate(columns(from, here)).value, here);
        std::copy_n(made.integers.data(), here, out.data() + from);
    }
}

void expect_same(dmn::Decision const& decision, std::vector<Value> const& inputs,
                 std::int64_t mantissa, int scale) {
    feel::Environment environment;
    auto const one = decision.evaluate(inputs, environment).value;
    auto const same =
        one.is_null() ? mantissa == 0 : one.number() == Decimal::scaled(mantissa, scale);
    if (!same) stop("the batch differs from one case alone");
}

void small_batch(dmn::Decision const& decision, SmallRows const& rows) {
    dmn::BatchDecision const batch(decision);
    feel::Environment environment;
    dmn::BatchRun run(batch, environment);
    auto& domain = run.batch().new_domain();
    auto const entries = std::make_shared<feel::Entries>(domain);
    for (std::size_t i = 0; i <= kinds; ++i) entries->append(Value(kind_name(i)));
    std::vector<feel::Column> columns(4);
    auto const columns_of = [&](std::size_t from, std::size_t here) {
        domain.set_codes(rows.kind.data() + from, kinds + 1, run.batch().block());
        columns[0].entries = entries;
        columns[1] = feel::numbers_column(rows.years.data() + from, 0, here);
        columns[2] = feel::numbers_column(rows.score.data() + from, 1, here);
        columns[3].kind = feel::Column::Kind::booleans;
        columns[3].flags = feel::Mask::view(rows.member.data() + from);
        return std::span<feel::Column const>(columns);
    };
    std::vector<std::int64_t> out(rows_many);
    auto const took = best([&] { over_blocks(run, rows_many, columns_of, out); });
    print("small batch", rows_many / took);
    for (std::size_t row = 0; row < rows_many; row += 101)
        expect_same(decision, rows.values(row), out[row], 1);
}

void expression_batch(fs::path const& folder) {
    std::vector<std::string> const names{"grade",    "years",     "base",
                                         "children", "deduction", "bonus"};
    std::vector<std::int64_t> const highest{18, 30, 900'000, 4, 90'000, 50'000};
    std::vector<int> const scales{0, 0, 2, 0, 2, 2};
    std::vector<std::vector<std::int64_t>> given(names.size());
    std::mt19937 random(5);
    for (std::size_t row = 0; row < rows_many; ++row)
        for (std::size_t i = 0; i < names.size(); ++i)
            given[i].push_back(static_cast<std::int64_t>(random()) % highest[i]);
    auto const expression =
        feel::compile(formula, {.names = names, .outer = {}, .members = {}, .type = {}});
    if (!expression) stop(expression.error().en);
    feel::ColumnCode const code(*expression);
    feel::Environment environment;
    feel::Batch batch(environment);
    std::vector<feel::Column> columns(names.size());
    std::vector<std::int64_t> out(rows_many);
    std::vector<std::int8_t> out_scales(rows_many);
    auto const took = best([&] {
        for (std::size_t from = 0; from < rows_many; from += feel::block_rows) {
            auto const here = std::min(feel::block_rows, rows_many - from);
            batch.begin(here);
            for (std::size_t i = 0; i < names.size(); ++i)
                columns[i] = feel::numbers_column(given[i].data() + from, scales[i], here);
            auto const made = code.evaluate(columns, batch);
            std::copy_n(made.integers.data(), here, out.data() + from);
            std::copy_n(made.scales.data(), here, out_scales.data() + from);
        }
    });
    print("expression batch", rows_many / took);
    std::string inputs, answers;
    for (std::size_t row = 0; row < rows_many; row += 101) {
        std::vector<Value> values;
        Context named;
        for (std::size_t i = 0; i < names.size(); ++i) {
            values.emplace_back(Decimal::scaled(given[i][row], scales[i]));
            named.put(names[i], values.back());
        }
        auto const one = expression->evaluate(values, environment);
        if (!feel::identical(one, Value(Decimal::scaled(out[row], out_scales[row]))))
            stop("the batch differs from one case alone");
        if (row >= 101 * cases) continue;
        inputs += to_json(Value(std::move(named))) + "\n";
        answers += one.number().trimmed().to_string() + "\n";
    }
    write(folder / "expression.feel", formula);
    write(folder / "expression.jsonl", inputs);
    write(folder / "expression.ours", answers);
}

std::size_t heap() {
    auto const info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

void large(std::string const& xml) {
    auto const parsing = best([&] { (void)decision_of(xml); });
    malloc_trim(0);
    auto const before = heap();
    auto const decision = decision_of(xml);
    dmn::BatchDecision const batch(decision);
    feel::Environment environment;
    dmn::BatchRun run(batch, environment);
    constexpr std::size_t rows = 1U << 17U;
    std::mt19937 random(9);
    std::vector<std::vector<std::int64_t>> given(6, std::vector<std::int64_t>(rows));
    std::vector<std::int64_t> out(rows);
    auto const arrays = 7 * rows * sizeof(std::int64_t);
    for (auto& column : given)
        for (auto& each : column) each = static_cast<std::int64_t>(random()) % 13'000;
    std::vector<feel::Column> columns(6);
    auto const columns_of = [&](std::size_t from, std::size_t here) {
        for (std::size_t i = 0; i < 6; ++i)
            columns[i] = feel::numbers_column(given[i].data() + from, 0, here);
        return std::span<feel::Column const>(columns);
    };
    auto const took = best([&] { over_blocks(run, rows, columns_of, out); });
    auto const used = heap() - before - arrays;
    print("large batch", rows / took);
    fmt::print(
        "{{\"what\":\"large model\",\"parse_ms\":{:.1f},\"xml_bytes\":{},\"held_bytes\":{},"
        "\"times_xml\":{:.2f}}}\n",
        parsing * 1e3, xml.size(), used,
        static_cast<double>(used) / static_cast<double>(xml.size()));
    for (std::size_t row = 0; row < rows; row += 701) {
        std::vector<Value> values;
        for (auto const& column : given) values.emplace_back(column[row]);
        expect_same(decision, values, out[row], 0);
    }
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) stop("FOLDER is missing");
    std::string_view const only = count > 2 ? words[2] : "";
    auto const wanted = [&](std::string_view name) { return only.empty() || only == name; };
    fs::path const folder(words[1]);
    fs::create_directories(folder);
    auto const small = small_table();
    write(folder / "small.dmn", small);
    auto const decision = decision_of(small);
    SmallRows const rows(rows_many);
    if (wanted("one")) one_by_one(decision, rows, folder);
    if (wanted("batch")) small_batch(decision, rows);
    if (wanted("expression")) expression_batch(folder);
    auto const xml = large_table();
    write(folder / "large.dmn", xml);
    if (wanted("large")) large(xml);
    return 0;
}
