#include "kit/crypto.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <array>
#include <cassert>
#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include "kit/limits.hpp"

namespace jizhi::crypto {
namespace {

constexpr char seal_version = 1;
constexpr std::size_t nonce_bytes = 16, sm4_key_bytes = 16, sm3_block_bytes = 64;

/// A library that cannot hash is a broken installation; going on would store nonsense.
void require(bool ok) {
    if (!ok) std::abort();
}

unsigned char const* bytes(std::string_view s) {
    return reinterpret_cast<unsigned char const*>(s.data());
}
unsigned char* bytes(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

// Fetched once: asking OpenSSL 3 by name for each message costs more than hashing a short one.
EVP_MD const* sm3_algorithm() {
    static auto* const made = EVP_MD_fetch(nullptr, "SM3", nullptr);
    require(made != nullptr);
    return made;
}

EVP_CIPHER const* sm4_ctr() {
    static auto* const made = EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr);
    require(made != nullptr);
    return made;
}

struct FreeDigest {
    void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); }
};

using Digest = std::unique_ptr<EVP_MD_CTX, FreeDigest>;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* c) const { EVP_CIPHER_CTX_free(c); }
};

/// CTR is its own inverse.
std::string sm4(std::string_view key, std::string_view nonce, std::string_view input) {
    thread_local std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> const context(EVP_CIPHER_CTX_new());
    require(context != nullptr);
    std::string out(input.size(), '\0');
    int written = 0;
    require(EVP_EncryptInit_ex2(context.get(), sm4_ctr(), bytes(key), bytes(nonce), nullptr) == 1);
    require(EVP_EncryptUpdate(context.get(), bytes(out), &written, bytes(input),
                              static_cast<int>(input.size())) == 1);
    return out;
}

/// "where | what" with the length of the first, so that no two pairs give the same bytes.
std::string tagged_text(std::string_view bound_to, std::string_view sealed) {
    auto text = std::to_string(bound_to.size()) + ":";
    return text.append(bound_to).append(sealed);
}

std::unexpected<Error> cannot_open() {
    return fail(
        "crypto.cannot_open", {}, "密文打不开：密钥不是当时的密钥，或数据被改动过。请核对密钥文件",
        "the sealed value does not open: another key, or it was altered; check the key file");
}

/// Lets two in and makes the rest wait: each hash takes 19 MiB.
class Gate {
public:
    Gate() {
        std::unique_lock lock(mutex());
        free().wait(lock, [] { return busy() < limits::password_hashes_at_once_max; });
        ++busy();
    }
    ~Gate() {
        {
            std::lock_guard const lock(mutex());
            --busy();
        }
        free().notify_one();
    }
    Gate(Gate const&) = delete;
    Gate& operator=(Gate const&) = delete;

private:
    static std::mutex& mutex() {
        static std::mutex m;
        return m;
    }
    static std::condition_variable& free() {
        static std::condition_variable c;
        return c;
    }
    static int& busy() {
        static int n = 0;
        return n;
    }
};

constexpr unsigned long long argon_passes = 2;
constexpr std::size_t argon_memory_bytes = 19U << 20U;

}  // namespace

