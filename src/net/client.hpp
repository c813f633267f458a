#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

namespace jizhi::net {

/// A plain blocking socket for tests: sends any bytes, reads answers by their length.
class Client {
public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        timeval const patience{20, 0};  // only a hanging server makes a test wait so long
        setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            std::abort();
    }
    Client(Client&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), rest_(std::move(other.rest_)) {}
    Client& operator=(Client&&) = delete;
    ~Client() {
        if (socket_ >= 0) ::close(socket_);
    }

    void send(std::string const& bytes) {
        std::size_t sent = 0;
        while (sent < bytes.size()) {
            auto const count =
                ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
            if (count <= 0) return;  // refused early: the answer says why
            sent += static_cast<std::size_t>(count);
        }
    }
    void end_sending() { shutdown(socket_, SHUT_WR); }

    /// One answer with its body; "" where the server closed instead.
    std::string answer() {
        while (rest_.find("\r\n\r\n") == std::string::npos)
            if (!read_more()) return std::exchange(rest_, {});
        auto const head_end = rest_.find("\r\n\r\n") + 4;
        auto const length_at = rest_.find("content-length: ");
        auto const length =
            length_at < head_end ? std::strtoul(&rest_[length_at + 16], nullptr, 10) : 0;
        while (rest_.size() < head_end + length)
            if (!read_more()) break;
        auto const whole = std::min(rest_.size(), head_end + length);
        auto one = rest_.substr(0, whole);
        rest_.erase(0, whole);
        return one;
    }

    /// What comes until the server closes.
    std::string everything() {
        while (read_more()) {
        }
        return std::exchange(rest_, {});
    }

private:
    bool read_more() {
        char buffer[16'384];
        auto const count = recv(socket_, buffer, sizeof buffer, 0);
        if (count > 0) rest_.append(buffer, static_cast<std::size_t>(count));
        return count > 0;
    }

    int socket_;
    std::string rest_;
};

}  // namespace jizhi::net
