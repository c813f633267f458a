#include "store/keys.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>

#include "kit/text.hpp"

namespace jizhi::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view head = "jizhi keys 1";
constexpr std::string_view sealed_head = "jizhi sealed keys 1";
constexpr std::size_t salt_bytes = 16;
constexpr int field_keys_max = 255;  // the number is one byte in front of each sealed value

std::unexpected<Error> bad_file(std::string const& where) {
    return fail("keys.bad_file", where, "这不是完整的密钥文件，请从备份的密钥恢复",
                "this is not a complete key file; restore it from the exported keys");
}

std::unexpected<Error> cannot(std::string const& where, std::string_view zh, std::string_view en) {
    auto const why = std::strerror(errno);
    return fail("keys.file", where, fmt::format("密钥文件{}：{}", zh, why),
                fmt::format("the key file cannot be {}: {}", en, why));
}

/// Only for its owner, whole or not at all, and durable: a lost key file is lost data.
Result<void> write_secret(fs::path const& file, std::string_view text) {
    auto const fresh = file.string() + ".new";
    auto const out = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0) return cannot(fresh, "无法写入", "written");
    bool const written =
        ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(out) == 0;
    if (::close(out) != 0 || !written || ::rename(fresh.c_str(), file.c_str()) != 0)
        return cannot(file.string(), "无法写入", "written");
    auto const parent = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (auto const folder = ::open(parent.c_str(), O_RDONLY | O_CLOEXEC); folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return {};
}

int number_of(std::string_view text) {
    int n = 0;
    auto const end = std::from_chars(text.data(), text.data() + text.size(), n);
    return end.ptr == text.data() + text.size() ? n : 0;
}

}  // namespace

Keys Keys::make(Random& random) {
    Keys keys(random);
    keys.add_field_key(1, random.bytes(crypto::secret_bytes));
    keys.set_index_secret(random.bytes(crypto::secret_bytes));
    keys.log_secret_ = random.bytes(crypto::secret_bytes);
    return keys;
}

Result<Keys> Keys::load_or_make(fs::path const& file, Random& random) {
    std::error_code error;
    if (fs::exists(file, error)) return load(file, random);
    auto keys = make(random);
    CHECK_OK(keys.save(file));
    return keys;
}

Result<Keys> Keys::load(fs::path const& file, Random& random) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return cannot(file.string(), "无法读取", "read");
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    std::error_code error;
    auto const others = fs::perms::group_all | fs::perms::others_all;
    if ((fs::status(file, error).permissions() & others) != fs::perms::none)
        return fail("keys.readable_by_others", file.string(),
                    "密钥文件可被其他用户读取，请先执行 chmod 600",
                    "the key file can be read by other users; run chmod 600 on it first");
    return from_text(text, file.string(), random);
}

Result<void> Keys::save(fs::path const& file) const { return write_secret(file, to_text()); }

std::string Keys::to_text() const {
    auto text = fmt::format("{}\nindex {}\nlog {}\n", head, jizhi::text::hex(index_secret_),
                            jizhi::text::hex(log_secret_));
    for (auto const& [number, secret] : field_secrets_)
        text += fmt::format("field {} {}\n", number, jizhi::text::hex(secret));
    return text;
}

Result<Keys> Keys::from_text(std::string_view text, std::string const& where, Random& random) {
    auto const lines = jizhi::text::split(text, '\n');
    if (lines.front() != head) return bad_file(where);
    Keys keys(random);
    for (auto const line : std::span(lines).subspan(1)) {
        if (line.empty()) continue;
        auto const words = jizhi::text::split(line, ' ');
        auto const secret = jizhi::text::unhex(words.back());
        if (!secret || secret->size() != crypto::secret_bytes) return bad_file(where);
        if (words.size() == 2 && words[0] == "index")
            keys.set_index_secret(*secret);
        else if (words.size() == 2 && words[0] == "log")
            keys.log_secret_ = *secret;
        else if (words.size() == 3 && words[0] == "field")
            keys.add_field_key(number_of(words[1]), *secret);
        else
            return bad_file(where);
    }
    bool const whole =
        !keys.index_secret_.empty() && !keys.log_secret_.empty() && !keys.field_keys_.empty() &&
        keys.field_keys_.begin()->first >= 1 &&
        keys.field_keys_.rbegin()->first == static_cast<int>(keys.field_keys_.size());
    if (!whole) return bad_file(where);
    return keys;
}

