#include "decision/wording.hpp"

#include <array>
#include <set>

#include "dmn/format.hpp"
#include "feel/scanner.hpp"
#include "kit/text.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

using dmn::Language;

struct Word {
    std::string_view feel, zh, en;
};

// Longer signs first: "<=" is not "<" and "=".
constexpr std::array signs{Word{"<=", " ≤ ", " ≤ "},   Word{">=", " ≥ ", " ≥ "},
                           Word{"!=", " ≠ ", " ≠ "},   Word{"**", " 的幂 ", " to the power "},
                           Word{"..", " 至 ", " to "}, Word{"<", " < ", " < "},
                           Word{">", " > ", " > "},    Word{"=", " = ", " = "},
                           Word{"+", " + ", " + "},    Word{"-", " − ", " − "},
                           Word{"*", " × ", " × "},    Word{"/", " ÷ ", " ÷ "},
                           Word{",", "，", ", "},      Word{"(", "（", "("},
                           Word{")", "）", ")"},       Word{"[", "［", "["},
                           Word{"]", "］", "]"},       Word{"{", "", ""},
                           Word{"}", "", ""},          Word{":", "：", ": "},
                           Word{".", "的", "'s "},     Word{"@", "", ""}};

constexpr std::array comparisons{
    Word{"<=", "不超过 ", "at most "}, Word{">=", "不少于 ", "at least "},
    Word{"!=", "不是 ", "not "},       Word{"<", "小于 ", "less than "},
    Word{">", "大于 ", "more than "},  Word{"=", "等于 ", "equal to "}};

constexpr std::array words{Word{"if", "若 ", "if "},
                           Word{"then", "，则 ", " then "},
                           Word{"else", "；否则 ", "; otherwise "},
                           Word{"and", "，且 ", " and "},
                           Word{"or", "，或 ", " or "},
                           Word{"in", " 在 ", " in "},
                           Word{"between", " 介于 ", " between "},
                           Word{"for", "对每个 ", "for each "},
                           Word{"return", " 取 ", " take "},
                           Word{"some", "有一个 ", "some "},
                           Word{"every", "每一个 ", "every "},
                           Word{"satisfies", " 满足 ", " satisfies "},
                           Word{"true", "是", "yes"},
                           Word{"false", "否", "no"},
                           Word{"null", "未填", "not given"},
                           Word{"not", "不是", "not "},
                           Word{"item", "项", "item"},
                           Word{"partial", "已算出的", "those so far"},
                           Word{"?", "", ""}};

constexpr std::array functions{Word{"count", "个数", "number of "},
                               Word{"sum", "合计", "sum of "},
                               Word{"max", "取最大", "the largest of "},
                               Word{"min", "取最小", "the smallest of "},
                               Word{"floor", "舍去零头", "rounded down "},
                               Word{"ceiling", "零头进一", "rounded up "},
                               Word{"decimal", "按小数位取整", "rounded "},
                               Word{"round half up", "四舍五入", "rounded "},
                               Word{"abs", "绝对值", "size of "},
                               Word{"date", "日期", "date "},
                               Word{"list contains", "含有", "contains "},
                               Word{"get value", "查表", "look up "},
                               Word{"round up", "进位", "rounded up "},
                               Word{"round down", "舍去", "rounded down "},
                               Word{"working days between", "工作日数", "working days "},
                               Word{"not", "不是", "not "},
                               Word{"string", "", ""},
                               Word{"number", "", ""},
                               Word{"is defined", "已填", "given: "}};

constexpr std::array parts{Word{"year", "年份", "year"}, Word{"month", "月份", "month"},
                           Word{"day", "日", "day"}};

template <std::size_t N>
Word const* find(std::array<Word, N> const& all, std::string_view feel) {
    for (auto const& word : all)
        if (word.feel == feel) return &word;
    return nullptr;
}

/// After the figure, or around it where the unit says where it stands ("level {}").
std::string with_unit(std::string figure, std::string const& unit) {
    if (unit.empty()) return figure;
    if (unit.find("{}") != std::string::npos) return text::replace_all(unit, "{}", figure);
    return figure + " " + unit;
}

/// One text in one language, from left to right.
class Teller {
public:
    Teller(Vocabulary const& vocabulary, std::string_view element, std::string_view column,
           std::string_view text, Language language)
        : vocabulary_(vocabulary),
          element_(element),
          column_(column),
          scanner_(text),
          language_(language) {}

