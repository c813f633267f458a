#include "pack/formalism.hpp"

#include <algorithm>
#include <array>

#include "kit/text.hpp"

namespace jizhi::pack {
namespace {

struct Pattern {
    std::string_view id, zh;  ///< in an identifier; in a Chinese title
    char const* zh_why;
    char const* en_why;
};

constexpr std::array patterns{
    Pattern{"check_in", "打卡", "不得要求打卡", "punching in must not be asked"},
    Pattern{"punch_card", "签到", "不得以签到考核", "sign-in must not be asked"},
    Pattern{"ranking", "排名", "不得对工作人员排名", "staff must not be ranked"},
    Pattern{"leaderboard", "排行榜", "不得对工作人员排名", "staff must not be ranked"},
    Pattern{"online_time", "在线时长", "不得考核在线时长", "time online must not be counted"},
    Pattern{"online_minutes", "学习时长排", "不得考核在线时长", "time online must not be counted"},
    Pattern{"repost_count", "转发量", "不得考核转发量", "reposts must not be counted"},
    Pattern{"like_count", "点赞数", "不得考核点赞数", "likes must not be counted"},
    Pattern{"login_points", "登录积分", "不得以登录计分", "signing in must not earn points"},
    Pattern{"activity_score", "活跃度", "不得考核活跃度",
            "activity in a program must not be scored"},
};

bool has_word(std::string const& id, std::string_view word) {
    return ("_" + id + "_").find("_" + std::string(word) + "_") != std::string::npos;
}

void look(std::string const& where, std::string const& id, record::Title const& title,
          std::vector<Error>& errors) {
    for (auto const& pattern : patterns) {
        if (!has_word(id, pattern.id) && title.zh.find(pattern.zh) == std::string::npos) continue;
        errors.push_back({"pack.formalism", where, "“" + title.zh + "”:" + pattern.zh_why,
                          "\"" + title.en + "\": " + pattern.en_why});
        return;
    }
}

bool forced(record::Field const& field) { return field.required || field.required_if.has_value(); }

void look_at_proofs(std::string const& where, record::Field const& field,
                    std::vector<Error>& errors) {
    using record::FieldType;
    auto const file = field.type == FieldType::file || field.type == FieldType::files;
    auto const photo = file && !field.media.empty() &&
                       std::all_of(field.media.begin(), field.media.end(),
                                   [](auto const& media) { return media.starts_with("image/"); });
    if (photo && forced(field))
        errors.push_back({"pack.formalism", where, "不得强制拍照留痕：照片字段不能必填",
                          "photos must not be forced: a photo field cannot be required"});
    auto const place = field.type == FieldType::point || field.type == FieldType::line;
    if (place && forced(field))
        errors.push_back(
            {"pack.formalism", where, "不得强制定位或轨迹：位置字段不能必填",
             "positions and tracks must not be forced: such a field cannot be required"});
}

}  // namespace

std::vector<Error> formalism_in(record::Catalog const& catalog) {
    std::vector<Error> errors;
    for (auto const* type : catalog.types()) {
        auto const where = "records/" + type->id + ".yaml";
        look(where, type->id, type->title, errors);
        for (auto const& field : type->fields) {
            look(where + " " + field.id, field.id, field.title, errors);
            look_at_proofs(where + " " + field.id, field, errors);
        }
    }
    for (auto const* view : catalog.views())
        look("views/" + view->id + ".yaml", view->id, view->title, errors);
    return errors;
}

}  // namespace jizhi::pack