void Keys::add_field_key(int number, std::string secret) {
    field_keys_.emplace(number, crypto::SealingKey(secret));
    field_secrets_.emplace(number, std::move(secret));
}

void Keys::set_index_secret(std::string secret) {
    index_key_.emplace(secret);
    index_secret_ = std::move(secret);
}

std::string Keys::id() const {
    auto const digest =
        crypto::sm3("jizhi key id" + index_secret_ + log_secret_ + field_secrets_.at(1));
    return fmt::format("{}-{}", text::hex(digest.substr(0, 8)), field_keys_.size());
}

bool Keys::opens(std::string_view id) const {
    auto const mine = this->id();
    auto const base = mine.substr(0, mine.find('-'));
    auto const dash = id.find('-');
    if (dash == std::string_view::npos || id.substr(0, dash) != base) return false;
    auto const number = number_of(id.substr(dash + 1));
    return number >= 1 && field_keys_.contains(number);
}

std::string Keys::seal(std::string_view plain, std::string_view bound_to) const {
    auto const& [number, key] = *field_keys_.rbegin();
    return static_cast<char>(number) + key.seal(plain, bound_to, *random_);
}

Result<std::string> Keys::open(std::string_view sealed, std::string_view bound_to) const {
    auto const number = sealed.empty() ? 0 : static_cast<unsigned char>(sealed[0]);
    auto const key = field_keys_.find(number);
    if (key == field_keys_.end())
        return fail("keys.unknown_key", std::string(bound_to),
                    "这个值用另一把密钥加密，当前密钥文件中没有它",
                    "the value was sealed with a key that this key file does not hold");
    return key->second.open(sealed.substr(1), bound_to);
}

bool Keys::outdated(std::string_view sealed) const {
    return sealed.empty() || static_cast<unsigned char>(sealed[0]) != field_keys_.rbegin()->first;
}

std::string Keys::index(std::string_view plain, std::string_view bound_to) const {
    return index_key_->mac(fmt::format("{}:{}{}", bound_to.size(), bound_to, plain));
}

std::string Keys::mark(std::string_view text) const { return crypto::hmac_sm3(log_secret_, text); }

void Keys::rotate() {
    auto const number = static_cast<int>(field_keys_.size()) + 1;
    if (number > field_keys_max) return;
    add_field_key(number, random_->bytes(crypto::secret_bytes));
}

std::string Keys::export_with(std::string_view passphrase) const {
    auto const salt = random_->bytes(salt_bytes);
    crypto::SealingKey const key(crypto::stretch(passphrase, salt, crypto::secret_bytes));
    auto const sealed = text::base64(key.seal(to_text(), sealed_head, *random_));
    auto out = fmt::format("{}\nid {}\nsalt {}\n", sealed_head, id(), text::hex(salt));
    constexpr std::size_t line_length = 76;
    for (std::size_t at = 0; at < sealed.size(); at += line_length)
        out.append(sealed.substr(at, line_length)).append("\n");
    return out;
}

Result<Keys> Keys::import_with(std::string_view text, std::string_view passphrase, Random& random) {
    auto const lines = text::split(text, '\n');
    if (lines.size() < 4 || lines[0] != sealed_head || !lines[2].starts_with("salt "))
        return bad_file({});
    std::string coded;
    for (auto const line : std::span(lines).subspan(3)) coded += text::trim(line);
    auto const salt = text::unhex(lines[2].substr(5));
    auto const sealed = text::unbase64(coded);
    if (!salt || salt->size() != salt_bytes || !sealed) return bad_file({});
    crypto::SealingKey const key(crypto::stretch(passphrase, *salt, crypto::secret_bytes));
    auto const plain = key.open(*sealed, sealed_head);
    if (!plain)
        return fail("keys.wrong_passphrase", {}, "口令不对，或文件有损坏",
                    "the passphrase is wrong, or the file is damaged");
    return from_text(*plain, {}, random);
}

}  // namespace jizhi::store
