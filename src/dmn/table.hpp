#pragma once
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "dmn/cell.hpp"
#include "dmn/definitions.hpp"
#include "dmn/node.hpp"

namespace jizhi::dmn {

class RuleIndex;

/// A compiled decision table: all hit policies and aggregators of DMN 1.5 §8.2.8.
class TableNode : public Node {
public:
    struct Input {
        std::string name;
        NodePtr expression;
        Type const* type = nullptr;
        std::optional<feel::Expression> allowed;
    };
    struct Output {
        std::string name;
        Type const* type = nullptr;
        NodePtr otherwise;        ///< default output entry
        List ordered;             ///< outputValues, highest priority first
    };
    struct Row {
        std::vector<Cell> cells;
        std::vector<NodePtr> outputs;
    };
    struct Parts {
        std::string name;
        std::uint32_t site = 0;
        HitPolicy hit_policy = HitPolicy::unique;
        Aggregator aggregator = Aggregator::none;
        std::vector<Input> inputs;
        std::vector<Output> outputs;
        std::vector<Row> rows;
        DecisionTable const* source = nullptr;  ///< for the places of its cells
    };

    explicit TableNode(Parts parts);
    ~TableNode() override;
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override;
    /// Of a UNIQUE or FIRST table the rule that what was seen hits; `no_rule` for none and
    /// `not_unique` (told) for several.
    static constexpr std::uint32_t no_rule = 0xffffffff, not_unique = 0xfffffffe;
    [[nodiscard]] std::uint32_t hit(std::span<Value const> seen, Slots slots, Run& run) const;
    /// The outputs of a rule, or, for the number of rules, the outputs by default.
    [[nodiscard]] Value output(std::uint32_t rule, Slots slots, Run& run) const;
    [[nodiscard]] bool has_default() const;
    /// What the input expressions give; for the explanation.
    [[nodiscard]] std::vector<Value> seen(Slots slots, Run& run) const;
    [[nodiscard]] Parts const& parts() const { return parts_; }

private:
    /// What the input expressions gave: where it stands, and what stands nowhere else.
    struct Seen {
        boost::container::small_vector<Value const*, 8> values;
        boost::container::small_vector<Value, 8> own;
    };
    using Seeing = std::span<Value const* const>;
    using Hits = boost::container::small_vector<std::uint32_t, 8>;
    struct Hit {
        std::uint32_t rule;
        Value output;
    };

    [[nodiscard]] Place place_of(std::uint32_t rule, std::size_t column) const;
    bool look(Slots slots, Run& run, Seen& seen) const;
    void match(Seeing seen, Slots slots, Run& run, Hits& hits) const;
    bool match_by_index(Seeing seen, Slots slots, Run& run, Hits& hits) const;
    [[nodiscard]] bool fits(std::uint32_t rule, Seeing seen, Slots slots, Run& run) const;
    [[nodiscard]] Value output_of(std::uint32_t rule, Slots slots, Run& run) const;
    [[nodiscard]] Value default_output(Slots slots, Run& run) const;
    void tell_not_unique(Hits const& hits, Run& run) const;
    [[nodiscard]] Value none_matched(Slots slots, Run& run) const;
    [[nodiscard]] Value one(std::uint32_t rule, Slots slots, Run& run) const;
    [[nodiscard]] Value any(Hits const& hits, Slots slots, Run& run) const;
    [[nodiscard]] Value many(Hits const& hits, Slots slots, Run& run) const;
    [[nodiscard]] Value aggregate(std::vector<Hit> const& hits, Run& run) const;
    void order_by_priority(std::vector<Hit>& hits) const;
    [[nodiscard]] std::size_t rank(Value const& output, std::size_t column) const;

    Parts parts_;
    std::unique_ptr<RuleIndex const> index_;
};

}  // namespace jizhi::dmn
