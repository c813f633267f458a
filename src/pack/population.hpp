#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "feel/expression.hpp"
#include "region/regions.hpp"
#include "value/yaml.hpp"

namespace jizhi::pack {

/// A record that a population invents, with its children.
struct Invented {
    std::string type;
    Context values;
    std::vector<Invented> children;
    std::size_t owner = 0;  ///< of a block with an owner: which record of that type, from 0
    bool later = false;     ///< of a block under `later`: the owner's new child
};

/// Invents records from a declaration (demo/README.md): lists of words, and for each field a FEEL
/// expression that sees the fields before it and `u`, numbers from 0 to 1 drawn for that row. The
/// same declaration, seed, regions and day always give the same people. Immutable.
class Population {
public:
    [[nodiscard]] static Result<Population> parse(std::string_view yaml, std::string const& name);

    /// From a file that declares more than the population: only `seed`, `lists`, `records` are
    /// read.
    [[nodiscard]] static Result<Population> parse_block(Node const& root);

    /// Everything declared, in order, handed over one record at a time.
    [[nodiscard]] Result<void> invent(region::Tree const& tree, Date today,
                                      std::function<Result<void>(Invented)> const& take) const;

    /// One `values` block for `count` rows that belong to nothing: the rows of a spreadsheet.
    /// Every row has every name, what starts with an underscore included.
    [[nodiscard]] Result<std::vector<Context>> rows(std::string const& record, std::int64_t count,
                                                    Date today) const;
    [[nodiscard]] Context const& lists() const { return lists_; }
    [[nodiscard]] std::int64_t seed() const { return seed_; }

private:
    struct Assignment {
        std::string field;
        std::vector<feel::Expression> parts;  ///< one; of a resident id: region, birth, sex, serial
        bool resident_id = false;
    };
    struct Block {
        std::string record, level, owner;  ///< for each region of a level, or each record of a type
        std::optional<feel::Expression> where, count;
        std::vector<Assignment> assignments;
        std::vector<Block> children;
    };
    friend class PopulationReader;
    friend class Inventor;

    std::int64_t seed_ = 0;
    Context lists_;
    std::vector<Block> blocks_, later_;
};

/// The 18 characters of GB 11643 from region (6 digits), birth date and serial (odd: male).
[[nodiscard]] std::string make_resident_id(std::string_view region, Date birth, int serial);

}  // namespace jizhi::pack
