#pragma once
#include <string_view>

#include "api/app.hpp"
#include "api/http.hpp"
#include "net/assets.hpp"

namespace jizhi::net {

/// Everything that is not below /api/v1: health, metrics, the OpenAPI document, the web pages.
/// Thread-safe.
class Site {
public:
    /// Both must outlive the site.
    Site(api::App const& app, Assets const& assets) : app_(app), assets_(assets) {}

    [[nodiscard]] static bool owns(std::string_view path) { return !path.starts_with("/api/v1"); }
    [[nodiscard]] api::Response answer(api::Request const& request) const;

private:
    [[nodiscard]] api::Response health() const;
    [[nodiscard]] api::Response page(api::Request const& request) const;

    api::App const& app_;
    Assets const& assets_;
};

}  // namespace jizhi::net
