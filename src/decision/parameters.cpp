#include "decision/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

constexpr std::array basis_classes{"official", "repost", "draft", "example"};

std::string scalar(Node const* node) { return node == nullptr ? std::string() : node->scalar; }

Title read_title(Node const* node) {
    if (node == nullptr) return {};
    if (!node->is_map()) return {node->scalar, node->scalar};
    return {scalar(node->find("zh")), scalar(node->find("en"))};
}

Result<Basis> read_basis(Node const* node, Node const& value) {
    if (node == nullptr || !node->is_map())
        return fail("parameter.basis_missing", value.where(), "这一数值缺少依据 basis",
                    "this value lacks its basis");
    Basis basis;
    basis.basis_class = scalar(node->find("class"));
    if (std::ranges::find(basis_classes, basis.basis_class) == basis_classes.end())
        return fail("parameter.basis_class", node->where(),
                    "依据的 class 应为 official、repost、draft 或 example",
                    "the basis' class must be official, repost, draft or example");
    basis.text = read_title(node->find("text"));
    if (basis.basis_class == "official" && basis.text.zh.empty())
        return fail("parameter.basis_text", node->where(),
                    "依据为正式文件（official）的，要用 text 写明是哪个文件",
                    "a basis of class official must name its document in text");
    basis.clause = scalar(node->find("clause"));
    basis.url = scalar(node->find("url"));
    basis.document = scalar(node->find("document"));
    return basis;
}

void read_words(Node const& node, Parameter& parameter) {
    parameter.words.clear();
    for (auto const& word : node.entries)
        parameter.words.emplace_back(word.key, read_title(&word.value));
}

Result<Date> read_date(Node const& node, std::string_view key) {
    auto const date = parse_date(node.scalar);
    if (date) return *date;
    return fail("parameter.date", node.where(),
                fmt::format("{} 应为日期，如 2024-01-31", key),
                fmt::format("{} must be a date such as 2024-01-31", key));
}

/// A typing mistake must not pass for silence.
template <std::size_t N>
Result<void> only(Node const& node, std::array<std::string_view, N> const& keys) {
    for (auto const& entry : node.entries)
        if (std::ranges::find(keys, entry.key) == keys.end())
            return fail("parameter.unknown_key", entry.value.where(),
                        fmt::format("参数文件里没有“{}”这一项", entry.key),
                        fmt::format("a parameter file has no key '{}'", entry.key));
    return {};
}

constexpr std::array<std::string_view, 8> file_keys{
    "parameter", "title", "help", "unit", "type", "dictionary", "words", "values"};
constexpr std::array<std::string_view, 5> value_keys{"from", "to", "known", "value", "basis"};
constexpr std::array<std::string_view, 5> basis_keys{"class", "text", "clause", "url", "document"};

Result<ParameterValue> read_value(Node const& node) {
    CHECK_OK(only(node, value_keys));
    ParameterValue made;
    auto const* from = node.find("from");
    auto const* value = node.find("value");
    if (from == nullptr || value == nullptr)
        return fail("parameter.value", node.where(), "每个数值都要有 from 和 value",
                    "each value needs from and value");
    TRY(date, read_date(*from, "from"));
    made.from = date;
    if (auto const* to = node.find("to")) {
        TRY(day, read_date(*to, "to"));
        if (day < date)
            return fail("parameter.to", to->where(), "to 早于 from", "to is before from");
        made.to = day;
    }
    if (auto const* known = node.find("known")) {
        TRY(day, read_date(*known, "known"));
        made.known = day;
    }
    made.value = to_value(*value);
    TRY(basis, read_basis(node.find("basis"), node));
    CHECK_OK(only(*node.find("basis"), basis_keys));
    made.basis = std::move(basis);
    return made;
}

/// In force on `as_of` as known on `known_on`: the last that began, unless it has ended.
ParameterValue const* in_force(std::vector<ParameterValue> const& values, Date as_of,
                               std::optional<Date> known_on) {
    ParameterValue const* found = nullptr;
    for (auto const& value : values) {
        if (value.from > as_of) break;
        if (known_on && value.known && *value.known > *known_on) continue;
        found = &value;
    }
    return found != nullptr && found->to && *found->to < as_of ? nullptr : found;
}

}  // namespace

Value Basis::to_value() const {
    return Context{{"class", basis_class},
                   {"text", Context{{"zh", text.zh}, {"en", text.en.empty() ? text.zh : text.en}}},
                   {"clause", clause},
                   {"url", url}};
}

