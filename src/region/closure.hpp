#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/connection.hpp"

namespace jizhi::region {

/// valid_to of what has no end. Days stand in the store as 'YYYY-MM-DD' and compare as texts.
inline constexpr std::string_view day_open = "9999-12-31";

/// A piece of SQL for a WHERE clause and the texts of its `?`, in order.
struct Condition {
    std::string sql;                 ///< in parentheses, never empty
    std::vector<std::string> texts;  ///< must outlive the query
    void bind_to(std::vector<store::Bind>& binds) const {
        for (auto const& text : texts) binds.emplace_back(std::string_view(text));
    }
};

/// True for rows whose region `column` ("w.region") is on `day` one of `ancestors` or below one.
/// By the dated closure table, never by prefix. No ancestors: true for no row.
[[nodiscard]] Condition below(std::string_view column, std::span<std::string const> ancestors,
                              std::string_view day);

}  // namespace jizhi::region
