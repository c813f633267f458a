#include "api/log_words.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace jizhi::api {
namespace {

struct Word {
    std::string_view id, zh, en;
};

constexpr std::array activities{
    Word{"create", "新增", "Added"},
    Word{"change", "变更", "Changed"},
    Word{"correct", "更正", "Corrected"},
    Word{"end", "结束", "Ended"},
    Word{"reveal", "查看明文", "Revealed"},
    Word{"export", "导出", "Exported"},
    Word{"import", "导入", "Imported"},
    Word{"apply", "采用计算结果", "Applied a decision"},
    Word{"compute", "计算", "Computed"},
    Word{"lock", "锁定", "Locked"},
    Word{"discard", "作废", "Discarded"},
    Word{"erase", "依法删除内容", "Erased"},
    Word{"propose", "提交复核", "Proposed"},
    Word{"approve", "复核通过", "Approved"},
    Word{"reject", "驳回", "Rejected"},
    Word{"withdraw", "撤回", "Withdrew"},
    Word{"find_stale", "因数据变化退回", "Returned as out of date"},
    Word{"sign_in", "登录", "Signed in"},
    Word{"sign_out", "退出", "Signed out"},
    Word{"refuse_sign_in", "登录失败", "Sign-in refused"},
    Word{"lock_sign_in", "登录锁定", "Sign-in locked"},
    Word{"change_password", "修改密码", "Changed the password"},
    Word{"reset_password", "重置密码", "Password reset"},
    Word{"ask_right", "申请权限", "Asked for a right"},
    Word{"grant", "批准权限", "Right granted"},
    Word{"activate", "批准账号", "Account approved"},
    Word{"refuse", "不批准", "Refused"},
    Word{"end_right", "结束权限", "Right ended"},
    Word{"disable", "停用", "Disabled"},
    Word{"load", "载入区划", "Divisions loaded"},
    Word{"rename", "改名", "Renamed"},
    Word{"move", "改属", "Moved"},
    Word{"merge", "并入", "Merged"},
    Word{"deploy", "启用制度", "Deployed"},
    Word{"backup", "备份", "Backed up"},
    Word{"backup_failed", "备份失败", "Backup failed"},
    Word{"restore", "恢复", "Restored"},
};

constexpr std::array running{
    Word{"account", "账号", "Account"},
    Word{"region", "区域", "Region"},
    Word{"holiday_year", "放假安排", "Holidays"},
    Word{"pack", "制度", "Pack"},
    Word{"backup", "备份", "Backup"},
    Word{"keys", "密钥", "Keys"},
};

constexpr std::array others{
    Word{"proposal", "复核", "Proposal"},
    Word{"import", "导入", "Import"},
    Word{"run", "批量计算", "Run"},
};

template <std::size_t Count>
Word const* find(std::array<Word, Count> const& words, std::string_view id) {
    auto const at = std::find_if(words.begin(), words.end(),
                                 [&](Word const& word) { return word.id == id; });
    return at == words.end() ? nullptr : &*at;
}

people::Title title_of(Word const* word, std::string_view otherwise) {
    if (word == nullptr) return {std::string(otherwise), std::string(otherwise)};
    return {std::string(word->zh), std::string(word->en)};
}

}  // namespace

people::Title activity_words(std::string_view activity) {
    return title_of(find(activities, activity), activity);
}

people::Title subject_words(std::string_view subject_type) {
    auto const* word = find(running, subject_type);
    return title_of(word != nullptr ? word : find(others, subject_type), "");
}

bool about_running(std::string_view subject_type) {
    return find(running, subject_type) != nullptr;
}

}  // namespace jizhi::api
