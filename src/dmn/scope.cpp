#include "dmn/scope.hpp"

#include <fmt/format.h>

#include <charconv>

#include "dmn/table_reader.hpp"
#include "feel/inspection.hpp"

namespace jizhi::dmn {
namespace {

constexpr char const* out_of_sight = "\x01";  // no FEEL text can say this name

/// "3:7" inside a text that itself stands at `place`.
std::string where_in(std::string const& source, std::string const& inner, Place place) {
    int line = 1, column = 1;
    auto const colon = inner.find(':');
    auto const* begin = inner.data();
    if (colon != std::string::npos) {
        std::from_chars(begin, begin + colon, line);
        std::from_chars(begin + colon + 1, begin + inner.size(), column);
    }
    if (line == 1) column += place.column - 1;
    return fmt::format("{}:{}:{}", source, place.line + line - 1, column);
}

/// The end of the FEEL that begins at `from`, in text with braces: its closing brace.
std::size_t closing_brace(std::string_view text, std::size_t from) {
    auto depth = 0;
    auto quoted = false;
    for (auto i = from; i < text.size(); ++i) {
        if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
        if (quoted) continue;
        if (text[i] == '{') ++depth;
        if (text[i] == '}' && depth-- == 0) return i;
    }
    return std::string_view::npos;
}

/// The `|` before a format, outside of strings.
std::size_t format_bar(std::string_view text) {
    auto quoted = false;
    auto found = std::string_view::npos;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') quoted = !quoted;
        if (text[i] == '|' && !quoted) found = i;
    }
    return found;
}

}  // namespace

std::uint32_t Names::add(std::string name) {
    for (std::size_t i = 0; i < scope_.names.size(); ++i)
        if (scope_.names[i] == name) {
            hidden_.push_back({scope_.names.size(), i, name});
            scope_.names[i] = out_of_sight;
        }
    scope_.names.push_back(name.empty() ? out_of_sight : std::move(name));
    return static_cast<std::uint32_t>(scope_.names.size());
}

void Names::hide_since(std::size_t mark) {
    while (!hidden_.empty() && hidden_.back().by >= mark) {
        if (hidden_.back().index < mark) scope_.names[hidden_.back().index] = hidden_.back().name;
        hidden_.pop_back();
    }
    for (auto i = mark; i < scope_.names.size(); ++i) scope_.names[i] = out_of_sight;
}

std::vector<std::pair<std::string, std::uint32_t>> Names::visible() const {
    std::vector<std::pair<std::string, std::uint32_t>> seen;
    for (std::size_t i = 0; i < scope_.names.size(); ++i)
        if (scope_.names[i] != out_of_sight)
            seen.emplace_back(scope_.names[i], static_cast<std::uint32_t>(i) + 1);
    return seen;
}

void Texts::problem(Error error, Place place) {
    error.where = where_in(source_, error.where, place);
    problems_.push_back(std::move(error));
}

feel::Expression Texts::checked(feel::Expression expression, Place place) {
    // It can be evaluated, but a name that means nothing is null there: surely a mistake.
    for (auto const& each : feel::inspect(expression).unknown)
        problem({"dmn.unknown_name", fmt::format("{}:{}", each.line, each.column),
                 fmt::format("没有名为“{}”的输入、决策或变量", each.name),
                 fmt::format("nothing is named '{}' here", each.name)},
                place);
    return expression;
}

std::optional<feel::Expression> Texts::expression(Text const& text, Names const& names) {
    if (trimmed(text.text).empty()) return std::nullopt;
    auto made = feel::compile(text.text, names.scope());
    if (made) return checked(std::move(*made), text.place);
    problem(std::move(made.error()), text.place);
    return std::nullopt;
}

std::optional<feel::Expression> Texts::unary_tests(Text const& text, Names const& names) {
    if (trimmed(text.text).empty()) return std::nullopt;
    auto made = feel::compile_unary_tests(text.text, names.scope());
    if (made) return checked(std::move(*made), text.place);
    problem(std::move(made.error()), text.place);
    return std::nullopt;
}

Piece Texts::piece(Text const& text, Names const& names) {
    Piece made;
    auto const bar = format_bar(text.text);
    if (bar != std::string_view::npos) {
        auto how = parse_format(std::string_view(text.text).substr(bar + 1));
        if (how) made.format = *how;
        else problem(std::move(how.error()), text.place);
    }
    made.code = expression({text.text.substr(0, bar), text.place}, names);
    return made;
}

Template Texts::sentence(Text const& text, Names const& names) {
    Template made;
    std::string plain;
    auto const& all = text.text;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] != '{') {
            plain += all[i];
            continue;
        }
        if (all.compare(i, 2, "{{") == 0) {
            plain += '{';
            ++i;
            continue;
        }
        auto const end = closing_brace(all, i + 1);
        if (end == std::string_view::npos) {
            problem({"dmn.template", "1:" + std::to_string(i + 1), "说明里的花括号没有闭合",
                     "a brace of this sentence is not closed"}, text.place);
            break;
        }
        if (!plain.empty()) made.push_back({std::exchange(plain, {}), {}, {}});
        made.push_back(piece({all.substr(i + 1, end - i - 1), text.place}, names));
        i = end;
    }
    if (!plain.empty()) made.push_back({std::move(plain), {}, {}});
    return made;
}

CompiledReason Texts::reason(ReasonText const& text, Names const& names) {
    CompiledReason made;
    made.zh = sentence(text.zh, names);
    made.en = sentence(text.en, names);
    if (!trimmed(text.amount.text).empty()) made.amount = piece(text.amount, names);
    made.when = expression(text.when, names);
    made.basis = text.basis;
    made.silent = text.silent;
    return made;
}

}  // namespace jizhi::dmn
