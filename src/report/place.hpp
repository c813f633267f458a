#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "people/scope.hpp"
#include "region/regions.hpp"

namespace jizhi::report {

/// Finds the region that a spreadsheet means: by code, by name, by a whole path
/// ("龙山区南康街道康宁社区") or by name and the columns beside it. One import, one thread.
class Places {
public:
    /// Only regions in `scope` are found: a name elsewhere is no answer.
    Places(region::Tree const& tree, people::Scope const& scope);

    /// `levels` that are allowed (empty: any); `beside` holds what other columns say of the place.
    [[nodiscard]] Result<std::string> find(std::string_view said,
                                           std::span<std::string const> levels,
                                           std::span<std::string const> beside);

private:
    void index(std::string_view parent);
    [[nodiscard]] std::vector<std::string> candidates(std::string_view said,
                                                      std::span<std::string const> levels) const;
    [[nodiscard]] bool lies_in(std::string const& code, std::string_view place) const;

    region::Tree const& tree_;
    people::Scope const& scope_;
    std::multimap<std::string, std::string, std::less<>> by_name_;  ///< name -> code
    std::map<std::string, Result<std::string>> known_;              ///< answers already given
};

}  // namespace jizhi::report
