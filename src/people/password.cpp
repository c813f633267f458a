#include "people/password.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "kit/crypto.hpp"
#include "kit/limits.hpp"
#include "kit/text.hpp"

namespace jizhi::people {
namespace {

constexpr std::size_t length_min = 8;
constexpr int classes_min = 3;
constexpr std::int64_t remembered = 5;

int classes_of(std::string_view password) {
    auto lower = false, upper = false, digit = false, sign = false;
    for (auto const c : password) {
        if (c >= 'a' && c <= 'z')
            lower = true;
        else if (c >= 'A' && c <= 'Z')
            upper = true;
        else if (c >= '0' && c <= '9')
            digit = true;
        else
            sign = true;
    }
    return int{lower} + int{upper} + int{digit} + int{sign};
}

std::vector<std::string> earlier_hashes(store::Connection& sql, std::string_view account) {
    auto hashes = std::vector<std::string>{};
    sql.query("SELECT hash FROM account_password WHERE account = ? ORDER BY ended_at DESC LIMIT ?",
              {account, remembered},
              [&](store::Row const& row) { hashes.emplace_back(row.text(0)); });
    return hashes;
}

}  // namespace

Result<void> good_password(std::string_view password, std::string_view login) {
    if (!text::valid_utf8(password) || text::length(password) < length_min)
        return fail("password.too_short", "new", fmt::format("密码至少 {} 位", length_min),
                    fmt::format("a password has at least {} characters", length_min));
    if (password.size() > std::size_t{limits::password_bytes_max})
        return fail("password.too_long", "new", "密码过长", "the password is too long");
    if (classes_of(password) < classes_min)
        return fail("password.too_plain", "new",
                    "密码应包含大写字母、小写字母、数字、符号中的至少三种",
                    "use three of: capitals, small letters, digits, signs");
    if (!login.empty() && text::lower(password).find(text::lower(login)) != std::string::npos)
        return fail("password.has_login", "new", "密码不能包含登录名",
                    "the password must not contain the login");
    return {};
}

Result<std::string> check_new_password(store::Connection& read, std::string const& account_id,
                                       std::string_view old_password,
                                       std::string_view new_password) {
    auto login = std::string{};
    auto hash = std::string{};
    read.query("SELECT login, password FROM account WHERE id = ?", {std::string_view(account_id)},
               [&](store::Row const& row) {
                   login = row.text(0);
                   hash = row.text(1);
               });
    if (hash.empty() || old_password.size() > std::size_t{limits::password_bytes_max} ||
        !crypto::password_fits(old_password, hash))
        return fail("password.old_wrong", "old", "原密码不对", "the old password is wrong");
    CHECK_OK(good_password(new_password, login));
    auto used = earlier_hashes(read, account_id);
    used.insert(used.begin(), hash);
    if (used.size() > std::size_t{remembered}) used.resize(std::size_t{remembered});
    auto const same = [&](std::string const& one) {
        return crypto::password_fits(new_password, one);
    };
    if (std::any_of(used.begin(), used.end(), same))
        return fail("password.used_before", "new", "不能使用最近五次用过的密码",
                    "the last five passwords cannot be used again");
    return crypto::hash_password(new_password);
}

void store_password(store::Tx& tx, std::string const& account_id, std::string const& hash,
                    bool must_change) {
    auto const account = std::string_view(account_id);
    tx.sql().execute(R"sql(
        INSERT INTO account_password (account, hash, ended_at)
        SELECT id, password, ? FROM account WHERE id = ?
    )sql",
                     {tx.now(), account});
    tx.sql().execute("UPDATE account SET password = ?, must_change_password = ? WHERE id = ?",
                     {std::string_view(hash), std::int64_t{must_change}, account});
    tx.sql().execute(R"sql(
        DELETE FROM account_password WHERE account = ? AND hash NOT IN (
            SELECT hash FROM account_password WHERE account = ? ORDER BY ended_at DESC LIMIT ?)
    )sql",
                     {account, account, remembered});
    tx.append({.subject_type = "account",
               .subject_id = account_id,
               .region = {},
               .activity = must_change ? "reset_password" : "change_password",
               .lifecycle = "complete",
               .delta = {}});
}

std::string one_time_password(Random& random) {
    constexpr std::string_view signs = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    constexpr std::size_t length = 12;
    auto password = std::string{};
    // Bytes beyond the last whole multiple are dropped, so that every sign is equally likely.
    constexpr auto limit = 256 - 256 % signs.size();
    while (password.size() < length) {
        auto const byte = static_cast<unsigned char>(random.bytes(1).front());
        if (byte < limit) password += signs[byte % signs.size()];
    }
    return password;
}

}  // namespace jizhi::people
