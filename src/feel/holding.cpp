#include "feel/holding.hpp"

#include "kit/limits_feel.hpp"
#include "value/held.hpp"

namespace jizhi::feel {

bool holds_too_much(Call const& call, std::size_t more) {
    auto& environment = call.environment;
    auto const held = held_bytes() + static_cast<std::int64_t>(more);
    if (held <= limit::held_bytes_max) return environment.stopped;
    // Told however much was told before: it is why there is no result.
    if (!environment.stopped && environment.diagnostics != nullptr)
        environment.diagnostics->push_back({"feel.too_large", call.line, call.column,
                                            "计算中的数据量超过上限",
                                            "the evaluation holds more data than allowed"});
    environment.stopped = true;
    return true;
}

}  // namespace jizhi::feel
