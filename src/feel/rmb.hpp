#pragma once
#include <optional>
#include <string>

#include "kit/decimal.hpp"

namespace jizhi::feel {

/// An amount of yuan in the capital figures that banks and accountants write (财务大写): 1234.50 is
/// 壹仟贰佰叁拾肆元伍角整. Rounded half up to the fen; nothing from 10^16 yuan.
/// Rule: 《支付结算办法》附一《正确填写票据和结算凭证的基本规定》.
[[nodiscard]] std::optional<std::string> rmb_in_words(Decimal const& yuan);

}  // namespace jizhi::feel
