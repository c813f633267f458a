#include "net/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

namespace jizhi::net {
namespace {

using Bytes = std::array<std::uint8_t, 16>;
constexpr int v4_offset_bits = 96;

std::optional<Bytes> address_bytes(std::string_view text) {
    std::string const zero_ended(text);
    Bytes bytes{};
    if (inet_pton(AF_INET6, zero_ended.c_str(), bytes.data()) == 1) return bytes;
    if (inet_pton(AF_INET, zero_ended.c_str(), bytes.data() + 12) != 1) return {};
    bytes[10] = bytes[11] = 0xFF;
    return bytes;
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

std::unexpected<Error> bad_address(std::string_view text) {
    return fail("listen.address", std::string(text), "监听地址应形如 127.0.0.1:8080 或 [::1]:8080",
                "an address to listen on looks like 127.0.0.1:8080 or [::1]:8080");
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string SocketAddress::text() const {
    auto const bracketed = host.find(':') == std::string::npos ? host : '[' + host + ']';
    return bracketed + ':' + std::to_string(port);
}

Result<SocketAddress> parse_socket_address(std::string_view text) {
    auto const colon = text.rfind(':');
    std::string_view host = "127.0.0.1", port = text;
    if (colon != std::string_view::npos) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
        if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
        if (host == "localhost") host = "127.0.0.1";
    }
    auto const value = number<std::uint16_t>(port);
    if (!value || !address_bytes(host)) return bad_address(text);
    return SocketAddress{std::string(host), *value};
}

bool is_loopback(std::string_view host) {
    static Network const v4 = *parse_network("127.0.0.0/8");
    static Network const v6 = *parse_network("::1");
    return v4.contains(host) || v6.contains(host);
}

bool Network::contains(std::string_view address) const {
    auto const other = address_bytes(address);
    if (!other) return false;
    auto const whole = static_cast<std::size_t>(bits / 8);
    if (std::memcmp(bytes.data(), other->data(), whole) != 0) return false;
    if (bits % 8 == 0) return true;
    auto const mask = static_cast<std::uint8_t>(0xFF << (8 - bits % 8));
    return ((bytes[whole] ^ (*other)[whole]) & mask) == 0;
}

Result<Network> parse_network(std::string_view text) {
    auto const slash = text.find('/');
    auto const host = text.substr(0, slash);
    auto const bytes = address_bytes(host);
    bool const v4 = host.find(':') == std::string_view::npos;
    int const width = v4 ? 32 : 128;
    auto const bits = slash == std::string_view::npos ? std::optional{width}
                                                      : number<int>(text.substr(slash + 1));
    if (!bytes || !bits || *bits < 0 || *bits > width)
        return fail("listen.network", std::string(text), "网段应形如 10.0.0.0/8",
                    "a network looks like 10.0.0.0/8");
    return Network{*bytes, v4 ? v4_offset_bits + *bits : *bits};
}

std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           std::span<Network const> trusted) {
    auto const is_trusted = [&](std::string_view address) {
        return std::ranges::any_of(trusted, [&](Network const& n) { return n.contains(address); });
    };
    auto client = peer;
    while (is_trusted(client) && !forwarded_for.empty()) {
        auto const comma = forwarded_for.rfind(',');
        auto const last = trimmed(
            comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1));
        if (!address_bytes(last)) break;  // what is no address says nothing
        client = last;
        forwarded_for = comma == std::string_view::npos ? "" : forwarded_for.substr(0, comma);
    }
    return std::string(client);
}

Result<void> may_listen(std::string_view host, bool tls, bool trusted_proxy, bool demo) {
    if (is_loopback(host)) return {};
    if (demo)
        return fail("listen.demo", std::string(host),
                    "演示账号启用时只能监听本机地址（127.0.0.1）；请先停用演示账号",
                    "while demo accounts are enabled the server listens on this machine only "
                    "(127.0.0.1); disable them first");
    if (tls || trusted_proxy) return {};
    return fail("listen.clear_text", std::string(host),
                "监听本机以外的地址需要 --tls-cert 与 --tls-key，或用 --trusted-proxy 指明反向代理",
                "another address than this machine's needs --tls-cert and --tls-key, or "
                "--trusted-proxy naming the reverse proxy");
}

}  // namespace jizhi::net
