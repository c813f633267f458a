#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "net/address.hpp"

namespace jizhi::net {

/// How long a client may take. Checked once a second, so short ones are coarse.
struct Patience {
    std::int64_t idle_millis = 75'000;    ///< between two requests of a connection
    std::int64_t head_millis = 10'000;    ///< from the first byte to the end of the head
    std::int64_t body_millis = 30'000;    ///< for a body, plus its size at the slowest rate
    std::int64_t write_millis = 30'000;   ///< for an answer, plus its size at the slowest rate
    std::int64_t linger_millis = 2'000;   ///< after a refusal, for the client to read it
    std::int64_t slowest_bytes_per_second = 8'192;
    std::int64_t sweep_millis = 1'000;    ///< how often all this is looked at
};

struct Options {
    SocketAddress listen{"127.0.0.1", 8080};
    std::string tls_certificate, tls_key;       ///< PEM files; both or neither
    std::vector<Network> trusted_proxies;
    int io_threads = 0;                         ///< 0: as many as processors, at most 8
    int worker_threads_max = 48;
    bool reads_on_io_threads = true;            ///< off where reading means waiting (PostgreSQL)
    int connections_max = 4'096;
    Patience patience;
};

}  // namespace jizhi::net
