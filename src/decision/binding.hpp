#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decision/book.hpp"
#include "record/catalog.hpp"

namespace jizhi::decision {

/// How a record type feeds one model: FEEL over the record, its children, `as_of` and `period`,
/// compiled once. Immutable; any thread may use it.
class Binding {
public:
    /// The error names the record type, the input and the place in the text.
    [[nodiscard]] static Result<std::shared_ptr<Binding const>> make(
        record::RecordType const& type, DeployedModel const& model);

    /// The model's inputs in the order of its main decision. `extra` (inputs of a run) wins over
    /// the bind; what neither names is null.
    [[nodiscard]] std::vector<Value> inputs(Value const& record, Value const& as_of,
                                            Value const& period, Context const& extra,
                                            feel::Environment& environment) const;

    /// Compiles further FEEL over the same names, e.g. who is in a run.
    [[nodiscard]] static feel::Scope scope_of(record::RecordType const& type);
    [[nodiscard]] static std::vector<Value> slots_of(feel::Scope const& scope, Value const& record,
                                                     Value const& as_of, Value const& period);

private:
    struct Input {
        std::string name;
        std::optional<feel::Expression> value;
    };
    feel::Scope scope_;
    std::vector<Input> inputs_;
};

/// The bindings in use, made at first need. Thread-safe.
class Bindings {
public:
    [[nodiscard]] Result<std::shared_ptr<Binding const>> get(record::RecordType const& type,
                                                             DeployedModel const& model) const;

private:
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::shared_ptr<Binding const>, std::less<>> made_;
};

/// Every bind of every type against every model it may meet: what is wrong, for deployment.
[[nodiscard]] std::vector<Error> check_binds(record::Catalog const& catalog, Book const& book);

}  // namespace jizhi::decision
