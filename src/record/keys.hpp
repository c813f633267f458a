#pragma once
#include <string>
#include <string_view>

#include "kit/crypto.hpp"
#include "kit/random.hpp"

namespace jizhi::record {

/// Seals sensitive values and makes the codes by which they are found and kept unique.
/// Immutable; any thread may use it (as far as its Random may be).
class FieldKeys {
public:
    /// `secret` is the field key of the deployment, crypto::secret_bytes long.
    FieldKeys(std::string_view secret, Random& random);

    /// `place` ("type.field") is authenticated: a sealed value does not open in another column.
    [[nodiscard]] std::string seal(std::string_view plain, std::string_view place) const;
    [[nodiscard]] Result<std::string> open(std::string_view sealed, std::string_view place) const;
    /// The same text in the same place gives the same 32 hex digits; tells nothing else.
    [[nodiscard]] std::string mac(std::string_view plain, std::string_view place) const;

private:
    crypto::SealingKey key_;
    std::string mac_secret_;
    Random& random_;
};

}  // namespace jizhi::record
