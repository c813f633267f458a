#include "net/server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "api/metrics.hpp"
#include "kit/ids.hpp"
#include "net/client.hpp"

namespace jizhi::net {
namespace {

using api::Endpoint;
using api::Object;
using api::Request;
using api::Response;

Response echo(api::Context&, Request const& request) {
    return Response::json(200, Object{{"size", static_cast<std::int64_t>(request.body.size())},
                                      {"name", request.path_value("name")},
                                      {"q", request.query_value("q")}});
}

std::atomic<int> waiting = 0, released = 0;

/// Ends only once two of them run at the same time.
Response meet(api::Context&, Request const&) {
    ++waiting;
    while (waiting < 2) std::this_thread::yield();
    ++released;
    return Response::no_content();
}

Response fall(api::Context&, Request const&) { throw std::runtime_error("a secret detail"); }

api::Schema const thing{
    "NetTestThing", R"({"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}})"};

/// Counts to three, then ends; or never ends; or fills whatever takes it.
class Counting final : public api::Stream {
public:
    explicit Counting(std::string kind) : kind_(std::move(kind)) { ++open; }
    ~Counting() override { --open; }
    std::optional<std::string> next() override {
        ++asked;
        if (kind_ == "silent") return "";
        if (kind_ == "flood") return std::string(1U << 20U, 'x');
        if (++count_ > 3) return {};
        return "data: " + std::to_string(count_) + "\n\n";
    }
    static inline std::atomic<int> open = 0, asked = 0;

private:
    std::string kind_;
    int count_ = 0;
};

Response count(api::Context&, Request const& request) {
    Response response;
    response.headers.emplace_back("content-type", "text/event-stream");
    response.stream = std::make_shared<Counting>(request.path_value("kind"));
    return response;
}

Response hand_in(api::Context& context, Request const& request) {
    return context.hand_in(
        request.path_value("how"), {}, [](store::Tx&) { return Value(); },
        [&request](Result<Value> const& done) {
            if (!done) return Response::problem(done.error());
            return Response::json(200, Object{{"done", *done}, {"how", request.path_value("how")}});
        });
}

/// Gives a command, named by how it ends, its outcome on another thread once it may.
class OtherThread final : public store::Writer {
public:
    Result<Value> run(store::Command const& command, store::Change const&) override {
        return outcome_of(command.name).take();
    }
    void submit(store::Command command, store::Change, store::Then then) override {
        std::lock_guard const lock(mutex_);
        threads_.emplace_back([this, name = std::move(command.name), end = std::move(then)] {
            ++here;
            while (!may_end) std::this_thread::yield();
            end(outcome_of(name));
        });
    }
    void watch(std::shared_ptr<store::EventWatcher>) override {}

    std::atomic<int> here = 0;
    std::atomic<bool> may_end = true;

private:
    static store::Outcome outcome_of(std::string const& how) {
        if (how == "well") return {.answer = Value("yes"), .thrown = {}};
        if (how == "refused")
            return {.answer = fail("thing.conflict", {}, "不行", "no"), .thrown = {}};
        return {.answer = Value(),
                .thrown = std::make_exception_ptr(std::runtime_error("a secret detail"))};
    }
    std::mutex mutex_;
    std::vector<std::jthread> threads_;
};

std::vector<Endpoint> const table{
    Endpoint("POST", "/hand-in/{how}", hand_in, "Hand in", api::open, api::no_key, api::hands_in),
    Endpoint("GET", "/count/{kind}", count, "Count", api::open, api::live),
    Endpoint("GET", "/echo/{name}", echo, "Echo", api::open, api::query{"q"}),
    Endpoint("POST", "/echo/{name}", echo, "Echo", api::open, api::no_key, api::in{"NetTestThing"}),
    Endpoint("POST", "/upload/{name}", echo, "Upload", api::open, api::no_key, api::raw_body),
    Endpoint("POST", "/guarded/{name}", echo, "Upload", api::raw_body),
    Endpoint("POST", "/meet", meet, "Meet", api::open, api::no_key),
    Endpoint("GET", "/fall", fall, "Fall", api::open),
};

