#include "api/admission.hpp"

namespace jizhi::api {

std::shared_ptr<void> Admissions::enter(std::string const& account) {
    std::scoped_lock const lock(mutex_);
    if (inside_ >= bounds_.all) return nullptr;
    auto& count = by_account_[account];
    if (count >= bounds_.per_account) return nullptr;
    ++count;
    ++inside_;
    return {static_cast<void*>(this),
            [self = shared_from_this(), account](void*) { self->leave(account); }};
}

int Admissions::inside() const {
    std::scoped_lock const lock(mutex_);
    return inside_;
}

void Admissions::leave(std::string const& account) {
    std::scoped_lock const lock(mutex_);
    --inside_;
    auto const at = by_account_.find(account);
    if (--at->second == 0) by_account_.erase(at);
}

}  // namespace jizhi::api
