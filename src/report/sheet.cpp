#include "report/sheet.hpp"

#include <algorithm>

namespace jizhi::report {

std::string column_letters(std::size_t column) {
    std::string letters;
    for (auto n = column + 1; n > 0; n = (n - 1) / 26)
        letters.push_back(static_cast<char>('A' + (n - 1) % 26));
    std::ranges::reverse(letters);
    return letters;
}

}  // namespace jizhi::report
