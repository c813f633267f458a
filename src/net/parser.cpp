#include "net/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "api/url.hpp"
#include "kit/limits.hpp"

namespace jizhi::net {
namespace {

namespace http = boost::beast::http;

std::string lower_case(boost::beast::string_view name) {
    std::string out(name.size(), '\0');
    for (std::size_t i = 0; i < name.size(); ++i) {
        char const c = name[i];
        out[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    return out;
}

std::string too_large_zh(std::uint64_t most) {
    return fmt::format("请求正文超过 {} 字节的上限", most);
}
std::string too_large_en(std::uint64_t most) {
    return fmt::format("the body is larger than the limit of {} bytes", most);
}

}  // namespace

Parser::Parser(api::Request& request) : request_(request), body_bytes_max_(limits::body_bytes_max) {
    header_limit(limits::head_bytes_max);
    body_limit(boost::none);  // ours depends on the endpoint: see allow_body
}

void Parser::refuse(error_code& error, int status, std::string code, std::string zh,
                    std::string en) {
    refusal_ = {status, Error{std::move(code), {}, std::move(zh), std::move(en)}};
    error = http::error::bad_value;
}

void Parser::refuse(error_code error) {
    if (refusal_.status != 0) return;
    if (error == http::error::header_limit)
        return refuse(error, 431, "head.too_large", "请求头过大",
                      "the head of the request is too large");
    if (error == http::error::bad_version)
        return refuse(error, 505, "head.malformed", "只支持 HTTP/1.1",
                      "only HTTP/1.1 is supported");
    refuse(error, 400, "head.malformed", "不是有效的 HTTP 请求：" + error.message(),
           "not a valid HTTP request: " + error.message());
}

bool Parser::announces_too_much() const {
    auto const length = content_length();
    return length && *length > body_bytes_max_;
}

void Parser::on_request_impl(http::verb, string_view method, string_view target, int version,
                             error_code& error) {
    if (version != 11 && version != 10) {
        error = http::error::bad_version;
        return;
    }
    http11_ = version == 11;
    if (target.size() > limits::target_bytes_max)
        return refuse(error, 431, "head.too_large", "网址过长", "the address is too long");
    if (target.empty() || target.front() != '/')
        return refuse(error, 400, "head.malformed", "网址应以 / 开头",
                      "the path must begin with /");
    request_.method.assign(method.data(), method.size());
    auto const question = target.find('?');
    auto const path = target.substr(0, question);
    request_.path.assign(path.data(), path.size());
    if (question == string_view::npos) return;
    auto const query = target.substr(question + 1);
    if (!api::parse_query({query.data(), query.size()}, request_.query))
        refuse(error, 400, "query.malformed", "网址中的查询参数编码有误",
               "the query of the address is not validly encoded");
}

void Parser::on_field_impl(http::field field, string_view name, string_view value,
                           error_code& error) {
    if (++headers_ > limits::headers_max)
        return refuse(error, 431, "head.too_large", "请求头过多", "too many headers");
    if (field == http::field::host && std::exchange(has_host_, true))
        return refuse(error, 400, "head.malformed", "Host 请求头重复",
                      "the header Host stands twice");
    // Where the body ends must be beyond doubt: a proxy in front that reads another coding
    // otherwise takes for a body what is the next request here.
    if (field == http::field::transfer_encoding &&
        (!http11_ || !boost::beast::iequals(value, "chunked")))
        return refuse(error, 501, "head.malformed", "Transfer-Encoding 只支持 chunked",
                      "of Transfer-Encoding only chunked is supported");
    if (field == http::field::expect)
        expects_continue_ = boost::beast::iequals(value, "100-continue");
    auto key = lower_case(name);
    if (request_.headers.find(key) == nullptr)
        return request_.headers.add(std::move(key), std::string(value.data(), value.size()));
    auto& text = request_.headers[key];
    text += field == http::field::cookie ? "; " : ", ";
    text.append(value.data(), value.size());
}

void Parser::on_header_impl(error_code& error) {
    if (!has_host_ && http11_)
        refuse(error, 400, "head.malformed", "缺少 Host 请求头", "the header Host is missing");
}

void Parser::on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) {
    // What is announced is believed as far as a megabyte; the rest grows with what arrives.
    if (length) request_.body.reserve(std::min<std::uint64_t>(*length, limits::body_bytes_max));
}

std::size_t Parser::on_body_impl(string_view body, error_code& error) {
    if (request_.body.size() + body.size() > body_bytes_max_) {
        refuse(error, 413, "body.too_large", too_large_zh(body_bytes_max_),
               too_large_en(body_bytes_max_));
        return 0;
    }
    request_.body.append(body.data(), body.size());
    return body.size();
}

std::size_t Parser::on_chunk_body_impl(std::uint64_t, string_view body, error_code& error) {
    return on_body_impl(body, error);
}

}  // namespace jizhi::net
