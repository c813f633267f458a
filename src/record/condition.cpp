#include "record/condition.hpp"

#include <fmt/format.h>

#include "kit/text.hpp"
#include "record/filter.hpp"
#include "record/table.hpp"
#include "region/closure.hpp"

namespace jizhi::record {
namespace {

std::string like_of(std::string_view word) {
    std::string pattern = "%";
    for (char c : word) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

/// One word of the search box: part of a text, initials, a whole sealed value or its last four.
void add_word(Condition& condition, store::Keys const& keys, RecordType const& type,
              std::string const& word) {
    std::string any = "a.search_text LIKE ? ESCAPE '\\'";
    std::vector<std::string> macs;
    // By the index of the column, once, and not by a look at it in each row.
    auto const or_equal = [&](std::string const& column, std::string mac) {
        any += fmt::format(" OR a.id IN (SELECT id FROM {} WHERE {} = ?)", type.table(), column);
        macs.push_back(std::move(mac));
    };
    for (auto const& id : type.search) {
        auto const* field = type.field(id);
        if (field == nullptr || !field->sensitive) continue;
        auto const place = place_of(type, *field);
        if (auto const value = read_value(*field, Value(word), Reading::exact);
            value && !value->is_null())
            or_equal(sql_name(id, "_mac"), mac_of(keys, place, value->string()));
        if (word.size() == 4)
            or_equal(sql_name(id, "_tail"), mac_of(keys, place + "/tail", text::upper(word)));
    }
    condition.also("(" + any + ")");
    condition.bind(like_of(word));
    for (auto& mac : macs) condition.bind(std::move(mac));
}

void add_search(Condition& condition, store::Keys const& keys, RecordType const& type,
                std::string const& q) {
    constexpr int words_max = 5;
    int words = 0;
    auto const plain = text::lower(text::half_width(q));
    for (auto const word : text::split(plain, ' '))
        if (!text::trim(word).empty() && ++words <= words_max)
            add_word(condition, keys, type, std::string(text::trim(word)));
}

/// Whether a region is the whole scope: then the scope's own condition says it already.
bool is_all_of(people::Scope const& scope, std::string const& region) {
    return !scope.everything && scope.records.empty() && scope.regions.size() == 1 &&
           scope.regions.front() == region;
}

}  // namespace

Result<Condition> condition_of(Catalog const& catalog, store::Keys const& keys,
                               RecordType const& type, Query const& asked) {
    Condition condition;
    auto const own = type.parent.empty() ? "a.id" : "a.parent_id";
    auto const scope = asked.scope.condition("a.region_code", own, asked.today);
    condition.also(scope.sql);
    for (auto const& text : scope.texts) condition.bind(text);
    if (!asked.region.empty() && !is_all_of(asked.scope, asked.region)) {
        std::vector<std::string> const regions{asked.region};
        auto const below = region::below("a.region_code", regions, asked.today);
        condition.also(below.sql);
        for (auto const& text : below.texts) condition.bind(text);
    }
    if (!asked.parent.empty()) {
        condition.also("a.parent_id = ?");
        condition.bind(asked.parent);
    }
    if (!asked.ended) {
        condition.also("(a.ended_on IS NULL OR a.ended_on >= ?)");
        condition.bind(asked.today);
    }
    add_search(condition, keys, type, asked.q);
    for (auto const& filter : asked.filters)
        CHECK_OK(add_filter(condition, catalog, keys, type, filter, asked.today));
    return condition;
}

}  // namespace jizhi::record
