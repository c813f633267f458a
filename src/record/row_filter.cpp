#include "record/row_filter.hpp"

#include <algorithm>

#include "feel/compare.hpp"
#include "kit/text.hpp"
#include "record/cell.hpp"

namespace jizhi::record {
namespace {

bool contains(Value const& value, std::string const& part) {
    if (value.is(Value::Type::list))
        return std::any_of(value.list().begin(), value.list().end(),
                           [&](Value const& each) { return each.string_or("") == part; });
    return value.is(Value::Type::string) &&
           text::lower(text::half_width(value.string())).find(text::lower(part)) !=
               std::string::npos;
}

List list_of(Value const& value) {
    return value.is(Value::Type::list) ? value.list() : List{value};
}

std::unexpected<Error> unanswerable(std::string const& field) {
    return fail("query.filter", field, "这个条件不能按过去的某天回答",
                "this condition cannot be answered for a day in the past");
}

}  // namespace

Result<RowFilter> RowFilter::of(World const& world, RecordType const& type,
                                std::vector<Filter> const& filters) {
    RowFilter made(world);
    for (auto const& filter : filters) {
        Test test;
        test.op = filter.op;
        if (filter.field == "differs" && filter.op == "empty" && world.marked != nullptr) {
            test.values.emplace_back(filter.value.boolean_or(true));
            made.tests_.push_back(std::move(test));
            continue;
        }
        if (filter.field == "region" && (filter.op == "eq" || filter.op == "in")) {
            test.place = true;
            test.values = list_of(filter.value);
            made.tests_.push_back(std::move(test));
            continue;
        }
        auto const dot = filter.field.find('.');
        auto const* owner = &type;
        if (dot != std::string::npos) {
            test.child = filter.field.substr(0, dot);
            owner = world.catalog.type(test.child);
        }
        test.field =
            owner == nullptr
                ? nullptr
                : owner->field(filter.field.substr(dot == std::string::npos ? 0 : dot + 1));
        if (test.field == nullptr || test.field->sensitive) return unanswerable(filter.field);
        if (!test.child.empty()) test.ended = owner->ends_with;
        for (auto const& each : list_of(filter.value)) {
            auto const as_is = filter.op == "empty" || filter.op == "contains";
            auto const typed =
                as_is ? Result<Value>(each) : read_value(*test.field, each, Reading::exact);
            if (!typed) return std::unexpected(typed.error());
            test.values.push_back(*typed);
        }
        made.tests_.push_back(std::move(test));
    }
    return made;
}

bool RowFilter::holds(Value const& row) const {
    return std::all_of(tests_.begin(), tests_.end(),
                       [&](Test const& test) { return holds(test, row); });
}

bool RowFilter::holds(Test const& test, Value const& row) const {
    if (test.place)
        return std::any_of(test.values.begin(), test.values.end(), [&](Value const& place) {
            return world_.tree.below(row["region"].string_or(""), place.string_or(""));
        });
    if (test.field == nullptr)
        return world_.marked->contains(row["id"].string_or("")) != test.values[0].boolean();
    if (test.child.empty()) return fits(test, row[test.field->id]);
    auto const& children = row[test.child];
    if (!children.is(Value::Type::list)) return false;
    return std::any_of(children.list().begin(), children.list().end(), [&](Value const& child) {
        auto const& ended = test.ended.empty() ? Value() : child[test.ended];
        if (ended.is(Value::Type::date) && ended.date() < world_.as_of) return false;
        return fits(test, child[test.field->id]);
    });
}

bool RowFilter::equals(Field const& field, Value const& value, Value const& wanted) const {
    if (field.type == FieldType::region && value.is(Value::Type::string))
        return world_.tree.below(value.string(), wanted.string_or(""));
    return value == wanted;
}

bool RowFilter::fits(Test const& test, Value const& value) const {
    if (test.op == "empty") return value.is_null() == test.values[0].boolean_or(true);
    if (test.op == "contains") return contains(value, test.values[0].string_or(""));
    auto const any = std::any_of(test.values.begin(), test.values.end(), [&](Value const& wanted) {
        return equals(*test.field, value, wanted);
    });
    if (test.op == "eq" || test.op == "in") return any;
    if (test.op == "ne") return !any;  // what has no value is also "not this"
    auto const found = feel::order(value, test.values[0]);
    if (!found) return false;
    if (test.op == "lt") return *found < 0;
    if (test.op == "le") return *found <= 0;
    if (test.op == "gt") return *found > 0;
    return test.op == "ge" && *found >= 0;
}

}  // namespace jizhi::record
