#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "kit/crypto.hpp"
#include "kit/random.hpp"
#include "kit/result.hpp"

namespace jizhi::store {

/// The secrets of one deployment, kept in a file (0600) beside the database, never in it: field
/// keys seal sensitive values (the newest seals, all open), one index key finds and compares them,
/// one log key marks the event log. Immutable but for `rotate`; any thread may read it.
class Keys {
public:
    /// Reads the file, or makes it with fresh keys where there is none.
    [[nodiscard]] static Result<Keys> load_or_make(std::filesystem::path const& file,
                                                   Random& random);
    [[nodiscard]] static Result<Keys> load(std::filesystem::path const& file, Random& random);
    [[nodiscard]] static Keys make(Random& random);
    [[nodiscard]] Result<void> save(std::filesystem::path const& file) const;

    /// "3f2a9c01b7d4e688-1": which keys these are and how many field keys, telling no secret.
    [[nodiscard]] std::string id() const;
    /// Whether what was sealed under `id` opens with these.
    [[nodiscard]] bool opens(std::string_view id) const;

    /// `bound_to` names the place ("worker.id_number"): a value moved elsewhere does not open.
    [[nodiscard]] std::string seal(std::string_view plain, std::string_view bound_to) const;
    [[nodiscard]] Result<std::string> open(std::string_view sealed,
                                           std::string_view bound_to) const;
    /// Whether a value still stands under an older key: seal it again when it is next written.
    [[nodiscard]] bool outdated(std::string_view sealed) const;
    /// 32 bytes, the same for the same text and place: for uniqueness and search.
    [[nodiscard]] std::string index(std::string_view plain, std::string_view bound_to) const;
    /// HMAC-SM3 under the log key.
    [[nodiscard]] std::string mark(std::string_view text) const;

    /// Adds a field key; new values are sealed with it.
    void rotate();

    /// The keys under a passphrase, as a text to print or keep on a stick.
    [[nodiscard]] std::string export_with(std::string_view passphrase) const;
    [[nodiscard]] static Result<Keys> import_with(std::string_view text,
                                                  std::string_view passphrase, Random& random);

private:
    Keys(Random& random) : random_(&random) {}
    [[nodiscard]] std::string to_text() const;
    [[nodiscard]] static Result<Keys> from_text(std::string_view text, std::string const& where,
                                                Random& random);
    void add_field_key(int number, std::string secret);
    void set_index_secret(std::string secret);

    Random* random_;
    std::map<int, std::string> field_secrets_;  ///< by number, from 1
    std::map<int, crypto::SealingKey> field_keys_;
    std::string index_secret_, log_secret_;
    std::optional<crypto::MacKey> index_key_;  ///< of the secret; there once the keys are whole
};

}  // namespace jizhi::store
