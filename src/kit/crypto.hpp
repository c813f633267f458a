#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "kit/random.hpp"
#include "kit/result.hpp"

/// The national algorithms (SM3 GB/T 32905, SM4 GB/T 32907) and argon2id. Byte strings are
/// std::string. A seam for certified modules: nothing else in the program calls a crypto library.
namespace jizhi::crypto {

constexpr std::size_t sm3_bytes = 32;
constexpr std::size_t secret_bytes = 32;  ///< what a key file holds for each key

[[nodiscard]] std::string sm3(std::string_view message);
[[nodiscard]] std::string hmac_sm3(std::string_view key, std::string_view message);

/// HMAC-SM3 under one key for many short messages: what depends on the key alone is hashed once.
/// Immutable; any thread may use it.
class MacKey {
public:
    explicit MacKey(std::string_view key);
    [[nodiscard]] std::string mac(std::string_view message) const;

private:
    struct State;
    std::shared_ptr<State const> state_;
};

/// SM3 over what comes in pieces: a file, a backup.
class Sm3 {
public:
    Sm3();
    ~Sm3();
    Sm3(Sm3&&) noexcept;
    Sm3& operator=(Sm3&&) noexcept;
    void add(std::string_view piece);
    [[nodiscard]] std::string finish();  ///< once; nothing may be added afterwards

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// `length` bytes for one purpose from a secret (HMAC-SM3 in feedback mode, as HKDF-Expand does).
[[nodiscard]] std::string derive(std::string_view secret, std::string_view label,
                                 std::size_t length);

/// Seals texts: SM4-CTR, then HMAC-SM3 over everything (OpenSSL 3 has no SM4-GCM), with two keys
/// derived from one secret. Immutable; any thread may use it.
class SealingKey {
public:
    explicit SealingKey(std::string_view secret);
    /// With the two keys as they are (SM4: 16 bytes), to check against published vectors.
    [[nodiscard]] static SealingKey with_keys(std::string encrypt_key, std::string tag_key);
    /// version byte | nonce (16) | ciphertext | tag (32). `bound_to` is authenticated, not stored:
    /// a sealed value moved to another place does not open.
    [[nodiscard]] std::string seal(std::string_view plain, std::string_view bound_to,
                                   Random& random) const;
    [[nodiscard]] Result<std::string> open(std::string_view sealed,
                                           std::string_view bound_to) const;

private:
    SealingKey(std::string encrypt_key, std::string_view tag_key)
        : encrypt_key_(std::move(encrypt_key)), tag_key_(tag_key) {}
    std::string encrypt_key_;
    MacKey tag_key_;
};

/// argon2id, 19 MiB and 2 passes; at most two run at once, others wait. ~15 ms: never on an
/// io thread. The hash names its own parameters.
[[nodiscard]] std::string hash_password(std::string_view password);
[[nodiscard]] bool password_fits(std::string_view password, std::string_view hash);
/// The same function as a key maker, for what a passphrase protects. `salt` has 16 bytes.
[[nodiscard]] std::string stretch(std::string_view passphrase, std::string_view salt,
                                  std::size_t length);

/// Takes the same time wherever the two differ.
[[nodiscard]] bool equal(std::string_view a, std::string_view b);

}  // namespace jizhi::crypto
