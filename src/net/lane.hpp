#pragma once
#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/intrusive/list.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "api/router.hpp"
#include "net/options.hpp"
#include "net/request_log.hpp"
#include "net/site.hpp"
#include "net/workers.hpp"

namespace jizhi::net {

using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp,
                                                boost::asio::io_context::executor_type>;

/// What all connections of a server use. Read-only while it runs, but for the counters.
struct Shared {
    Options const& options;
    api::App const& app;
    api::Router const& router;
    Site const& site;
    Workers& workers;
    RequestLog* request_log;         ///< null: requests are not logged
    boost::asio::ssl::context* tls;  ///< null: in clear
    std::atomic<int> connections = 0;
    std::atomic<int> handed_in = 0;  ///< commands whose outcome is not on its lane yet
    std::atomic<bool> stopping = false;
    std::atomic<std::uint64_t> next_request = 0;
};

/// What a connection's lane does with it: hold it in a list, ask whether its time is up.
class Connection : public boost::intrusive::list_base_hook<> {
public:
    virtual ~Connection() = default;
    virtual void start() = 0;
    /// Called by the lane now and then; ends the connection where its client took too long.
    virtual void sweep(std::int64_t now_millis) = 0;
    /// The server stops: an idle connection ends now, a busy one after its answer.
    virtual void finish() = 0;
    virtual void close() = 0;
};

/// One io thread's world: its io_context and the connections that live on it. Everything in it
/// happens on that thread.
class Lane {
public:
    explicit Lane(Shared& all) : shared(all) {}
    void sweep(std::int64_t now_millis);
    void finish();
    void close_all();
    /// The Date header's text; made once a second.
    [[nodiscard]] std::string const& date();
    [[nodiscard]] std::string const& stamp();  ///< the same moment as "2026-11-25T06:41:12Z"
    void log_request(std::string_view line);
    void flush_log();

    Shared& shared;
    boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>> connections;
    boost::asio::io_context io{1};  // after the list: what it holds takes itself out of that

    /// From any thread: `task` runs on the lane's. What comes together, as the answers of one
    /// commit do, wakes it once.
    void hand_over(std::function<void()> task);

private:
    void run_handed_over();

    std::mutex mutex_;
    std::vector<std::function<void()>> handed_over_;
    Micros date_second_ = -1;
    std::string date_, stamp_;
    std::string log_;
};

/// Milliseconds of a clock that never jumps: deadlines are in these.
[[nodiscard]] std::int64_t steady_millis();

/// A connection for an accepted socket; it keeps itself alive until it ends.
void start_connection(Lane& lane, Socket socket);

}  // namespace jizhi::net
