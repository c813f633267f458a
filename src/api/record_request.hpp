#pragma once
#include <memory>
#include <optional>
#include <string>

#include "api/context.hpp"
#include "people/actor.hpp"
#include "record/change.hpp"
#include "record/display.hpp"
#include "record/query.hpp"
#include "record/state.hpp"
#include "report/past_rows.hpp"

namespace jizhi::api {

/// What every endpoint of records begins with: the type of the path, the catalog and regions of
/// now, and where the asker may do what she asks.
struct RecordRequest {
    std::shared_ptr<record::Catalog const> catalog;
    std::shared_ptr<region::Tree const> tree;
    record::RecordType const* type = nullptr;
    people::Scope scope;
    std::string today;

    /// The error of an unknown type is "….not_found".
    [[nodiscard]] static Result<RecordRequest> of(Context& context, Request const& request,
                                                  people::Right right);
    /// The rows that the query string asks for.
    [[nodiscard]] Result<record::Query> query(Request const& request) const;
    /// The rows of another day, for `query`. Everything that is given must outlive it.
    [[nodiscard]] report::PastRows past(Context& context, record::When when) const;
    /// One row in scope, or "record.not_found".
    [[nodiscard]] Result<record::Row> find(store::Connection& sql, record::FieldKeys const& keys,
                                           std::string_view id, bool sensitive = false) const;
    /// The same error where it is not; for commands that do not need what stands in it.
    [[nodiscard]] Result<void> require_inside(store::Connection& sql, std::string_view id) const;
};

/// A date of a request, or `otherwise` where it has none; the error names it.
[[nodiscard]] Result<Date> day_of(std::string_view text, std::string const& name, Date otherwise);

/// `as_of` and `known` of a request: two days; `known` means the end of that day. Nothing where
/// neither is given: now.
[[nodiscard]] Result<std::optional<record::When>> when_of(Context& context, Request const& request);

/// {"field": …, "code": …} for each problem of a row that was refused.
[[nodiscard]] std::vector<FieldError> field_errors(std::vector<record::Problem> const& problems);

}  // namespace jizhi::api
