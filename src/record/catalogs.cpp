#include "record/catalog.hpp"

namespace jizhi::record {

std::shared_ptr<Catalog const> Catalogs::now() const {
    std::lock_guard const lock(mutex_);
    return current_;
}

void Catalogs::swap(std::shared_ptr<Catalog const> next) {
    std::lock_guard const lock(mutex_);
    current_ = std::move(next);
}

}  // namespace jizhi::record
