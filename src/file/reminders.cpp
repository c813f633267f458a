#include "file/reminders.hpp"

#include <fmt/core.h>

#include "file/backup.hpp"
#include "store/deployment_keys.hpp"

namespace jizhi::file {
namespace {

constexpr Micros hour = 3'600'000'000, age_max = 36 * hour;

people::Title detail_of(store::Connection& sql) {
    auto const last = backups(sql, 1);
    if (last.empty() || last[0].error.empty())
        return {"备份每夜自动进行；请检查程序夜间是否在运行",
                "backups are made each night; check that the program runs at night"};
    return {fmt::format("上次失败：{}", last[0].error),
            fmt::format("the last attempt failed: {}", last[0].error)};
}

}  // namespace

std::vector<people::Todo> missing_backup(people::ReminderQuery const& query, Micros now) {
    auto const good = last_good_backup(query.read);
    if (good && now - good->at < age_max) return {};
    people::Todo row;
    row.kind = "backup_missing";
    row.right = people::Right::manage_system;
    row.subject_type = "backup";
    if (good) {
        auto const hours = (now - good->at) / hour;
        row.title = {fmt::format("最近一次备份已是 {} 小时前", hours),
                     fmt::format("The last backup is {} hours old", hours)};
    } else {
        row.title = {"还没有任何备份", "There is no backup yet"};
    }
    row.detail = detail_of(query.read);
    row.due = query.today_text;
    row.action = {.title = {"立即备份", "Back up now"}, .view = "system", .target = ""};
    return {std::move(row)};
}

std::vector<people::Todo> keys_not_exported(people::ReminderQuery const& query,
                                            store::Keys const& keys) {
    if (store::exported(query.read, keys)) return {};
    people::Todo row;
    row.kind = "keys_not_exported";
    row.right = people::Right::manage_system;
    row.subject_type = "keys";
    row.subject_id = keys.id();
    row.title = {"密钥还没有导出保管", "Nobody keeps a copy of the keys yet"};
    row.detail = {
        "密钥文件丢失后，身份证号、电话等将永远无法读出。请执行 jizhi keys export，"
        "把导出的文件交专人保管",
        "without the key file, ID numbers and phones can never be read again; run "
        "jizhi keys export and give the file to somebody to keep"};
    row.action = {.title = {"怎样做", "How"}, .view = "system", .target = ""};
    return {std::move(row)};
}

}  // namespace jizhi::file
