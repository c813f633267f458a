#include "net/server.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>
#include <vector>

#include "kit/limits.hpp"
#include "net/lane.hpp"

namespace jizhi::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>,
                                         asio::io_context::executor_type>;

constexpr int io_threads_max = 8;
constexpr auto stop_patience = std::chrono::seconds(10);
constexpr auto stop_step = std::chrono::milliseconds(5);
constexpr int listen_backlog = 1'024;

std::unexpected<Error> cannot_listen(SocketAddress const& address, error_code const& error) {
    if (error == asio::error::address_in_use)
        return fail("listen.in_use", address.text(),
                    "端口已被占用：程序是否已在运行？可用 --listen 换一个端口",
                    "the port is taken: is the program running already? choose another with "
                    "--listen");
    return fail("listen.failed", address.text(), "无法监听：" + error.message(),
                "cannot listen: " + error.message());
}

/// A lane with its listener, its timer and its thread.
struct Track {
    explicit Track(Shared& shared) : lane(shared), acceptor(lane.io), timer(lane.io) {}

    error_code open(tcp::endpoint const& where, bool share_port) {
        error_code error;
        acceptor.open(where.protocol(), error);
        if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
        if (!error && share_port) acceptor.set_option(ReusePort(true), error);
        if (!error) acceptor.bind(where, error);
        if (!error) acceptor.listen(listen_backlog, error);
        return error;
    }

    void accept() {
        acceptor.async_accept(lane.io, [this](error_code error, Socket socket) {
            if (!acceptor.is_open() || lane.shared.stopping) return;
            // Too many, or no file descriptor left: this client is turned away, the next may enter.
            bool const room = lane.shared.connections < lane.shared.options.connections_max;
            if (!error && room) start_connection(lane, std::move(socket));
            if (error) return retry_soon();
            accept();
        });
    }

    void retry_soon() {
        auto wait = std::make_shared<Timer>(lane.io, stop_step);
        wait->async_wait([this, wait](error_code) { accept(); });
    }

    void tick() {
        timer.expires_after(std::chrono::milliseconds(lane.shared.options.patience.sweep_millis));
        timer.async_wait([this](error_code error) {
            if (error) return;
            lane.sweep(steady_millis());
            tick();
        });
    }

    void finish() {
        error_code ignored;
        acceptor.close(ignored);
        lane.finish();
    }

    Lane lane;
    Acceptor acceptor;
    Timer timer;
    std::jthread thread;
};

Result<std::unique_ptr<asio::ssl::context>> tls_context(Options const& options) {
    if (options.tls_certificate.empty() && options.tls_key.empty())
        return std::unique_ptr<asio::ssl::context>{};
    if (options.tls_certificate.empty() || options.tls_key.empty())
        return fail("listen.tls", {}, "--tls-cert 与 --tls-key 应同时给出",
                    "--tls-cert and --tls-key belong together");
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    using Flags = asio::ssl::context;
    context->set_options(Flags::default_workarounds | Flags::no_sslv2 | Flags::no_sslv3 |
                         Flags::no_tlsv1 | Flags::no_tlsv1_1);
    error_code error;
    context->use_certificate_chain_file(options.tls_certificate, error);
    if (error)
        return fail("listen.tls", options.tls_certificate, "无法读取证书：" + error.message(),
                    "cannot read the certificate: " + error.message());
    context->use_private_key_file(options.tls_key, asio::ssl::context::pem, error);
    if (error)
        return fail("listen.tls", options.tls_key, "无法读取私钥：" + error.message(),
                    "cannot read the key: " + error.message());
    return context;
}

int thread_count(Options const& options) {
    if (options.io_threads > 0) return options.io_threads;
    auto const processors = static_cast<int>(std::thread::hardware_concurrency());
    return std::clamp(processors, 1, io_threads_max);
}

}  // namespace

struct Server::Parts {
    Parts(Options wanted, api::App const& app, api::Router const& router, Assets const& assets,
          std::unique_ptr<asio::ssl::context> tls_context, RequestLog* request_log)
        : options(std::move(wanted)),
          site(app, assets),
          tls(std::move(tls_context)),
          workers(options.worker_threads_max, limits::queued_requests_max),
          shared{.options = options,
                 .app = app,
                 .router = router,
                 .site = site,
                 .workers = workers,
                 .request_log = request_log,
                 .tls = tls.get()} {
        // Numbers of requests go on after a restart instead of coming again.
        shared.next_request = static_cast<std::uint64_t>(app.clock->now());
    }

    Result<void> listen() {
        auto const address = asio::ip::make_address(options.listen.host);
        tcp::endpoint where(address, options.listen.port);
        // Sharing a port works across processes too, so a second server by mistake would get half
        // of the requests. One listener that does not share finds that out.
        if (options.listen.port != 0) {
            Track probe(shared);
            if (auto const error = probe.open(where, false))
                return cannot_listen(options.listen, error);
        }
        for (int i = 0; i < thread_count(options); ++i) {
            auto track = std::make_unique<Track>(shared);
            if (auto const error = track->open(where, true))
                return cannot_listen(options.listen, error);
            where.port(track->acceptor.local_endpoint().port());
            tracks.push_back(std::move(track));
        }
        options.listen.port = where.port();
        return {};
    }

    void run() {
        for (auto& track : tracks) {
            track->accept();
            track->tick();
            track->thread = std::jthread([&io = track->lane.io] { io.run(); });
        }
    }

    Options options;
    Site site;
    std::unique_ptr<asio::ssl::context> tls;
    Workers workers;
    Shared shared;
    std::vector<std::unique_ptr<Track>> tracks;
    bool stopped = false;
};

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::start(Options options, api::App const& app,
                                              api::Router const& router, Assets const& assets,
                                              RequestLog* request_log) {
    TRY(tls, tls_context(options));
    CHECK_OK(may_listen(options.listen.host, tls != nullptr, !options.trusted_proxies.empty(),
                        app.demo));
    auto parts = std::make_unique<Parts>(std::move(options), app, router, assets, std::move(tls),
                                         request_log);
    CHECK_OK(parts->listen());
    parts->run();
    return std::unique_ptr<Server>(new Server(std::move(parts)));
}

std::uint16_t Server::port() const { return parts_->options.listen.port; }

int Server::connections() const { return parts_->shared.connections; }

namespace {

sigset_t ending_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

}  // namespace

void Server::block_signals() {
    auto const set = ending_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);  // a client that left is an error code, not the end
}

void Server::wait_for_signal() {
    auto const set = ending_signals();
    int signal = 0;
    sigwait(&set, &signal);
}

void Server::stop() {
    if (std::exchange(parts_->stopped, true)) return;
    parts_->shared.stopping = true;
    for (auto& track : parts_->tracks)
        asio::post(track->lane.io, [&one = *track] { one.finish(); });
    auto const until = std::chrono::steady_clock::now() + stop_patience;
    while (parts_->shared.connections > 0 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(stop_step);
    parts_->workers.stop();
    while (parts_->shared.handed_in > 0) std::this_thread::sleep_for(stop_step);
    for (auto& track : parts_->tracks) {
        asio::post(track->lane.io, [&one = *track] {
            one.lane.close_all();
            one.lane.flush_log();
            one.lane.io.stop();
        });
        track->thread.join();
    }
}

}  // namespace jizhi::net
