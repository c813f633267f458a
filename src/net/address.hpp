#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "kit/result.hpp"

namespace jizhi::net {

/// Where a server listens: a numeric address and a port.
struct SocketAddress {
    std::string host;
    std::uint16_t port = 0;
    [[nodiscard]] std::string text() const;  ///< "127.0.0.1:8080", "[::1]:8080"
    bool operator==(SocketAddress const&) const = default;
};

/// "127.0.0.1:8080", "[::1]:8080", "8080" (on 127.0.0.1), "localhost:8080".
[[nodiscard]] Result<SocketAddress> parse_socket_address(std::string_view text);
[[nodiscard]] bool is_loopback(std::string_view host);

/// A CIDR block. IPv4 is held as IPv4-mapped IPv6.
struct Network {
    std::array<std::uint8_t, 16> bytes{};
    int bits = 128;
    [[nodiscard]] bool contains(std::string_view address) const;
};
/// "10.0.0.0/8", "fd00::/8", or one address.
[[nodiscard]] Result<Network> parse_network(std::string_view text);

/// Whose request it is: the peer; behind a trusted proxy the last address of X-Forwarded-For that
/// is not itself a trusted proxy (what stands before it anybody can write).
[[nodiscard]] std::string client_address(std::string_view peer, std::string_view forwarded_for,
                                         std::span<Network const> trusted);

/// Passwords must not cross a network in clear, and demo accounts must not face one.
[[nodiscard]] Result<void> may_listen(std::string_view host, bool tls, bool trusted_proxy,
                                      bool demo);

}  // namespace jizhi::net
