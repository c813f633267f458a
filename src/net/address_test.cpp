#include "net/address.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace jizhi::net {
namespace {

TEST(SocketAddress, reads_what_a_person_types) {
    EXPECT_EQ(*parse_socket_address("127.0.0.1:8080"), (SocketAddress{"127.0.0.1", 8080}));
    EXPECT_EQ(*parse_socket_address("9000"), (SocketAddress{"127.0.0.1", 9000}));
    EXPECT_EQ(*parse_socket_address("localhost:1"), (SocketAddress{"127.0.0.1", 1}));
    EXPECT_EQ(*parse_socket_address("[::1]:8080"), (SocketAddress{"::1", 8080}));
    EXPECT_EQ(parse_socket_address("[::1]:8080")->text(), "[::1]:8080");
}

TEST(SocketAddress, refuses_what_is_none) {
    for (auto const* text :
         {"", ":", "example.org:80", "127.0.0.1:70000", "127.0.0.1:", "1.2.3:80"})
        EXPECT_EQ(parse_socket_address(text).error().code, "listen.address") << text;
}

TEST(Network, contains_its_addresses_only) {
    auto const ten = *parse_network("10.32.0.0/11");
    EXPECT_TRUE(ten.contains("10.63.255.255"));
    EXPECT_FALSE(ten.contains("10.64.0.0"));
    EXPECT_FALSE(ten.contains("::1"));
    EXPECT_FALSE(ten.contains("nonsense"));
    EXPECT_TRUE(parse_network("fd00::/8")->contains("fd12::1"));
    EXPECT_FALSE(parse_network("10.0.0.0/33"));
    EXPECT_FALSE(parse_network("10.0.0/8"));
}

TEST(ClientAddress, believes_only_trusted_proxies) {
    std::vector<Network> const none;
    std::vector<Network> const proxy{*parse_network("10.0.0.0/8")};
    EXPECT_EQ(client_address("9.9.9.9", "1.1.1.1", none), "9.9.9.9");
    EXPECT_EQ(client_address("9.9.9.9", "1.1.1.1", proxy), "9.9.9.9");
    EXPECT_EQ(client_address("10.0.0.1", "6.6.6.6, 1.1.1.1, 10.0.0.2", proxy), "1.1.1.1")
        << "what a client wrote before the proxies is not believed";
    EXPECT_EQ(client_address("10.0.0.1", "garbage", proxy), "10.0.0.1");
    EXPECT_EQ(client_address("10.0.0.1", "", proxy), "10.0.0.1");
}

TEST(MayListen, keeps_passwords_and_demo_accounts_off_the_network) {
    EXPECT_TRUE(may_listen("127.0.0.1", false, false, true));
    EXPECT_TRUE(may_listen("::1", false, false, true));
    EXPECT_EQ(may_listen("0.0.0.0", false, false, false).error().code, "listen.clear_text");
    EXPECT_TRUE(may_listen("0.0.0.0", true, false, false));
    EXPECT_TRUE(may_listen("192.168.1.1", false, true, false));
    EXPECT_EQ(may_listen("0.0.0.0", true, true, true).error().code, "listen.demo");
}

}  // namespace
}  // namespace jizhi::net