Result<void> Parameters::add(std::string const& region, Node const& yaml) {
    auto const name = scalar(yaml.find("parameter"));
    auto const* values = yaml.find("values");
    if (name.empty() || values == nullptr || !values->is_list())
        return fail("parameter.file", yaml.where(), "参数文件要有 parameter 和 values",
                    "a parameter file needs parameter and values");
    CHECK_OK(only(yaml, file_keys));
    auto& entry = entries_[name];
    entry.parameter.name = name;
    if (auto const* unit = yaml.find("unit")) entry.parameter.unit = read_title(unit);
    if (auto const* title = yaml.find("title")) entry.parameter.title = read_title(title);
    if (auto const* help = yaml.find("help")) entry.parameter.help = read_title(help);
    if (auto const* codes = yaml.find("dictionary")) entry.parameter.dictionary = codes->scalar;
    if (auto const* words = yaml.find("words")) read_words(*words, entry.parameter);
    auto& dated = entry.by_region[region];
    for (auto const& node : values->items) {
        TRY(made, read_value(node));
        // A value of the same day and the same knowledge replaces the one added before.
        auto const same = [&](ParameterValue const& each) {
            return each.from == made.from && each.known == made.known;
        };
        if (auto const old = std::ranges::find_if(dated, same); old != dated.end())
            *old = std::move(made);
        else dated.push_back(std::move(made));
    }
    std::ranges::stable_sort(dated, {}, [](auto const& each) {
        return std::pair(each.from, each.known.value_or(Date{}));
    });
    localities_.insert(region);
    return {};
}

Result<Parameters::Found> Parameters::find(std::string_view name, RegionPath path, Date as_of,
                                           std::optional<Date> known_on) const {
    auto const entry = entries_.find(name);
    if (entry == entries_.end())
        return fail("parameter.unknown", {}, fmt::format("没有名为“{}”的参数", name),
                    fmt::format("there is no parameter named '{}'", name));
    auto const& by_region = entry->second.by_region;
    auto const look = [&](std::string_view region) -> std::optional<Found> {
        auto const found = by_region.find(region);
        if (found == by_region.end()) return std::nullopt;
        auto const* value = in_force(found->second, as_of, known_on);
        if (value == nullptr) return std::nullopt;
        return Found{&entry->second.parameter, value, found->first};
    };
    for (auto const& region : path)
        if (auto const found = look(region)) return *found;
    if (auto const found = look("")) return *found;
    auto const day = to_text(as_of);
    auto const& title = entry->second.parameter.title;
    auto const place = path.empty() ? std::string() : path.front();
    return fail("parameter.no_value", place,
                fmt::format("参数“{}”在 {} 没有生效的数值，请在规则页补充", title.zh, day),
                fmt::format("the parameter '{}' has no value in force on {}; add one on the rules "
                            "page", title.en, day));
}

std::vector<Parameter const*> Parameters::all() const {
    std::vector<Parameter const*> found;
    for (auto const& [name, entry] : entries_) found.push_back(&entry.parameter);
    return found;
}

Parameter const* Parameters::declared(std::string_view name) const {
    auto const entry = entries_.find(name);
    return entry == entries_.end() ? nullptr : &entry->second.parameter;
}

Value Parameters::history(std::string_view name, RegionPath path) const {
    List made;
    auto const entry = entries_.find(name);
    if (entry == entries_.end()) return made;
    auto const add = [&](std::string_view region) {
        auto const found = entry->second.by_region.find(region);
        if (found == entry->second.by_region.end()) return;
        for (auto const& value : found->second)
            made.push_back(Context{{"from", value.from},
                                   {"to", value.to ? Value(*value.to) : Value()},
                                   {"known", value.known ? Value(*value.known) : Value()},
                                   {"region", region},
                                   {"value", value.value},
                                   {"basis", value.basis.to_value()}});
    };
    add("");
    for (auto region = path.rbegin(); region != path.rend(); ++region) add(*region);
    return made;
}

std::vector<std::string> Parameters::localities_of(RegionPath path) const {
    std::vector<std::string> found;
    for (auto const& region : path)
        if (localities_.contains(region)) found.push_back(region);
    return found;
}

std::vector<feel::ParameterUse> Outlook::used() const {
    std::vector<feel::ParameterUse> made;
    for (auto const& [name, use] : found_)
        if (use) made.push_back(*use);
    return made;
}

std::optional<feel::ParameterUse> Outlook::find(std::string_view name) {
    if (auto const known = found_.find(name); known != found_.end()) return known->second;
    auto const found = parameters_.find(name, path_, as_of_, known_on_);
    std::optional<feel::ParameterUse> use;
    if (found) {
        auto const& parameter = *found->parameter;
        use = feel::ParameterUse{
            std::string(name), found->value->value,
            Context{{"from", found->value->from},
                    {"region", found->region},
                    {"title", Context{{"zh", parameter.title.zh}, {"en", parameter.title.en}}},
                    {"unit", Context{{"zh", parameter.unit.zh},
                                     {"en", parameter.unit.en}}},
                    {"basis", found->value->basis.to_value()}}};
    } else {
        errors_.push_back(found.error());
    }
    found_.emplace(std::string(name), use);
    return use;
}

}  // namespace jizhi::decision
