#include "feel/column_encoder.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

std::size_t bytes_of(Value const& value) {
    if (value.is(Kind::string)) return value.string().size();
    auto bytes = sizeof(Value);
    if (value.is(Kind::list))
        for (auto const& item : value.list()) bytes += bytes_of(item);
    if (value.is(Kind::context))
        for (auto const& [key, item] : value.context().entries())
            bytes += key.size() + bytes_of(item);
    return bytes;
}

}  // namespace

Column ColumnEncoder::encode(std::span<Value const> values) {
    if (given_up_) return column_of({values.begin(), values.end()});
    if (domain_ == nullptr) {
        domain_ = &batch_.new_domain();
        entries_ = std::make_shared<Entries>(*domain_);
    }
    auto* codes = rows_.write();
    for (std::size_t row = 0; row < values.size(); ++row) {
        auto const next = static_cast<std::uint32_t>(codes_.size());
        auto const [at, added] = codes_.try_emplace(values[row], next);
        if (added) {
            entries_->append(values[row]);
            bytes_ += bytes_of(values[row]);
        }
        codes[row] = at->second;
    }
    given_up_ = codes_.size() > codes_max || bytes_ > bytes_max;
    if (given_up_) return column_of({values.begin(), values.end()});
    domain_->set_codes(codes, static_cast<std::uint32_t>(codes_.size()), batch_.block());
    Column made;
    made.entries = entries_;
    return made;
}

}  // namespace jizhi::feel
