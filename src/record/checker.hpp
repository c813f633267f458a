#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "record/change.hpp"
#include "record/validate.hpp"

namespace jizhi::record {

/// What would be said of rows of one type, without writing them: for forms and dry runs. What rows
/// share is looked up once for all. Uses its connection only; one thread.
class Checker {
public:
    /// `opening`: decided fields may be given, as in an import.
    Checker(Records const& records, store::Connection& sql, RecordType const& type, Date today,
            bool opening);

    /// `id` is "" for a creation.
    [[nodiscard]] std::vector<Problem> check(Context const& values, std::string_view id,
                                             std::string_view parent_id);

private:
    void take_stored(Draft& draft);

    std::shared_ptr<Catalog const> catalog_;
    std::shared_ptr<region::Tree const> tree_;
    store::Keys const& keys_;
    store::Connection& sql_;
    RecordType const& type_;
    Date today_;
    bool opening_;
    Validator validator_;
    std::string select_sql_;  ///< made at the first row that is there already
};

}  // namespace jizhi::record
