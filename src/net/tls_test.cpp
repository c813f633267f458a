#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "net/client.hpp"
#include "net/server.hpp"

namespace jizhi::net {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

/// A certificate for nobody, signed by itself, with its key: two PEM files.
void make_certificate(fs::path const& certificate, fs::path const& key) {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const pair(EVP_EC_gen("P-256"),
                                                                   EVP_PKEY_free);
    std::unique_ptr<X509, decltype(&X509_free)> const made(X509_new(), X509_free);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), pair.get());
    auto* name = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<unsigned char const*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(made.get(), name);
    ASSERT_GT(X509_sign(made.get(), pair.get(), EVP_sha256()), 0);
    auto* file = std::fopen(certificate.c_str(), "w");
    PEM_write_X509(file, made.get());
    std::fclose(file);
    file = std::fopen(key.c_str(), "w");
    PEM_write_PrivateKey(file, pair.get(), nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
}

class Tls : public testing::Test {
protected:
    void SetUp() override {
        auto name = (fs::temp_directory_path() / "jizhi-tls-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        make_certificate(folder_ / "cert.pem", folder_ / "key.pem");
        app_.clock = std::make_shared<StillClock>(1'760'000'000'000'000);
        router_ = std::make_unique<api::Router>(app_, api::endpoints());
    }
    void TearDown() override {
        server_.reset();
        fs::remove_all(folder_);
    }

    Options options(std::string host = "127.0.0.1") const {
        Options made;
        made.listen = {std::move(host), 0};
        made.tls_certificate = (folder_ / "cert.pem").string();
        made.tls_key = (folder_ / "key.pem").string();
        return made;
    }
    Result<void> start(Options wanted) {
        TRY(server, Server::start(std::move(wanted), app_, *router_, assets_));
        server_ = std::move(server);
        return {};
    }

    /// The answer over TLS until the server closes.
    std::string ask(std::string const& text) {
        asio::io_context io;
        asio::ssl::context trust(asio::ssl::context::tls_client);
        trust.load_verify_file((folder_ / "cert.pem").string());
        trust.set_verify_mode(asio::ssl::verify_peer);
        asio::ssl::stream<asio::ip::tcp::socket> stream(io, trust);
        stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), server_->port()});
        stream.handshake(asio::ssl::stream_base::client);
        asio::write(stream, asio::buffer(text));
        std::string all(64U << 10U, 0);
        std::size_t got = 0;
        boost::system::error_code error;
        while (!error && got < all.size())
            got += stream.read_some(asio::buffer(&all[got], all.size() - got), error);
        all.resize(got);
        return all;
    }

    fs::path folder_;
    api::App app_;
    Assets assets_;
    std::unique_ptr<api::Router> router_;
    std::unique_ptr<Server> server_;
};

constexpr auto version = "GET /api/v1/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

TEST_F(Tls, answers_over_a_verified_connection) {
    ASSERT_TRUE(start(options()));
    auto const answer = ask(version);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_NE(answer.find("strict-transport-security: "), std::string::npos);
}

TEST_F(Tls, tells_who_speaks_in_clear_what_to_do) {
    ASSERT_TRUE(start(options()));
    Client client(server_->port());
    client.send(version);
    auto const answer = client.everything();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
    EXPECT_NE(answer.find("https://"), std::string::npos) << answer;
    EXPECT_NE(ask(version).find(" 200 "), std::string::npos) << "others are served on";
}

TEST_F(Tls, closes_on_noise_and_serves_on) {
    ASSERT_TRUE(start(options()));
    Client client(server_->port());
    client.send(std::string("\x16\x03\x01\x00\x05hello", 10) + std::string(1'000, 'x'));
    EXPECT_EQ(client.everything().find("HTTP/"), std::string::npos);
    EXPECT_NE(ask(version).find(" 200 "), std::string::npos);
}

TEST_F(Tls, is_needed_beyond_this_machine) {
    auto open = options("0.0.0.0");
    open.tls_certificate = open.tls_key = "";
    auto const refused = start(open);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().en.find("--tls-cert"), std::string::npos) << refused.error().en;
    EXPECT_TRUE(start(options("0.0.0.0")));
}

TEST_F(Tls, does_not_open_demo_accounts_to_others) {
    app_.demo = true;
    EXPECT_FALSE(start(options("0.0.0.0")));
    EXPECT_TRUE(start(options())) << "on this machine they may be tried";
}

TEST_F(Tls, says_which_file_cannot_be_read) {
    auto wrong = options();
    wrong.tls_key = (folder_ / "none.pem").string();
    auto const refused = start(wrong);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().where, wrong.tls_key);
    wrong.tls_key = "";
    EXPECT_EQ(start(wrong).error().code, "listen.tls");
}

}  // namespace
}  // namespace jizhi::net
