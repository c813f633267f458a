#pragma once
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <string>

#include "api/http.hpp"

namespace jizhi::net {

/// Beast's HTTP/1 parser, filling an api::Request without a container in between. One request;
/// made anew for the next. What it refuses it says through `refusal`.
class Parser : public boost::beast::http::basic_parser<true> {
public:
    explicit Parser(api::Request& request);

    /// The status and the reason of what was refused: 400, 413, 431, 501…; 0 while all is well.
    struct Refusal {
        int status = 0;
        Error error;
    };
    [[nodiscard]] Refusal const& refusal() const { return refusal_; }
    /// Makes a Refusal out of an error of Beast's where there is none yet.
    void refuse(boost::beast::error_code error);

    /// Called between head and body: how long the body may become.
    void allow_body(std::uint64_t bytes_max) { body_bytes_max_ = bytes_max; }
    [[nodiscard]] bool http11() const { return http11_; }
    [[nodiscard]] bool expects_continue() const { return expects_continue_; }
    /// Whether the length that was announced is too long already.
    [[nodiscard]] bool announces_too_much() const;

private:
    using string_view = boost::beast::string_view;
    using error_code = boost::beast::error_code;
    void on_request_impl(boost::beast::http::verb verb, string_view method, string_view target,
                         int version, error_code& error) override;
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(boost::beast::http::field field, string_view name, string_view value,
                       error_code& error) override;
    void on_header_impl(error_code& error) override;
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code& e) override;
    std::size_t on_body_impl(string_view body, error_code& error) override;
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code& error) override;
    void on_finish_impl(error_code&) override {}

    void refuse(error_code& error, int status, std::string code, std::string zh, std::string en);

    api::Request& request_;
    Refusal refusal_;
    std::uint64_t body_bytes_max_;
    std::size_t headers_ = 0;
    bool expects_continue_ = false, has_host_ = false, http11_ = false;
};

}  // namespace jizhi::net
