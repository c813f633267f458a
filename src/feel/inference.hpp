#pragma once
#include <memory>
#include <string>
#include <vector>

#include "feel/expression.hpp"
#include "feel/type.hpp"

namespace jizhi::feel {

/// Null: nothing is known of the type.
using TypePtr = std::shared_ptr<Type const>;

struct FunctionBody;

/// Something that goes wrong whenever it is evaluated: the result is null then.
struct Complaint {
    std::string code;          ///< "feel.type", "feel.arguments", "feel.member", "feel.literal"
    int line = 1, column = 1;  ///< in the expression's text
    std::string zh, en;
};

struct Inferred {
    TypePtr type;
    std::vector<Complaint> complaints;
};

/// The type of what an expression gives, and what is surely wrong in it, without evaluating it.
/// `slots` are the types of its names, by slot; what is beyond their end is unknown. That a value
/// may be null is never a complaint.
[[nodiscard]] Inferred infer(Expression const& expression, std::vector<TypePtr> const& slots);

/// The type of what a function's body gives; what it took along is not known.
[[nodiscard]] TypePtr result_of(FunctionBody const& body);

/// False where no value but null of the one type can be taken as the other (DMN 1.5 §10.3.2.9.4: a
/// list of one as its item, a date as a date and time).
[[nodiscard]] bool may_be(TypePtr const& given, TypePtr const& wanted);
/// What is of either type.
[[nodiscard]] TypePtr joined(TypePtr const& a, TypePtr const& b);

[[nodiscard]] TypePtr scalar(Value::Type type);
[[nodiscard]] TypePtr list_of(TypePtr element);
/// The type of a value; a list's is that of all its items.
[[nodiscard]] TypePtr type_of(Value const& value);

/// "数字", "number": as messages say it.
struct TypeWords {
    std::string zh, en;
};
[[nodiscard]] TypeWords words(TypePtr const& type);

}  // namespace jizhi::feel
