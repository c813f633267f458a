#pragma once
#include <map>
#include <string>
#include <tuple>

#include "decision/parameters.hpp"
#include "dmn/model.hpp"

namespace jizhi::decision {

/// What a run rests on that no official text gives: parameters and rule rows of the classes
/// example, draft and repost. Only official texts pay real money without being named here.
class Caveats {
public:
    /// A parameter that was used.
    void look_at(feel::ParameterUse const& use);
    /// The rows, sentences and sources of a model that was used.
    void look_at(dmn::Program const& program);
    void join(Caveats const& others) { found_.insert(others.found_.begin(), others.found_.end()); }

    /// [{class, parameter, title, region}], the weakest class first; a rule's parameter is null.
    [[nodiscard]] Value to_value() const;

private:
    /// How weak the class is (0 the weakest), parameter, region, element of a rule.
    using Key = std::tuple<int, std::string, std::string, std::string>;
    std::map<Key, Title> found_;
};

/// Them in a sentence; empty where there are none.
[[nodiscard]] Title caveats_said(Value const& caveats);

}  // namespace jizhi::decision
