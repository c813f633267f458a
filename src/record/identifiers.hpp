#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "kit/result.hpp"
#include "value/value.hpp"

/// Numbers with check digits and what they tell. Pure.
namespace jizhi::record {

/// A resident identity number (GB 11643-1999) in its 18 characters: blanks dropped, full width and
/// "x" mended, 15 digits of before 1999 upgraded. The error names what is wrong, and in `where`
/// the number that would fit where only the check digit differs.
[[nodiscard]] Result<std::string> read_resident_id(std::string_view said);

struct ResidentFacts {
    Date birth_date{};
    bool male = false;
    std::string region;  ///< first six digits: where it was issued
};
/// What a number that `read_resident_id` gave says.
[[nodiscard]] std::optional<ResidentFacts> facts_of(std::string_view resident_id);

/// A unified social credit code (GB 32100-2015), upper case.
[[nodiscard]] Result<std::string> read_uscc(std::string_view said);

/// A mobile number (11 digits from 1) or a fixed one (area code "-" number); +86 dropped.
[[nodiscard]] Result<std::string> read_phone(std::string_view said);

}  // namespace jizhi::record
