#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dmn/definitions.hpp"
#include "feel/expression.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::dmn {

/// What an item definition or typeRef allows. Types may contain themselves (a tree of persons);
/// they live in a `Types` and are pointed to.
struct Type {
    enum class Kind {
        any, boolean, number, string, date, time, date_time, days_duration, months_duration,
        list, context, range, function
    };
    Kind kind = Kind::any;
    std::string name;
    Type const* element = nullptr;  ///< of a list its items, a range its ends, a function's result
    std::vector<Type const*> parameters;  ///< of a function; empty: any
    std::vector<std::pair<std::string, Type const*>> fields;  ///< context; empty: any context
    std::optional<feel::Expression> allowed;     ///< allowedValues: of each item, for a list
    std::optional<feel::Expression> constraint;  ///< typeConstraint: of the whole
};

/// Whether it can be seen at once that the value fits as it is: what nearly all do.
[[nodiscard]] inline bool plainly_fits(Type const& type, Value const& value) {
    if (type.allowed || type.constraint) return false;
    using Kind = Type::Kind;
    switch (value.type()) {
        case Value::Type::null: return true;
        case Value::Type::boolean: return type.kind == Kind::boolean;
        case Value::Type::number: return type.kind == Kind::number;
        case Value::Type::string: return type.kind == Kind::string;
        case Value::Type::date: return type.kind == Kind::date;
        default: return false;
    }
}

/// The value as this type wants it (DMN 1.5 §10.3.2.9.4: a list of one as its item, an item as a
/// list of one, a date as a date and time), or nothing where it does not fit. Null always fits.
[[nodiscard]] std::optional<Value> coerce(Type const* type, Value const& value,
                                          feel::Environment& environment);

/// Whether the value is of the type as it is, for `instance of`.
[[nodiscard]] bool conforms(Type const& type, Value const& value);

/// The types of one model: built-in names, its item definitions, and those of what it imports
/// under "import.name". Resolved once; then read by any thread.
class Types {
public:
    using Problems = std::vector<Error>;

    explicit Types(Problems& problems) : problems_(&problems) {}
    /// `prefix` is "" or "import.".
    void add(Definitions const& definitions, std::string const& prefix);
    /// Null for "Any", for "" and (with a problem told) for an unknown name.
    [[nodiscard]] Type const* find(std::string_view type_ref, std::string const& prefix,
                                   std::string const& where);
    /// The same without a problem where it is unknown; built-in names are not looked at.
    [[nodiscard]] Type const* declared(std::string_view name, std::string const& prefix) {
        return named(std::string(name), prefix);
    }
    void finish() { problems_ = nullptr; }

private:
    struct Pending {
        ItemDefinition const* item = nullptr;
        std::string prefix, where;
    };
    Type const* named(std::string const& name, std::string const& prefix);
    void too_deep(Pending const& pending);
    Type const* build(ItemDefinition const& item, std::string const& prefix, Type* into);
    void constrain(ItemDefinition const& item, std::string const& where, Type& type);
    [[nodiscard]] Type const* built_in(std::string_view name);
    Type const* list_of(Type const* element);
    Type const* range_of(Type const* element);

    std::deque<Type> all_;
    std::map<std::string, Type const*, std::less<>> known_;
    std::map<std::string, Pending, std::less<>> pending_;
    Problems* problems_;
    int depth_ = 0;  ///< of the chain of item definitions that is being built
};

}  // namespace jizhi::dmn