    std::string formula() {
        while (!scanner_.done() && step()) {
        }
        return finished();
    }
    std::string test();

private:
    [[nodiscard]] bool zh() const { return language_ == Language::zh; }
    [[nodiscard]] std::string_view in(Word const& word) const { return zh() ? word.zh : word.en; }
    [[nodiscard]] std::string const& in(Title const& title) const {
        return zh() ? title.zh : title.en;
    }
    [[nodiscard]] std::string finished() const { return std::string(text::trim(said_)); }
    bool step();
    bool sign();
    bool text();
    [[nodiscard]] std::optional<Title> word(std::string_view code) const;
    bool literal(std::string_view function);
    void name(std::string first);
    bool parameter();
    void path(std::string_view whole);
    [[nodiscard]] std::string value_of(Parameters::Found const& found, Value const& value) const;

    Vocabulary const& vocabulary_;
    std::string_view element_, column_;
    feel::Scanner scanner_;
    Language language_;
    std::string said_;
    bool names_variable_ = false;      ///< what comes next is a name of the expression's own
    std::set<std::string> variables_;  ///< such names: none of them says anything to a reader
    std::string nearest_;  ///< the last name or parameter said: what a text beside it is a code of
};

/// False where nothing was taken: what is left is then said as written.
bool Teller::step() {
    if (scanner_.peek() == '"') return text();
    if (auto const number = scanner_.take_number()) {
        said_ += *number;
        return true;
    }
    for (auto const* word : {"then", "else", "if", "and", "or", "in", "between", "for", "return",
                             "some", "every", "satisfies", "true", "false"})
        if (scanner_.take_word(word)) {
            said_ += in(*find(words, word));
            names_variable_ = word == std::string_view("for") ||
                              word == std::string_view("some") ||
                              word == std::string_view("every");
            return true;
        }
    if (auto name = scanner_.take_words(); !name.empty()) {
        this->name(std::move(name));
        return true;
    }
    if (sign()) return true;
    said_ += scanner_.text().substr(scanner_.at());
    return false;
}

bool Teller::sign() {
    for (auto const& each : signs)
        if (scanner_.take(each.feel)) {
            said_ += in(each);
            return true;
        }
    return false;
}

bool Teller::text() {
    auto const before = scanner_.at();
    auto const string = scanner_.take_string();
    if (!string) {
        said_ += scanner_.text().substr(before);
        return false;
    }
    auto const title = word(*string);
    said_ += title ? in(*title) : *string;
    return true;
}

/// By the table's column, by what stands beside it, or because it can only mean one thing.
std::optional<Title> Teller::word(std::string_view code) const {
    if (auto title = vocabulary_.code(column_, code)) return title;
    if (auto title = vocabulary_.code(nearest_, code)) return title;
    return vocabulary_.word(code);
}

/// `duration("P1D")` and `date("2024-04-07")` are what they give.
bool Teller::literal(std::string_view function) {
    if (function != "duration" && function != "date") return false;
    auto const before = scanner_.at();
    auto const value = [&]() -> std::optional<Value> {
        if (!scanner_.take("(") || scanner_.peek() != '"') return std::nullopt;
        auto const text = scanner_.take_string();
        if (!text || !scanner_.take(")")) return std::nullopt;
        if (function == "duration") return parse_duration(*text);
        auto const date = parse_date(*text);
        return date ? std::optional<Value>(*date) : std::nullopt;
    }();
    if (value) said_ += dmn::format(*value, {}, language_, {});
    else scanner_.go(before);
    return value.has_value();
}

void Teller::name(std::string first) {
    // The one function whose name holds a keyword.
    if (first == "working days" && scanner_.take_word("between")) first += " between";
    if (first == "param" && scanner_.peek() == '(' && parameter()) return;
    if (scanner_.peek() == '(' && literal(first)) return;
    if (scanner_.peek() == '(') {
        if (auto const* known = find(functions, first)) {
            said_ += in(*known);
            return;
        }
    }
    if (auto const* known = find(words, first)) {
        said_ += in(*known);
        return;
    }
    if (names_variable_) variables_.insert(first);
    names_variable_ = false;
    while (scanner_.take(".")) first += "." + scanner_.take_words();
    auto const before = said_.size();
    path(first);
    auto const as_written = std::string_view(said_).substr(before) == first;
    if (!zh() && !as_written && scanner_.peek() == '(') said_ += ' ';  // a title is no name
}

