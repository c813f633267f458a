#pragma once
#include <cstdint>
#include <memory>

#include "api/router.hpp"
#include "kit/result.hpp"
#include "net/assets.hpp"
#include "net/options.hpp"
#include "net/request_log.hpp"

namespace jizhi::net {

/// The HTTP server: listens from `start` until `stop`. One io thread with its own listener for each
/// processor (the kernel spreads connections over them) and the workers.
class Server {
public:
    /// `app`, `router` and `request_log` must outlive the server. The latter null: requests are not
    /// logged. Fails where the address is taken, the certificate cannot be read, or where listening
    /// there is not allowed (see may_listen).
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(Options options, api::App const& app,
                                                               api::Router const& router,
                                                               Assets const& assets,
                                                               RequestLog* request_log = nullptr);
    ~Server();  ///< stops

    [[nodiscard]] std::uint16_t port() const;  ///< the real one where 0 was asked for
    [[nodiscard]] int connections() const;

    /// Waits for SIGTERM or SIGINT. They must be blocked in every thread: call `block_signals`
    /// first thing in main.
    static void block_signals();
    static void wait_for_signal();

    /// Takes no more connections, lets running requests end (10 s at most), then ends all threads.
    void stop();

private:
    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace jizhi::net
