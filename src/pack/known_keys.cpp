#include "pack/known_keys.hpp"

#include <initializer_list>

#include "record/declared.hpp"

namespace jizhi::pack {
namespace {

using Keys = std::initializer_list<std::string_view>;

void only(Node const& node, Keys known, std::vector<Error>& errors, Keys more = {}) {
    record::Declared map(node, errors);
    for (auto const& keys : {known, more})
        for (auto const key : keys) (void)map.get(key);
    map.finish();
}

void each(Node const& node, std::string_view key, Keys known, std::vector<Error>& errors) {
    auto const* list = node.find(key);
    if (list == nullptr) return;
    for (auto const& item : list->items)
        if (item.is_map()) only(item, known, errors);
}

}  // namespace

void check_view_keys(Node const& view, std::string_view kind, std::vector<Error>& errors) {
    auto const has = [&](Keys keys) {
        only(view, keys, errors, {"view", "kind", "title", "help"});
    };
    if (kind == "list") {
        has({"record", "columns", "filters", "sort", "where", "structure", "actions"});
        each(view, "columns", {"field", "title"}, errors);
    } else if (kind == "decision_run") {
        has({"record", "decision", "period", "as_of", "where", "columns", "accumulate", "opening",
             "opening_months", "inputs", "sheet_by", "signatures"});
        each(view, "columns", {"id", "value", "type", "title", "total", "main", "hidden"}, errors);
        if (auto const* opening = view.find("opening"))
            only(*opening, {"record", "where", "values"}, errors);
    } else if (kind == "dashboard") {
        has({"indicators", "structures"});
        each(view, "structures", {"record", "field"}, errors);
    } else {
        has({"record"});  // a page of the program itself
    }
}

void check_indicator_keys(Node const& indicator, std::vector<Error>& errors) {
    only(indicator,
         {"indicator", "title", "help", "unit", "numerator", "denominator", "scale", "target",
          "gap", "better"},
         errors);
    for (auto const* side : {"numerator", "denominator"})
        if (auto const* found = indicator.find(side))
            only(*found, {"record", "where", "sum"}, errors);
}

}  // namespace jizhi::pack
