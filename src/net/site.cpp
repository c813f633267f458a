#include "net/site.hpp"

#include <exception>
#include <optional>
#include <string>

#include "api/context.hpp"
#include "api/metrics.hpp"
#include "api/openapi.hpp"
#include "api/problem.hpp"
#include "net/address.hpp"

namespace jizhi::net {
namespace {

using api::Response;

constexpr std::string_view not_built_page = R"(<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>基治 Jizhi</title></head>
<body>
<h1>基治</h1>
<p>服务已启动，但网页部分尚未编译。请在 web 目录编译后重新编译本程序，或直接运行 ./run。</p>
<h1 lang="en">Jizhi</h1>
<p lang="en">The server runs, but its web part was not built. Build it in the folder web and then
the program again, or use ./run.</p>
</body>
</html>
)";

Response not_found(api::Request const& request) {
    auto response = Response::problem(
        Error{"path.not_found", request.path, "没有这个地址", "there is nothing at this address"});
    return response;
}

/// The page for an address that is no file: the nearest index.html upwards, because the pages find
/// their way by themselves. Nothing for what can only be a file.
Asset const* page_for(Assets const& assets, std::string path) {
    if (path.starts_with("/assets/") || path.starts_with("/api")) return nullptr;
    auto const last = path.rfind('/');
    if (path.find('.', last) != std::string::npos) return nullptr;
    if (auto const* page = assets.find(path == "/" ? "/index.html" : path + ".html")) return page;
    for (;;) {
        if (auto const* page = assets.find(path + (path.ends_with('/') ? "" : "/") + "index.html"))
            return page;
        if (path.empty() || path == "/") return nullptr;
        path.resize(path.rfind('/'));
    }
}

bool accepts(api::Request const& request, std::string_view encoding) {
    auto const accepted = request.header("accept-encoding");
    auto const at = accepted.find(encoding);
    return at != std::string_view::npos &&
           !accepted.substr(at + encoding.size()).starts_with(";q=0");
}

std::string_view best_encoding(api::Request const& request, Asset const& asset,
                               Response& response) {
    if (!asset.gzip.empty() || !asset.brotli.empty())
        response.headers.emplace_back("vary", "accept-encoding");
    if (!asset.brotli.empty() && accepts(request, "br")) {
        response.headers.emplace_back("content-encoding", "br");
        return asset.brotli;
    }
    if (!asset.gzip.empty() && accepts(request, "gzip")) {
        response.headers.emplace_back("content-encoding", "gzip");
        return asset.gzip;
    }
    return asset.plain;
}

Response serve(api::Request const& request, Asset const& asset) {
    Response response;
    // The build puts a hash into the names of what is in /assets: those never change.
    bool const hashed = request.path.starts_with("/assets/");
    response.headers.emplace_back("cache-control",
                                  hashed ? "public, max-age=31536000, immutable" : "no-cache");
    response.headers.emplace_back("etag", asset.etag);
    if (request.header("if-none-match") == asset.etag) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("content-type", asset.media_type);
    response.lasting_body = best_encoding(request, asset, response);
    return response;
}

Response text(std::string media_type, std::string body) {
    Response response;
    response.headers.emplace_back("content-type", std::move(media_type));
    response.headers.emplace_back("cache-control", "no-store");
    response.body = std::move(body);
    return response;
}

}  // namespace

Response Site::health() const {
    try {
        if (app_.store) app_.store->read()->query("SELECT 1", {}, [](store::Row const&) {});
        return text("application/json", R"({"status":"ok"})");
    } catch (std::exception const&) {
        return Response::problem(
            503, Error{"store.unavailable", {}, "数据库无法访问", "the database does not answer"});
    }
}

Response Site::page(api::Request const& request) const {
    if (assets_.empty() && page_for(assets_, request.path) == nullptr &&
        request.path.find('.') == std::string::npos && !request.path.starts_with("/api"))
        return text("text/html; charset=utf-8", std::string(not_built_page));
    if (auto const* file = assets_.find(request.path)) return serve(request, *file);
    if (auto const* page = page_for(assets_, request.path)) return serve(request, *page);
    return not_found(request);
}

Response Site::answer(api::Request const& request) const {
    auto const pick = [&]() -> Response {
        if (request.method != "GET")
            return Response::problem(Error{"path.method_not_allowed", request.method,
                                           "这个地址不支持该方法",
                                           "this address does not know that method"});
        if (request.path == "/healthz") return health();
        // Who may see the figures: whoever is on this machine, a Prometheus agent for one.
        if (request.path == "/metrics" && app_.metrics && is_loopback(request.address))
            return text("text/plain; version=0.0.4", app_.metrics->text());
        if (request.path == "/api/openapi.json")
            return text("application/json", api::openapi_json());
        return page(request);
    };
    auto response = pick();
    api::write_problem(response, api::accepted_language(request.header("accept-language")));
    return response;
}

}  // namespace jizhi::net