class ServerTest : public testing::Test {
protected:
    void SetUp() override {
        app_.clock = std::make_shared<StillClock>(1'760'000'000'000'000);
        app_.ids = std::make_shared<CountingIds>();
        app_.metrics = std::make_shared<api::Metrics>();
        app_.writer = writer_;
        router_ = std::make_unique<api::Router>(app_, table);
    }

    Server& start(Options options = {}) {
        options.listen = {"127.0.0.1", 0};
        auto server = Server::start(std::move(options), app_, *router_, assets_);
        EXPECT_TRUE(server) << server.error().en;
        server_ = std::move(*server);
        return *server_;
    }

    Client client() { return Client(server_->port()); }
    std::string ask(std::string const& text) {
        auto one = client();
        one.send(text);
        return one.answer();
    }

    std::shared_ptr<OtherThread> writer_ = std::make_shared<OtherThread>();
    api::App app_;
    std::unique_ptr<api::Router> router_;
    Assets assets_;
    std::unique_ptr<Server> server_;
};

std::string get(std::string const& path, std::string const& more = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
}

std::string post(std::string const& path, std::string const& body, std::string const& more = "") {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

bool has(std::string const& text, std::string const& part) {
    return text.find(part) != std::string::npos;
}

TEST_F(ServerTest, answers_and_keeps_the_connection) {
    start();
    auto one = client();
    for (int i = 0; i < 3; ++i) {
        one.send(get("/api/v1/echo/%E5%BC%A0?q=a%20b"));
        auto const answer = one.answer();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
        EXPECT_TRUE(has(answer, R"("name":"张")")) << answer;
        EXPECT_TRUE(has(answer, R"("q":"a b")")) << answer;
    }
}

/// Waits for what must come; only a broken server makes it wait so long.
template <class Condition>
bool comes(Condition const& condition) {
    for (int i = 0; i < 2'000 && !condition(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return condition();
}

Options quick() {
    Options options;
    options.patience.sweep_millis = 10;
    return options;
}

TEST_F(ServerTest, sends_an_answer_that_goes_on_until_it_ends) {
    start(quick());
    auto one = client();
    one.send(get("/api/v1/count/three"));
    auto const all = one.everything();
    EXPECT_TRUE(all.starts_with("HTTP/1.1 200 OK\r\n")) << all;
    EXPECT_TRUE(has(all, "content-type: text/event-stream\r\n")) << all;
    EXPECT_FALSE(has(all, "content-length")) << all;
    EXPECT_TRUE(all.ends_with("data: 1\n\ndata: 2\n\ndata: 3\n\n")) << all;
    EXPECT_TRUE(comes([] { return Counting::open == 0; }));
}

TEST_F(ServerTest, answers_HEAD_of_a_stream_with_its_head_only) {
    start(quick());
    auto one = client();
    one.send("HEAD /api/v1/count/three HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(one.everything().ends_with("\r\n\r\n"));
}

TEST_F(ServerTest, holds_no_thread_for_a_silent_stream_and_notices_when_its_client_leaves) {
    auto options = quick();
    options.worker_threads_max = 2;
    start(options);
    std::vector<Client> many;
    for (int i = 0; i < 20; ++i) {
        many.push_back(client());
        many.back().send(get("/api/v1/count/silent"));
    }
    EXPECT_TRUE(comes([] { return Counting::open == 20 && Counting::asked > 40; }));
    EXPECT_TRUE(has(ask(get("/api/v1/echo/x")), " 200 "));
    EXPECT_TRUE(has(ask(post("/api/v1/echo/x", R"({"a":1})")), " 200 "));
    many.clear();
    EXPECT_TRUE(comes([] { return Counting::open == 0; }));
}

TEST_F(ServerTest, cuts_a_stream_whose_client_does_not_read) {
    auto options = quick();
    options.patience.write_millis = 100;
    options.patience.slowest_bytes_per_second = 1U << 30U;
    start(options);
    auto one = client();
    one.send(get("/api/v1/count/flood"));
    EXPECT_TRUE(comes([] { return Counting::open == 1; }));
    EXPECT_TRUE(comes([] { return Counting::open == 0; }));
}

TEST_F(ServerTest, stops_with_streams_open) {
    auto& server = start(quick());
    auto one = client();
    one.send(get("/api/v1/count/silent"));
    EXPECT_TRUE(comes([] { return Counting::open == 1; }));
    server.stop();
    EXPECT_EQ(Counting::open, 0);
}

TEST_F(ServerTest, answers_pipelined_requests_in_their_order) {
    start();
    auto one = client();
    std::string all;
    for (char name = 'a'; name <= 'z'; ++name) {
        all += get(std::string("/api/v1/echo/") + name);
        all += post(std::string("/api/v1/echo/") + name + name, R"({"a":1})");
    }
    one.send(all);
    for (char name = 'a'; name <= 'z'; ++name) {
        EXPECT_TRUE(has(one.answer(), std::string(R"("name":")") + name + '"'));
        EXPECT_TRUE(has(one.answer(), std::string(R"("name":")") + name + name + '"'));
    }
}

TEST_F(ServerTest, takes_a_request_that_comes_byte_by_byte) {
    start();
    auto one = client();
    for (char const c : post("/api/v1/echo/x", R"({"a":1})")) one.send(std::string(1, c));
    EXPECT_TRUE(has(one.answer(), R"("size":7)"));
}

TEST_F(ServerTest, takes_chunked_bodies_and_says_continue) {
    start();
    auto one = client();
    one.send(
        "POST /api/v1/upload/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        "Expect: 100-continue\r\n\r\n");
    EXPECT_TRUE(one.answer().starts_with("HTTP/1.1 100 Continue\r\n"));
    one.send("3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
    EXPECT_TRUE(has(one.answer(), R"("size":7)"));
}

TEST_F(ServerTest, takes_an_upload_of_megabytes) {
    start();
    auto one = client();
    one.send(post("/api/v1/upload/x", std::string(5U << 20U, 'a')));
    EXPECT_TRUE(has(one.answer(), R"("size":5242880)"));
}

TEST_F(ServerTest, runs_writes_side_by_side) {
    waiting = released = 0;
    start();
    std::vector<std::jthread> clients;
    for (int i = 0; i < 2; ++i) clients.emplace_back([&] { ask(post("/api/v1/meet", "")); });
    clients.clear();
    EXPECT_EQ(released, 2);
}

TEST_F(ServerTest, answers_what_was_handed_in_once_it_is_done_and_goes_on) {
    for (bool const at_once : {true, false}) {
        Options options;
        options.reads_on_io_threads = at_once;  // else a worker waits
        start(options);
        auto one = client();
        for (int i = 0; i < 3; ++i) {
            one.send(post("/api/v1/hand-in/well", ""));
            EXPECT_TRUE(has(one.answer(), R"({"done":"yes","how":"well"})"));
            one.send(post("/api/v1/hand-in/refused", ""));
            auto const refused = one.answer();
            EXPECT_TRUE(refused.starts_with("HTTP/1.1 409 ")) << refused;
            one.send(post("/api/v1/hand-in/thrown", ""));
            auto const failed = one.answer();
            EXPECT_TRUE(failed.starts_with("HTTP/1.1 500 ")) << failed;
            EXPECT_FALSE(has(failed, "secret"));
        }
    }
}

TEST_F(ServerTest, takes_more_commands_at_once_than_it_has_workers) {
    constexpr int many = 20;
    Options options;
    options.worker_threads_max = 1;
    start(options);
    writer_->may_end = false;
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < many; ++i) {
        clients.push_back(std::make_unique<Client>(server_->port()));
        clients.back()->send(post("/api/v1/hand-in/well", ""));
    }
    while (writer_->here < many) std::this_thread::yield();
    writer_->may_end = true;
    for (auto& each : clients) EXPECT_TRUE(has(each->answer(), "200 OK"));
}

TEST_F(ServerTest, forgets_a_client_that_left_before_its_command_was_done) {
    start();
    writer_->may_end = false;
    {
        auto one = client();
        one.send(post("/api/v1/hand-in/well", ""));
        while (writer_->here < 1) std::this_thread::yield();
    }
    writer_->may_end = true;
    while (server_->connections() > 0) std::this_thread::yield();
    EXPECT_TRUE(has(ask(get("/api/v1/echo/a?q=b")), "200 OK"));
}

struct Bad {
    char const* says;
    std::string bytes;
    int status;
    char const* contains;
};

TEST_F(ServerTest, refuses_what_is_no_good_and_goes_on_serving) {
    start();
    std::vector<Bad> const all{
        {"no HTTP", "hello\r\n\r\n", 400, "head.malformed"},
        {"old HTTP", "GET / HTTP/0.9\r\n\r\n", 505, "HTTP/1.1"},
        {"no host", "GET / HTTP/1.1\r\n\r\n", 400, "Host"},
        {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "Host"},
        {"two lengths",
         "POST /api/v1/echo/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
         "Content-Length: 2\r\n\r\nab",
         400, "head.malformed"},
        {"length and chunks",
         "POST /api/v1/echo/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n"
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400, "head.malformed"},
        {"a coding that is none",
         "POST /api/v1/echo/x HTTP/1.1\r\nHost: x\r\n"
         "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
         501, "Transfer-Encoding"},
        {"chunks that are not the last coding",
         "POST /api/v1/echo/x HTTP/1.1\r\nHost: x\r\n"
         "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
         501, "Transfer-Encoding"},
        {"chunks in old HTTP",
         "POST /api/v1/echo/x HTTP/1.0\r\nHost: x\r\n"
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         501, "Transfer-Encoding"},
        {"a head without end", get("/", "X: " + std::string(40'000, 'x') + "\r\n"), 431, "head."},
        {"an endless address", get("/" + std::string(9'000, 'x')), 431, "head."},
        {"broken encoding", get("/api/v1/echo/x?q=%zz"), 400, "query.malformed"},
        {"NUL in the path", get("/api/v1/echo/%00"), 404, "path.not_found"},
        {"a gigabyte announced",
         "POST /api/v1/echo/x HTTP/1.1\r\nHost: x\r\n"
         "Content-Length: 1000000000\r\n\r\nabc",
         413, "body.too_large"},
        {"a number beyond 64 bits",
         "POST /api/v1/echo/x HTTP/1.1\r\nHost: x\r\n"
         "Content-Length: 99999999999999999999\r\n\r\n",
         400, "head."},
        {"a chunk too many",
         "POST /api/v1/echo/x HTTP/1.1\r\nHost: x\r\nContent-Type: "
         "application/json\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" +
             std::string(2U << 20U, 'x'),
         413, "body.too_large"},
        {"broken JSON", post("/api/v1/echo/x", "{\"a\":\n 1,}"), 400, "\"where\":\"2:4\""},
        {"U+0000 in a text", post("/api/v1/echo/x", R"({"b":{"c":[1,"x\u0000y"]}})"), 400,
         "\"where\":\"b.c[1]\""},
        {"another type of text",
         "POST /api/v1/echo/x HTTP/1.1\r\nHost: x\r\nContent-Type: "
         "text/xml\r\nContent-Length: 4\r\n\r\n<a/>",
         415, "application/json"},
        {"unknown fields", post("/api/v1/echo/x", R"({"a":1,"surprise":2})"), 422, "surprise"},
        {"a missing field", post("/api/v1/echo/x", "{}"), 422, "field.missing"},
        {"an upload by nobody", post("/api/v1/guarded/x", std::string(100, 'x')), 401, "session."},
        {"an unknown path", get("/api/v1/nothing"), 404, "path.not_found"},
        {"an unknown method", "BREW /api/v1/echo/x HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method"},
        {"a handler that throws", get("/api/v1/fall"), 500, "server.internal"},
    };
    for (auto const& bad : all) {
        auto const answer = ask(bad.bytes);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(bad.status)))
            << bad.says << ": " << answer;
        EXPECT_TRUE(has(answer, bad.contains)) << bad.says << ": " << answer;
        EXPECT_TRUE(has(answer, "application/problem+json")) << bad.says;
        EXPECT_FALSE(has(answer, "a secret detail"));
        EXPECT_TRUE(has(ask(get("/api/v1/echo/still")), "still")) << "after " << bad.says;
    }
}

TEST_F(ServerTest, speaks_the_language_of_the_asker) {
    start();
    EXPECT_TRUE(has(ask(get("/api/v1/x")), "没有这个地址"));
    EXPECT_TRUE(
        has(ask(get("/api/v1/x", "Accept-Language: en-GB,zh;q=0.5\r\n")), "nothing at this"));
    EXPECT_TRUE(has(ask(get("/api/v1/x", "Accept-Language: zh-CN,en;q=0.5\r\n")), "没有这个地址"));
}

TEST_F(ServerTest, gives_up_on_the_slow_and_the_silent) {
    Options options;
    options.patience = {.idle_millis = 50,
                        .head_millis = 50,
                        .body_millis = 50,
                        .write_millis = 50,
                        .linger_millis = 50,
                        .slowest_bytes_per_second = 1'000'000,
                        .sweep_millis = 10};
    auto const& server = start(options);
    auto silent = client();
    EXPECT_EQ(silent.answer(), "") << "closed without a word";
    auto slow_head = client();
    slow_head.send("GET / HTTP/1.1\r\nHost");
    EXPECT_TRUE(slow_head.answer().starts_with("HTTP/1.1 408 "));
    auto slow_body = client();
    slow_body.send("POST /api/v1/upload/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_TRUE(slow_body.answer().starts_with("HTTP/1.1 408 "));
    auto half_open = client();
    half_open.send(get("/api/v1/echo/x"));
    half_open.end_sending();
    EXPECT_TRUE(has(half_open.answer(), R"("name":"x")"))
        << "an answer that was asked for is given";
    while (server.connections() > 0) std::this_thread::yield();
}

TEST_F(ServerTest, holds_many_connections) {
    start();
    std::vector<Client> all;
    for (int i = 0; i < 500; ++i) all.push_back(client());
    for (auto& one : all) one.send(get("/api/v1/echo/x"));
    for (auto& one : all) EXPECT_TRUE(has(one.answer(), "200 OK"));
}

TEST_F(ServerTest, turns_away_more_connections_than_allowed) {
    Options options;
    options.connections_max = 2;
    auto const& server = start(options);
    auto first = client(), second = client();
    while (server.connections() < 2) std::this_thread::yield();
    EXPECT_EQ(ask(get("/api/v1/echo/x")), "");
    first.send(get("/api/v1/echo/x"));
    EXPECT_TRUE(has(first.answer(), "200 OK"));
}

TEST_F(ServerTest, answers_what_runs_before_it_stops) {
    waiting = released = 0;
    auto& server = start();
    auto one = client(), two = client();
    one.send(post("/api/v1/meet", ""));
    while (waiting < 1) std::this_thread::yield();
    std::jthread stopper([&] { server.stop(); });
    ++waiting;  // lets the first go
    EXPECT_TRUE(one.answer().starts_with("HTTP/1.1 204 "));
    EXPECT_EQ(two.answer(), "") << "an idle connection is closed";
}

TEST_F(ServerTest, answers_what_was_handed_in_before_it_stops) {
    auto& server = start();
    writer_->may_end = false;
    auto one = client();
    one.send(post("/api/v1/hand-in/well", ""));
    while (writer_->here < 1) std::this_thread::yield();
    std::jthread stopper([&] { server.stop(); });
    writer_->may_end = true;
    EXPECT_TRUE(has(one.answer(), "200 OK"));
}

TEST_F(ServerTest, answers_HEAD_without_a_body) {
    start();
    auto one = client();
    one.send("HEAD /api/v1/echo/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    auto const all = one.everything();
    EXPECT_TRUE(has(all, "200 OK")) << all;
    EXPECT_TRUE(all.ends_with("\r\n\r\n")) << all;
}

TEST_F(ServerTest, refuses_a_port_that_is_taken) {
    auto const& first = start();
    Options options;
    options.listen = {"127.0.0.1", first.port()};
    auto const second = Server::start(options, app_, *router_, assets_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "listen.in_use");
}

TEST_F(ServerTest, refuses_to_face_the_network_in_clear) {
    Options options;
    options.listen = {"0.0.0.0", 0};
    EXPECT_EQ(Server::start(options, app_, *router_, assets_).error().code, "listen.clear_text");
}

TEST_F(ServerTest, sets_security_headers_on_everything) {
    start();
    for (auto const& path :
         {"/", "/healthz", "/api/v1/echo/x", "/api/v1/none", "/assets/none.js"}) {
        auto const answer = ask(get(path));
        for (auto const* header : {"x-content-type-options: nosniff", "frame-ancestors 'none'",
                                   "referrer-policy: ", "cross-origin-opener-policy: same-origin",
                                   "x-request-id: ", "content-security-policy: "})
            EXPECT_TRUE(has(answer, header)) << path << " lacks " << header;
        EXPECT_FALSE(has(answer, "unsafe-eval"));
        EXPECT_FALSE(has(answer, "strict-transport-security")) << "only under TLS";
    }
}

}  // namespace
}  // namespace jizhi::net
