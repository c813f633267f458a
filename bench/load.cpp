// bench_load: asks an HTTP server on 127.0.0.1 as fast as its clients can, counts answers and the
// processor time that the server used for them.
//
//   bench_load --port N --pid PID --clients N --seconds S [--header 'Name: text']…
//              (--get FILE | --post FILE --acknowledged FILE) [--keep-warm S]
//
// --get FILE: paths, one a line, asked in a shuffled order. --post FILE: "path<TAB>body" lines,
// each sent once (in order, then again from the start with another number); `{n}` in a body becomes
// a number that never comes twice; the body of every acknowledged one goes to --acknowledged, also
// where the server goes away. Prints one JSON object.
//
// It shares the processors with what it measures, so it does little: one thread, and for an answer
// one recv and one send.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Settings {
    int port = 0, pid = 0, clients = 16;
    double seconds = 3, warm_seconds = 0.5;
    std::string headers, acknowledged;
    bool posts = false;
    std::vector<std::string> lines;
};

[[noreturn]] void give_up(std::string const& why) {
    fmt::print(stderr, "bench_load: {}\n", why);
    std::exit(1);
}

/// User and system time of a process, in seconds.
double cpu_seconds(int pid) {
    std::ifstream in(fmt::format("/proc/{}/stat", pid));
    std::string line;
    std::getline(in, line);
    auto const after_name = line.rfind(')');
    if (after_name == std::string::npos) return 0;
    std::istringstream fields(line.substr(after_name + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;
    double user = 0, system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// The next request's text, and what to write down once it is acknowledged.
class Source {
public:
    explicit Source(Settings const& settings) : settings_(settings), order_(settings.lines.size()) {
        for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = i;
        if (!settings.posts) std::shuffle(order_.begin(), order_.end(), std::mt19937(7));
    }

    std::string next(std::string& note) {
        auto const& line = settings_.lines[order_[at_++ % order_.size()]];
        if (!settings_.posts)
            return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", line,
                               settings_.headers);
        auto const tab = line.find('\t');
        auto body = line.substr(tab + 1);
        if (auto const mark = body.find("{n}"); mark != std::string::npos)
            body.replace(mark, 3, fmt::format("{}-{}", run_, number_));
        note = line.substr(0, tab) + '\t' + body;
        return fmt::format(
            "POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            "Idempotency-Key: {:08x}-0000-4000-8000-{:012x}\r\nContent-Length: {}\r\n{}\r\n{}",
            line.substr(0, tab), run_, ++number_, body.size(), settings_.headers, body);
    }

private:
    Settings const& settings_;
    std::vector<std::size_t> order_;
    std::size_t at_ = 0;
    std::uint64_t number_ = 0;
    std::uint32_t run_ = std::random_device{}();
};

struct Client {
    int socket = -1;
    std::string answer, note;
    Clock::time_point sent;
};

struct Result {
    std::uint64_t answered = 0, failed = 0;
    std::vector<std::uint32_t> micros;
    std::map<int, std::uint64_t> by_status;
};

class Load {
public:
    explicit Load(Settings const& settings)
        : settings_(settings),
          source_(settings),
          epoll_(epoll_create1(0)),
          clients_(static_cast<std::size_t>(settings.clients)) {
        if (!settings.acknowledged.empty()) notes_ = std::fopen(settings.acknowledged.c_str(), "w");
        for (std::size_t i = 0; i < clients_.size(); ++i) connect_one(i);
    }

    ~Load() {
        if (notes_ != nullptr) std::fclose(notes_);
    }
    Load(Load const&) = delete;
    Load& operator=(Load const&) = delete;

    /// Runs for a while; false where the server went away.
    bool run(double seconds, Result& result) {
        auto const end = Clock::now() + std::chrono::duration<double>(seconds);
        std::vector<epoll_event> events(clients_.size());
        while (Clock::now() < end) {
            int const count =
                epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 100);
            for (int i = 0; i < count; ++i)
                if (!take(clients_[events[static_cast<std::size_t>(i)].data.u32], result))
                    return false;
        }
        return true;
    }

private:
    void connect_one(std::size_t index) {
        auto& client = clients_[index];
        client.socket = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(settings_.port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(client.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
            give_up(fmt::format("cannot connect to port {}", settings_.port));
        int const on = 1;
        setsockopt(client.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u32 = static_cast<std::uint32_t>(index);
        epoll_ctl(epoll_, EPOLL_CTL_ADD, client.socket, &event);
        send_next(client);
    }

    void send_next(Client& client) {
        auto const text = source_.next(client.note);
        client.answer.clear();
        client.sent = Clock::now();
        if (::send(client.socket, text.data(), text.size(), MSG_NOSIGNAL) < 0) client.sent = {};
    }

    bool take(Client& client, Result& result) {
        auto const count = ::recv(client.socket, buffer_.data(), buffer_.size(), 0);
        if (count <= 0) return false;
        client.answer.append(buffer_.data(), static_cast<std::size_t>(count));
        auto const head_end = client.answer.find("\r\n\r\n");
        if (head_end == std::string::npos) return true;
        if (client.answer.size() < head_end + 4 + body_length(client.answer, head_end)) return true;
        note(client, result);
        send_next(client);
        return true;
    }

    static std::size_t body_length(std::string const& answer, std::size_t head_end) {
        for (auto const* name : {"content-length: ", "Content-Length: "}) {
            auto const at = answer.find(name);
            if (at < head_end) return std::strtoul(&answer[at + 16], nullptr, 10);
        }
        return 0;
    }

    void note(Client& client, Result& result) {
        int const status = std::atoi(&client.answer[9]);
        ++result.by_status[status];
        auto const took =
            std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - client.sent);
        result.micros.push_back(static_cast<std::uint32_t>(took.count()));
        if (status < 200 || status > 299) {
            if (++result.failed == 1) fmt::print(stderr, "first failure: {}\n", client.answer);
            return;
        }
        ++result.answered;
        if (notes_ == nullptr) return;
        std::fwrite(client.note.data(), 1, client.note.size(), notes_);
        std::fputc('\n', notes_);
    }

    Settings const& settings_;
    Source source_;
    int epoll_;
    std::FILE* notes_ = nullptr;
    std::vector<Client> clients_;
    std::vector<char> buffer_ = std::vector<char>(65'536);
};

std::vector<std::string> lines_of(std::string const& path) {
    std::ifstream in(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) lines.push_back(line);
    if (lines.empty()) give_up("nothing in " + path);
    return lines;
}

Settings settings_of(int count, char** words) {
    Settings settings;
    for (int i = 1; i + 1 < count; i += 2) {
        std::string const name = words[i], value = words[i + 1];
        if (name == "--port")
            settings.port = std::stoi(value);
        else if (name == "--pid")
            settings.pid = std::stoi(value);
        else if (name == "--clients")
            settings.clients = std::stoi(value);
        else if (name == "--seconds")
            settings.seconds = std::stod(value);
        else if (name == "--warm")
            settings.warm_seconds = std::stod(value);
        else if (name == "--header")
            settings.headers += value + "\r\n";
        else if (name == "--acknowledged")
            settings.acknowledged = value;
        else if (name == "--get" || name == "--post") {
            settings.posts = name == "--post";
            settings.lines = lines_of(value);
        } else
            give_up("what is " + name + "?");
    }
    if (settings.port == 0 || settings.lines.empty())
        give_up("--port and --get or --post are needed");
    return settings;
}

std::uint32_t percentile(std::vector<std::uint32_t>& sorted, double part) {
    if (sorted.empty()) return 0;
    return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

int main(int count, char** words) {
    auto const settings = settings_of(count, words);
    Load load(settings);
    Result warm, result;
    bool alive = load.run(settings.warm_seconds, warm);
    auto const cpu = cpu_seconds(settings.pid);
    auto const begin = Clock::now();
    alive = alive && load.run(settings.seconds, result);
    auto const seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    auto const used = cpu_seconds(settings.pid) - cpu;
    std::ranges::sort(result.micros);
    auto const per_second = static_cast<double>(result.answered) / seconds;
    fmt::print(R"({{"answered":{},"failed":{},"per_second":{:.0f},"cpu_seconds":{:.2f},)"
               R"("per_cpu_second":{:.0f},"p50_micros":{},"p99_micros":{},"alive":{}}})"
               "\n",
               result.answered, result.failed, per_second, used,
               used > 0 ? static_cast<double>(result.answered) / used : 0,
               percentile(result.micros, 0.5), percentile(result.micros, 0.99), alive);
    return result.failed == 0 ? 0 : 1;
}