/// The longest known beginning by its title, the rest by its parts.
void Teller::path(std::string_view whole) {
    nearest_ = whole;
    auto known = whole;
    while (true) {
        if (variables_.contains(std::string(known))) {
            said_ += in(*find(words, "item"));
            break;
        }
        if (auto const title = vocabulary_.name(element_, known)) {
            said_ += in(*title);
            break;
        }
        auto const dot = known.rfind('.');
        if (dot == std::string_view::npos) {
            auto title = vocabulary_.field(known);
            if (!title) title = vocabulary_.word(known);
            said_ += title ? std::string_view(in(*title)) : known;
            break;
        }
        known = known.substr(0, dot);
    }
    for (auto rest = whole.substr(known.size()); rest.starts_with('.');) {
        rest.remove_prefix(1);
        auto const part = rest.substr(0, rest.find('.'));
        auto const* word = find(parts, part);
        auto title = vocabulary_.part(element_, known, part);
        if (!title) title = vocabulary_.field(part);
        if (!title) title = vocabulary_.word(part);
        said_ += zh() ? "的" : " ";
        said_ += word != nullptr ? in(*word) : title ? std::string_view(in(*title)) : part;
        rest.remove_prefix(part.size());
    }
}

std::string Teller::value_of(Parameters::Found const& found, Value const& value) const {
    if (value.is_null() || value.is(Value::Type::context) || value.is(Value::Type::list)) return {};
    auto text = dmn::format(value, {}, language_, {});
    if (value.is(Value::Type::string))
        if (auto const title = vocabulary_.word(*found.parameter, text)) text = in(*title);
    text = with_unit(std::move(text), in(found.parameter->unit));
    return zh() ? "（" + text + "）" : " (" + text + ")";
}

/// `param("name").key.key`: its title, the keys' titles, and the value where it is one figure.
bool Teller::parameter() {
    auto const before = scanner_.at();
    auto const name = [&]() -> std::optional<std::string> {
        if (!scanner_.take("(") || scanner_.peek() != '"') return std::nullopt;
        auto text = scanner_.take_string();
        if (!text || !scanner_.take(")")) return std::nullopt;
        return *text;
    }();
    auto const* declared = name ? vocabulary_.declared(*name) : nullptr;
    if (declared == nullptr) {
        scanner_.go(before);
        return false;
    }
    nearest_ = "param(\"" + *name + "\")";
    said_ += in(declared->title);
    auto const found = vocabulary_.parameter(*name);  // nothing where other places only have it
    auto value = found ? found->value->value : Value();
    while (scanner_.take(".")) {
        auto const key = scanner_.take_words();
        value = value[key];
        auto const title = vocabulary_.word(*declared, key);
        said_ += " · " + (title ? in(*title) : key);
    }
    if (found) said_ += value_of(*found, value);
    return true;
}

std::string Teller::test() {
    (void)scanner_.take("?");
    if (scanner_.peek() == '?') (void)scanner_.take_words();
    for (auto const& each : comparisons)
        if (scanner_.take(each.feel)) {
            said_ += in(each);
            break;
        }
    return formula();
}

Title both(Vocabulary const& vocabulary, std::string_view element, std::string_view column,
           std::string_view text, std::string (Teller::*tell)()) {
    auto const in = [&](Language language) {
        Teller teller(vocabulary, element, column, text, language);
        return (teller.*tell)();
    };
    return {in(Language::zh), in(Language::en)};
}

}  // namespace

Title Wording::formula(std::string_view text) const {
    if (text::trim(text) == "null") return {"算不出", "cannot be worked out"};
    return both(vocabulary_, element_, {}, text, &Teller::formula);
}

Title Wording::test(std::string_view text, std::string_view column) const {
    auto const cell = text::trim(text);
    if (cell.empty() || cell == "-") return {"不限", "any"};
    return both(vocabulary_, element_, column, cell, &Teller::test);
}

Title Wording::sentence(std::string_view text) const {
    Title said;
    while (!text.empty()) {
        auto const open = std::min(text.find('{'), text.size());
        said.zh += text.substr(0, open);
        said.en += text.substr(0, open);
        text.remove_prefix(open);
        if (text.empty()) break;
        if (text.starts_with("{{")) {
            said.zh += '{';
            said.en += '{';
            text.remove_prefix(2);
            continue;
        }
        auto const close = std::min(text.find('}'), text.size());
        auto const inside = text.substr(1, close - 1);
        auto const named = formula(inside.substr(0, inside.rfind(" | ")));
        said.zh += "〔" + named.zh + "〕";
        said.en += "[" + named.en + "]";
        text.remove_prefix(std::min(close + 1, text.size()));
    }
    return said;
}

}  // namespace jizhi::decision
