#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "feel/expression.hpp"
#include "value/value.hpp"

namespace jizhi::feel {

struct Type;

/// Whatever FEEL can call by a name or as a value: user functions, business knowledge models,
/// decision services, external functions. A `Value` of type function always holds one of these.
class Function : public Callable, public std::enable_shared_from_this<Function> {
public:
    explicit Function(std::vector<std::string> parameters) : parameters_(std::move(parameters)) {}

    /// In the order of the arguments.
    [[nodiscard]] std::vector<std::string> const& parameters() const { return parameters_; }
    /// Whether it can be called with so many arguments.
    [[nodiscard]] virtual bool takes(std::size_t count) const {
        return count == parameters_.size();
    }
    /// Puts named arguments in order, null where one is not given; false where a name does not fit.
    [[nodiscard]] virtual bool put_in_order(std::span<std::string const> names,
                                            std::vector<Value>& arguments) const;
    /// As many arguments as it takes. Checks and coerces their types itself: null and a diagnostic
    /// where they do not fit.
    [[nodiscard]] virtual Value call(std::span<Value const> arguments,
                                     Environment& environment) const = 0;

    /// What the function says of its types, for `instance of function<…>`; what it does not say
    /// fits whatever is asked.
    struct Types {
        std::vector<std::shared_ptr<Type const>> parameters;
        std::shared_ptr<Type const> result;
    };
    [[nodiscard]] virtual Types types() const { return {}; }

private:
    std::vector<std::string> parameters_;
};

}  // namespace jizhi::feel
