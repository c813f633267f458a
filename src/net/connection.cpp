#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <iterator>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

#include "api/metrics.hpp"
#include "kit/limits.hpp"
#include "net/head.hpp"
#include "net/lane.hpp"
#include "net/parser.hpp"
#include "value/json.hpp"

namespace jizhi::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

constexpr std::size_t head_read_bytes = 4U << 10U;
constexpr std::size_t body_read_bytes = 64U << 10U;
constexpr std::size_t hand_in_bytes_max = 16U << 10U;  // a larger body takes a while to read
constexpr std::size_t linger_bytes_max = 4U << 20U;  // then whoever still sends is cut off
constexpr std::string_view only_tls_here =
    "HTTP/1.1 400 Bad Request\r\n"
    "content-type: text/plain; charset=utf-8\r\n"
    "connection: close\r\n\r\n"
    "这个端口只接受加密连接：请把网址开头的 http:// 改成 https://\n"
    "This port takes encrypted connections only: begin the address with https://\n";
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

using TlsStream = asio::ssl::stream<Socket>;

/// One client. Requests are taken one after the other, in order, also where the client sends
/// several at once: the rest waits in the buffer. Lives on its lane's thread, except that a worker
/// runs the handler while nothing else touches the connection.
template <class Stream>
class ConnectionOf final : public Connection,
                           public std::enable_shared_from_this<ConnectionOf<Stream>> {
    static constexpr bool has_tls = std::is_same_v<Stream, TlsStream>;
    enum class State { idle, head, body, handling, writing, streaming, lingering, closed };

public:
    template <class... Arguments>
    ConnectionOf(Lane& lane, std::string peer, Arguments&&... stream_arguments)
        : lane_(lane),
          shared_(lane.shared),
          stream_(std::forward<Arguments>(stream_arguments)...),
          peer_(std::move(peer)) {
        lane_.connections.push_back(*this);
        ++shared_.connections;
    }

    ~ConnectionOf() override {
        lane_.connections.erase(lane_.connections.iterator_to(*this));
        --shared_.connections;
    }

    void start() override {
        wait_for(State::head, patience().head_millis);
        if constexpr (has_tls)
            greet();
        else
            next_request();
    }

    void sweep(std::int64_t now_millis) override {
        if (state_ == State::streaming) return pull();
        if (now_millis < deadline_) return;
        bool const tell = (state_ == State::head && parser_) || state_ == State::body;
        if (!tell) return close();
        refuse(408, Error{"request.too_slow",
                          {},
                          "请求发送得太慢，已停止等待",
                          "the request came too slowly: waiting was given up"});
    }

    void finish() override {
        close_after_ = true;
        if (state_ == State::idle || state_ == State::streaming) close();
    }

    void close() override {
        if (state_ == State::closed) return;
        state_ = State::closed;
        error_code ignored;
        socket().close(ignored);
    }

private:
    Patience const& patience() const { return shared_.options.patience; }

    Socket& socket() {
        if constexpr (has_tls)
            return stream_.next_layer();
        else
            return stream_;
    }

    void wait_for(State state, std::int64_t millis) {
        state_ = state;
        deadline_ = steady_millis() + millis;
    }

    std::int64_t millis_for(std::int64_t base, std::size_t bytes) const {
        return base + static_cast<std::int64_t>(bytes) * 1000 / patience().slowest_bytes_per_second;
    }

    // Greeting over TLS --------------------------------------------------------------------------

    /// Who speaks HTTP in clear on a port for TLS typed http:// for https:// and is told so.
    void greet() {
        socket().async_wait(Socket::wait_read, [self = this->shared_from_this()](error_code error) {
            if (error) return self->close();
            if (self->begins_handshake()) return self->shake_hands();
            self->refuse_clear();
        });
    }

    bool begins_handshake() {
        constexpr unsigned char handshake_record = 0x16;
        unsigned char first = 0;
        error_code error;
        socket().receive(asio::buffer(&first, 1), Socket::message_peek, error);
        return error || first == handshake_record;  // an error shows in the handshake
    }

    void shake_hands() {
        if constexpr (has_tls)
            stream_.async_handshake(asio::ssl::stream_base::server,
                                    [self = this->shared_from_this()](error_code error) {
                                        if (error) return self->close();
                                        self->next_request();
                                    });
    }

    void refuse_clear() {
        wait_for(State::lingering, patience().linger_millis);
        asio::async_write(socket(), asio::buffer(only_tls_here),
                          [self = this->shared_from_this()](error_code error, std::size_t) {
                              if (error) return self->close();
                              error_code ignored;
                              self->socket().shutdown(Socket::shutdown_send, ignored);
                              self->drain_clear();
                          });
    }

    /// What it still sends is read away: closing at once would take our answer from it.
    void drain_clear() {
        socket().async_read_some(
            buffer_.prepare(head_read_bytes),
            [self = this->shared_from_this()](error_code error, std::size_t bytes) {
                self->lingered_ += bytes;
                if (error || self->lingered_ > linger_bytes_max) return self->close();
                self->drain_clear();
            });
    }

    // Reading ------------------------------------------------------------------------------------

    void next_request() {
        parser_.reset();
        begun_.reset();
        request_ = {};
        response_ = {};
        head_only_ = false;
        wait_for(State::idle, patience().idle_millis);
        if (close_after_) return close();
        parse();
    }

    void read_some() {
        read_pending_ = true;
        auto const most = state_ == State::body ? body_read_bytes : head_read_bytes;
        stream_.async_read_some(buffer_.prepare(most), [self = this->shared_from_this()](
                                                           error_code error, std::size_t bytes) {
            self->on_read(error, bytes);
        });
    }

    void on_read(error_code error, std::size_t bytes) {
        read_pending_ = false;
        if (state_ == State::lingering) return on_linger(error, bytes);
        if (response_.stream) return on_read_while_streaming(error);
        bool const wanted = state_ == State::idle || state_ == State::head || state_ == State::body;
        if (!wanted) return;  // the sweep has given up on this request meanwhile
        if (error) return close();
        buffer_.commit(bytes);
        parse();
    }

    void parse() {
        if (buffer_.size() == 0) return read_some();
        if (!parser_) {
            parser_.emplace(request_);
            wait_for(State::head, patience().head_millis);
        }
        if (!parser_->is_header_done()) {
            if (!feed()) return;
            if (!parser_->is_header_done()) return read_some();
            if (!on_head()) return;
        }
        parse_body();
    }

    void parse_body() {
        parser_->eager(true);
        if (!parser_->is_done() && buffer_.size() != 0 && !feed()) return;
        if (parser_->is_done()) return dispatch();
        read_some();
    }

    /// Gives the parser what is in the buffer; false where that was refused.
    bool feed() {
        error_code error;
        buffer_.consume(parser_->put(buffer_.data(), error));
        if (!error || error == beast::http::error::need_more) return true;
        parser_->refuse(error);
        refuse(parser_->refusal().status, parser_->refusal().error);
        return false;
    }

    /// The head is there: what may the body be, and is the asker let in at all? False where the
    /// answer is given (or what the client waits for is being sent).
    bool on_head() {
        request_.address = client_address(peer_, request_.header("x-forwarded-for"),
                                          shared_.options.trusted_proxies);
        name_request();
        endpoint_ = shared_.router.match(request_.method, request_.path).endpoint;
        bool const upload = endpoint_ != nullptr && endpoint_->raw_body;
        parser_->allow_body(upload ? limits::upload_bytes_max : limits::body_bytes_max);
        if (parser_->is_done()) return true;
        auto const length = parser_->content_length();
        wait_for(State::body, millis_for(patience().body_millis, length ? *length : 0));
        if (parser_->announces_too_much()) {
            refuse(413, too_large());
            return false;
        }
        // Nobody who may not upload gets to fill memory with an upload.
        if (upload)
            if (auto refused = shared_.router.refuse_before_body(request_)) {
                close_after_ = true;
                write(std::move(*refused));
                return false;
            }
        if (!parser_->expects_continue()) return true;
        asio::async_write(stream_, asio::buffer(go_on),
                          [self = this->shared_from_this()](error_code error, std::size_t) {
                              if (error) return self->close();
                              if (self->state_ == State::body) self->parse_body();
                          });
        return false;
    }

    static Error too_large() {
        return {"body.too_large", {}, "请求正文超过上限", "the body is larger than the limit"};
    }

    void name_request() {
        auto const number = shared_.next_request.fetch_add(1, std::memory_order_relaxed);
        request_.id = fmt::format(FMT_STRING("{:012x}"), number & 0xFFFFFFFFFFFFU);
    }

    // Answering ----------------------------------------------------------------------------------

    void dispatch() {
        wait_for(State::handling, std::numeric_limits<std::int32_t>::max());
        started_ = shared_.app.clock->now();
        head_only_ = request_.method == "HEAD";
        if (head_only_) {
            request_.method = "GET";
            endpoint_ = shared_.router.match("GET", request_.path).endpoint;
        }
        keep_alive_ = parser_->keep_alive();
        bool const quick =
            request_.method == "GET" &&
            (endpoint_ == nullptr || (!endpoint_->slow && shared_.options.reads_on_io_threads));
        if (quick) return write(answer());
        if (may_hand_in()) return hand_in();
        on_worker([this] { return answer(); });
    }

    /// Makes an answer where waiting does no harm.
    template <class Make>
    void on_worker(Make make) {
        bool const taken = shared_.workers.post([self = this->shared_from_this(), make]() mutable {
            self->response_ = make();
            // The connection must end on its lane: no hold on it stays with the worker.
            auto& io = self->lane_.io;
            asio::post(io, [own = std::move(self)] { own->write(std::move(own->response_)); });
        });
        if (!taken) write(busy());
    }

    bool may_hand_in() const {
        return endpoint_ != nullptr && endpoint_->hands_in && !shared_.stopping &&
               shared_.options.reads_on_io_threads && request_.body.size() <= hand_in_bytes_max;
    }

    /// A change of a record waits for the disk without a thread: two switches of threads for each
    /// would cost more than the change.
    void hand_in() {
        begun_ = shared_.router.begin(request_);
        if (!begun_->waits()) return write(begun_->answer());
        ++shared_.handed_in;
        begun_->submit([self = this->shared_from_this()]() mutable {
            auto& lane = self->lane_;
            auto& handed_in = self->shared_.handed_in;
            lane.hand_over([own = std::move(self)] { own->on_outcome(); });
            --handed_in;
        });
    }

    void on_outcome() {
        if (begun_->went_well()) return write(begun_->answer());
        on_worker([this] { return begun_->answer(); });
    }

    api::Response answer() {
        if (Site::owns(request_.path)) return shared_.site.answer(request_);
        return shared_.router.answer(request_);
    }

    static api::Response busy() {
        auto response =
            api::Response::problem(503, Error{"server.unavailable",
                                              {},
                                              "服务器繁忙，请稍后重试",
                                              "the server is busy: try again in a moment"});
        response.headers.emplace_back("retry-after", "2");
        return response;
    }

    /// Answers what cannot be taken further and ends the connection: what follows on it cannot be
    /// told apart any more.
    void refuse(int status, Error const& error) {
        close_after_ = true;
        if (request_.id.empty()) name_request();
        if (started_ == 0) started_ = shared_.app.clock->now();
        write(api::Response::problem(status, error));
    }

    void write(api::Response response) {
        if (state_ == State::closed) return;
        response_ = std::move(response);
        if (response_.problem_of && response_.body.empty())
            shared_.router.finish(response_, request_);
        if (shared_.stopping || !keep_alive_ || response_.stream) close_after_ = true;
        head_.clear();
        append_head(head_, response_,
                    {.date = lane_.date(),
                     .request_id = request_.id,
                     .tls = has_tls,
                     .close = close_after_,
                     .http10_keep_alive = parser_ && !parser_->http11(),
                     .endless = response_.stream != nullptr,
                     .page = Site::owns(request_.path)});
        auto const body = head_only_ ? std::string_view{} : response_.content();
        wait_for(State::writing, millis_for(patience().write_millis, head_.size() + body.size()));
        std::array<asio::const_buffer, 2> const parts{asio::buffer(head_),
                                                      asio::buffer(body.data(), body.size())};
        asio::async_write(stream_, parts,
                          [self = this->shared_from_this()](error_code error, std::size_t bytes) {
                              self->on_written(error, bytes);
                          });
    }

    void on_written(error_code error, std::size_t bytes) {
        note(bytes);
        if (error || state_ == State::closed) return close();
        if (response_.stream && !head_only_) return begin_stream();
        if (!close_after_) return next_request();
        linger();
    }

    // Streaming ----------------------------------------------------------------------------------

    /// From here on the sweep of the lane asks for more about once a second. Nothing is held for a
    /// client: while it has not taken what was written, nothing further is asked for, and one that
    /// takes too long is cut off as with any answer.
    void begin_stream() {
        state_ = State::streaming;
        if (!read_pending_) read_some();  // says when the client leaves
        pull();
    }

    void on_read_while_streaming(error_code error) {
        if (error) return close();
        if (state_ != State::closed) read_some();  // what it sends meanwhile is of no interest
    }

    void pull() {
        if (pulling_) return;
        pulling_ = true;
        bool const taken = shared_.workers.post([self = this->shared_from_this()]() mutable {
            auto more = self->response_.stream->next();
            auto& io = self->lane_.io;
            asio::post(io, [own = std::move(self), text = std::move(more)]() mutable {
                own->on_pulled(std::move(text));
            });
        });
        if (!taken) pulling_ = false;  // busy: at the next sweep
    }

    void on_pulled(std::optional<std::string> more) {
        pulling_ = false;
        if (state_ != State::streaming) return;
        if (shared_.stopping) return close();
        if (!more) return end_stream();
        if (more->empty()) return;
        streamed_ = std::move(*more);
        wait_for(State::writing, millis_for(patience().write_millis, streamed_.size()));
        asio::async_write(stream_, asio::buffer(streamed_),
                          [self = this->shared_from_this()](error_code error, std::size_t) {
                              if (error || self->state_ == State::closed) return self->close();
                              self->state_ = State::streaming;
                              self->pull();  // there may be more where this came from
                          });
    }

    void end_stream() {
        response_.stream.reset();
        linger();
    }

    void note(std::size_t bytes) {
        auto const micros = std::max<Micros>(0, shared_.app.clock->now() - started_);
        if (shared_.app.metrics)
            shared_.app.metrics->count_request(response_.status, micros, bytes);
        started_ = 0;
        if (shared_.request_log == nullptr) return;
        std::string line = R"({"at":")";
        line += lane_.stamp();
        line += R"(","request":")";
        line += request_.id;
        line += R"(","method":)";
        append_json_string(line, request_.method);
        line += R"(,"path":)";  // never the query: names and numbers that were searched stand there
        append_json_string(line, request_.path);
        fmt::format_to(std::back_inserter(line),
                       FMT_STRING(R"(,"status":{},"ms":{}.{:03},"bytes":{},"account":)"),
                       response_.status, micros / 1000, micros % 1000, bytes);
        append_json_string(line, response_.account);
        line += R"(,"address":)";
        append_json_string(line, request_.address.empty() ? peer_ : request_.address);
        line += "}\n";
        lane_.log_request(line);
    }

    // Ending -------------------------------------------------------------------------------------

    /// Says "no more from us", then reads what the client still sends: closing at once would make
    /// its system throw our last answer away.
    void linger() {
        wait_for(State::lingering, patience().linger_millis);
        error_code ignored;
        socket().shutdown(Socket::shutdown_send, ignored);
        buffer_.consume(buffer_.size());
        if (!read_pending_) read_some();
    }

    void on_linger(error_code error, std::size_t bytes) {
        lingered_ += bytes;
        if (error || lingered_ > linger_bytes_max) return close();
        read_some();
    }

    Lane& lane_;
    Shared& shared_;
    Stream stream_;
    std::string peer_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    api::Request request_;
    api::Response response_;
    std::shared_ptr<api::Begun> begun_;  ///< while its command waits for the disk
    api::Endpoint const* endpoint_ = nullptr;
    std::string head_;
    std::string streamed_;  ///< what is being written of an answer that goes on
    State state_ = State::idle;
    std::int64_t deadline_ = 0;
    Micros started_ = 0;
    std::size_t lingered_ = 0;
    bool keep_alive_ = true, close_after_ = false, head_only_ = false;
    bool read_pending_ = false, pulling_ = false;
};

}  // namespace

void start_connection(Lane& lane, Socket socket) {
    error_code error;
    auto const peer = socket.remote_endpoint(error);
    if (error) return;  // gone already
    socket.set_option(asio::ip::tcp::no_delay(true), error);
    auto address = peer.address().to_string();
    auto const open = [](auto connection) { connection->start(); };
    if (lane.shared.tls == nullptr)
        return open(
            std::make_shared<ConnectionOf<Socket>>(lane, std::move(address), std::move(socket)));
    open(std::make_shared<ConnectionOf<TlsStream>>(lane, std::move(address), std::move(socket),
                                                   *lane.shared.tls));
}

}  // namespace jizhi::net
