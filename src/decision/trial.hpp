#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "decision/desk.hpp"

namespace jizhi::decision {

/// Rules tried on inputs that somebody makes up: those in force, or those of a draft. Nothing is
/// stored. One thread each.
class Trial {
public:
    struct Place {
        std::shared_ptr<Book const> book;
        std::shared_ptr<record::Catalog const> catalog;
        std::string region;
        Date as_of{};
    };
    Trial(Desk const& desk, Place place);

    /// What a form asks for: [{name, title, kind, choices, value}]. Kinds are text, number, yes_no,
    /// date, code (one of `choices`), codes (any number of them, in order, with commas between) and
    /// expression: what is none of these, as FEEL. `value` is text of that kind: of `filled` where
    /// it names the input, else "".
    [[nodiscard]] Result<Value> inputs(std::string_view decision, Context const& filled = {}) const;
    /// What a record would give the decision's inputs by name. Sealed fields stay sealed.
    [[nodiscard]] Result<Context> values_of(store::Connection& sql, record::RecordType const& type,
                                            std::string_view id, std::string_view decision);
    /// `given` maps names to text as `inputs` says: {value, said, parts, steps, matched, problems}.
    /// `matched` are the rows of every table, silent ones too. The error's `where` is the input.
    [[nodiscard]] Result<Value> run(std::string_view decision, Value const& given);

private:
    struct Rule;
    [[nodiscard]] Result<Rule> rule(std::string_view decision) const;
    [[nodiscard]] Value result(Rule const& rule, Evaluation const& evaluation);

    Desk const& desk_;
    Place place_;
    std::vector<std::string> path_;
    Evaluator evaluator_;
};

}  // namespace jizhi::decision
