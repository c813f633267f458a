#pragma once
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "decision/bound_roster.hpp"
#include "dmn/columnar.hpp"

namespace jizhi::decision {

/// Some rows of one part of a roster, evaluated.
struct PassBlock {
    BoundRoster::Part const& part;
    std::size_t from = 0, rows = 0;            ///< rows of the part
    std::size_t first = 0;                     ///< of all rows of the roster, part after part
    std::vector<feel::Column> const& columns;  ///< of the view, in its order
    std::vector<dmn::SiteHits> const& hits;    ///< of the run's own model
    unsigned thread = 0;
};

/// One evaluation of a bound roster under the rules of one book, by columns: what each column of
/// the view gives for each member, the same to the last digit as `compute_roster` would say.
/// Roster and book must outlive it.
class RosterPass {
public:
    /// The error is a model that is missing or a column that does not compile.
    [[nodiscard]] static Result<RosterPass> make(Desk const& desk, BoundRoster const& roster,
                                                 std::shared_ptr<Book const> book,
                                                 record::Catalog const& catalog,
                                                 record::View const& view);
    RosterPass(RosterPass&&) noexcept;
    ~RosterPass();

    /// Calls `visit` for each block, on `threads` threads at once.
    void run(unsigned threads, std::function<void(PassBlock const&)> const& visit) const;
    /// The view as the rules of the region nearest the roster's first part have it.
    [[nodiscard]] RunView const& view() const;

private:
    struct Rules;
    struct Lane;
    RosterPass(Desk const& desk, BoundRoster const& roster, std::shared_ptr<Book const> book);
    [[nodiscard]] Result<void> add_part(BoundRoster::Part const& part,
                                        record::Catalog const& catalog, record::View const& view);
    void run_part(std::size_t part, std::size_t from, std::size_t to, unsigned thread,
                  std::function<void(PassBlock const&)> const& visit) const;

    Desk const* desk_;
    BoundRoster const* roster_;
    std::shared_ptr<Book const> book_;
    /// One for each set of models that a part has; parts mostly share.
    std::map<std::vector<DeployedModel const*>, std::unique_ptr<Rules>> rules_;
    std::vector<Rules const*> by_part_;
    std::vector<std::size_t> first_;  ///< row of all rows, by part
};

/// A column's values as whole numbers at `scale` (rounded half up), `null` where there is none:
/// figures that are summed and compared. `rows` of the block, written to `to`.
inline constexpr std::int64_t no_figure = std::numeric_limits<std::int64_t>::min();
void figures_of(feel::Column const& column, std::size_t rows, int scale, std::int64_t* to);

}  // namespace jizhi::decision
