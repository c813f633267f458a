#pragma once
#include <string>

#include "decision/desk.hpp"
#include "people/scope.hpp"
#include "record/change.hpp"

namespace jizhi::decision {

struct Apply {
    std::string type, id, model;  ///< "grade"; of "grade.level" what stands before the dot
    Date effective_from{};
    std::string reason, document;
    people::Scope scope;          ///< where the asker may apply
};

/// decision.apply, inside a command: computes the model for the record on that day and stores the
/// components into the fields that they decide, as a change from that day, with the steps. Refused
/// where a component has no value. {id, version, values, changed}
[[nodiscard]] Result<Value> apply(store::Tx& tx, Desk const& desk, record::Records const& records,
                                  Apply const& asked);

}  // namespace jizhi::decision