struct Sm3::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() = default;
    State(State const&) = delete;
    State& operator=(State const&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

Sm3::Sm3() : state_(std::make_unique<State>()) {
    require(EVP_DigestInit_ex2(state_->context, sm3_algorithm(), nullptr) == 1);
}
Sm3::~Sm3() = default;
Sm3::Sm3(Sm3&&) noexcept = default;
Sm3& Sm3::operator=(Sm3&&) noexcept = default;

void Sm3::add(std::string_view piece) {
    require(EVP_DigestUpdate(state_->context, piece.data(), piece.size()) == 1);
}

std::string Sm3::finish() {
    std::string out(sm3_bytes, '\0');
    require(EVP_DigestFinal_ex(state_->context, bytes(out), nullptr) == 1);
    return out;
}

std::string sm3(std::string_view message) {
    // One for each thread: making one costs as much as hashing a short message.
    thread_local Digest const context(EVP_MD_CTX_new());
    std::string out(sm3_bytes, '\0');
    require(EVP_DigestInit_ex2(context.get(), sm3_algorithm(), nullptr) == 1);
    require(EVP_DigestUpdate(context.get(), message.data(), message.size()) == 1);
    require(EVP_DigestFinal_ex(context.get(), bytes(out), nullptr) == 1);
    return out;
}

/// The hash after the first block, the key's: of the message, and of what that came to.
struct MacKey::State {
    Digest inner = Digest(EVP_MD_CTX_new()), outer = Digest(EVP_MD_CTX_new());
};

MacKey::MacKey(std::string_view key) {
    auto state = std::make_shared<State>();
    auto block = key.size() > sm3_block_bytes ? sm3(key) : std::string(key);
    block.resize(sm3_block_bytes, '\0');
    auto const begin = [&](Digest const& digest, char pad) {
        auto padded = block;
        for (auto& c : padded) c = static_cast<char>(c ^ pad);
        require(EVP_DigestInit_ex2(digest.get(), sm3_algorithm(), nullptr) == 1);
        require(EVP_DigestUpdate(digest.get(), padded.data(), padded.size()) == 1);
    };
    begin(state->inner, 0x36);
    begin(state->outer, 0x5c);
    state_ = std::move(state);
}

std::string MacKey::mac(std::string_view message) const {
    thread_local Digest const context(EVP_MD_CTX_new());
    std::string out(sm3_bytes, '\0');
    auto const go_on = [&](Digest const& from, std::string_view with) {
        require(EVP_MD_CTX_copy_ex(context.get(), from.get()) == 1);
        require(EVP_DigestUpdate(context.get(), with.data(), with.size()) == 1);
        require(EVP_DigestFinal_ex(context.get(), bytes(out), nullptr) == 1);
    };
    go_on(state_->inner, message);
    go_on(state_->outer, out);
    return out;
}

std::string hmac_sm3(std::string_view key, std::string_view message) {
    return MacKey(key).mac(message);
}

std::string derive(std::string_view secret, std::string_view label, std::size_t length) {
    std::string out, block;
    for (char count = 1; out.size() < length; ++count) {
        assert(count < 127);
        block = hmac_sm3(secret, (block + std::string(label)) + count);
        out += block;
    }
    out.resize(length);
    return out;
}

SealingKey::SealingKey(std::string_view secret)
    : encrypt_key_(derive(secret, "jizhi seal encrypt", sm4_key_bytes)),
      tag_key_(derive(secret, "jizhi seal tag", sm3_bytes)) {}

SealingKey SealingKey::with_keys(std::string encrypt_key, std::string tag_key) {
    assert(encrypt_key.size() == sm4_key_bytes);
    return {std::move(encrypt_key), tag_key};
}

std::string SealingKey::seal(std::string_view plain, std::string_view bound_to,
                             Random& random) const {
    auto const nonce = random.bytes(nonce_bytes);
    auto sealed = seal_version + nonce + sm4(encrypt_key_, nonce, plain);
    return sealed + tag_key_.mac(tagged_text(bound_to, sealed));
}

Result<std::string> SealingKey::open(std::string_view sealed, std::string_view bound_to) const {
    if (sealed.size() < 1 + nonce_bytes + sm3_bytes || sealed[0] != seal_version)
        return cannot_open();
    auto const body = sealed.substr(0, sealed.size() - sm3_bytes);
    auto const tag = sealed.substr(body.size());
    if (!equal(tag, tag_key_.mac(tagged_text(bound_to, body)))) return cannot_open();
    return sm4(encrypt_key_, body.substr(1, nonce_bytes), body.substr(1 + nonce_bytes));
}

std::string hash_password(std::string_view password) {
    Gate const gate;
    require(sodium_init() >= 0);
    std::array<char, crypto_pwhash_STRBYTES> out{};
    require(crypto_pwhash_str_alg(out.data(), password.data(), password.size(), argon_passes,
                                  argon_memory_bytes, crypto_pwhash_ALG_ARGON2ID13) == 0);
    return out.data();
}

bool password_fits(std::string_view password, std::string_view hash) {
    Gate const gate;
    require(sodium_init() >= 0);
    return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) ==
           0;
}

std::string stretch(std::string_view passphrase, std::string_view salt, std::size_t length) {
    Gate const gate;
    require(sodium_init() >= 0 && salt.size() == crypto_pwhash_SALTBYTES);
    std::string out(length, '\0');
    require(crypto_pwhash(bytes(out), length, passphrase.data(), passphrase.size(), bytes(salt),
                          argon_passes, argon_memory_bytes, crypto_pwhash_ALG_ARGON2ID13) == 0);
    return out;
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace jizhi::crypto
