#pragma once
#include <string_view>

#include "people/title.hpp"

namespace jizhi::api {

/// What an activity of the event log is called ("sign_in" → 登录 / Signed in); the id itself where
/// there is no word for it.
[[nodiscard]] people::Title activity_words(std::string_view activity);
/// The same for kinds of subjects that no pack declares; both "" where there is no word.
[[nodiscard]] people::Title subject_words(std::string_view subject_type);
/// Subjects of running the installation, which the security auditor reads in full; of everything
/// else she sees that it happened, not what it says.
[[nodiscard]] bool about_running(std::string_view subject_type);

}  // namespace jizhi::api
