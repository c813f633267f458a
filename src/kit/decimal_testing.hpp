#pragma once
#include <rapidcheck.h>

#include <string>

#include "kit/decimal.hpp"

namespace jizhi::testing {

/// Numbers of every length up to 34 digits and scales near each other, near zero and far away.
inline rc::Gen<Decimal> numbers() {
    return rc::gen::exec([] {
        auto const size = *rc::gen::inRange(1, 35);
        std::string digits(*rc::gen::inRange(0, 2) == 0 ? "" : "-");
        for (int i = 0; i < size; ++i)
            digits += static_cast<char>(
                '0' + *rc::gen::element(0, 0, 1, 4, 5, 9, 9, *rc::gen::inRange(0, 10)));
        auto const exponent =
            *rc::gen::element(0, -2, *rc::gen::inRange(-6, 7), *rc::gen::inRange(-40, 41),
                              *rc::gen::inRange(-6100, 6050));
        return Decimal::parse(digits + "e" + std::to_string(exponent)).value_or(Decimal(7));
    });
}

}  // namespace jizhi::testing
