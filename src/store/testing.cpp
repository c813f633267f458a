#include "store/testing.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <vector>

#include "store/postgres_connection.hpp"

namespace jizhi::store::testing {
namespace {

namespace fs = std::filesystem;

fs::path new_folder() {
    auto pattern = (fs::temp_directory_path() / "jizhi-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return pattern;
}

/// PostgreSQL refuses to run as root: then it runs as the account that Debian's package made.
void become_unprivileged() {
    if (geteuid() != 0) return;
    auto const* const account = getpwnam("postgres");
    if (account == nullptr || setgroups(0, nullptr) != 0 || setgid(account->pw_gid) != 0 ||
        setuid(account->pw_uid) != 0)
        _exit(126);
}

pid_t start(std::vector<std::string> const& arguments, fs::path const& output) {
    auto const child = fork();
    if (child != 0) return child;
    become_unprivileged();
    prctl(PR_SET_PDEATHSIG, SIGQUIT);  // no server outlives a test program that was killed
    auto const out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    std::vector<char*> raw;
    for (auto const& a : arguments) raw.push_back(const_cast<char*>(a.c_str()));
    raw.push_back(nullptr);
    execv(raw[0], raw.data());
    _exit(127);
}

/// One PostgreSQL server on a private socket, for the whole test program.
class Server {
public:
    static Server& the() {
        static Server server;
        return server;
    }

    [[nodiscard]] std::string address(std::string const& database) const {
        return fmt::format("host={} user=postgres dbname={}", folder_.string(), database);
    }

    ~Server() {
        kill(process_, SIGQUIT);
        waitpid(process_, nullptr, 0);
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

private:
    Server() : folder_(new_folder()) {
        std::error_code ignored;
        if (auto const* const account = getpwnam("postgres"); geteuid() == 0 && account != nullptr)
            if (chown(folder_.c_str(), account->pw_uid, account->pw_gid) != 0) give_up("chown");
        std::string const programs = "/usr/lib/postgresql/15/bin/";
        auto const data = (folder_ / "data").string();
        auto const init = start({programs + "initdb", "-D", data, "-U", "postgres", "-A", "trust",
                                 "-E", "UTF8", "--locale=C", "-N", "--no-instructions"},
                                folder_ / "log");
        int status = 0;
        if (waitpid(init, &status, 0) != init || status != 0) give_up("initdb");
        process_ = start({programs + "postgres", "-D", data, "-k", folder_.string(), "-h", "", "-F",
                          "-c", "max_connections=200", "-c", "shared_buffers=32MB"},
                         folder_ / "log");
        wait_until_it_answers();
    }

    void wait_until_it_answers() {
        using namespace std::chrono_literals;
        for (int i = 0; i < 600; ++i) {
            try {
                PostgresConnection(address("postgres")).script("SELECT 1");
                return;
            } catch (Failure const&) {
                std::this_thread::sleep_for(50ms);
            }
        }
        give_up("start");
    }

    [[noreturn]] void give_up(char const* what) {
        throw std::runtime_error(
            fmt::format("the test server did not {}: see {}", what, (folder_ / "log").string()));
    }

    fs::path folder_;
    pid_t process_ = 0;
};

}  // namespace

Scratch::Scratch(Dialect dialect) : folder_(new_folder()) {
    if (dialect == Dialect::sqlite) {
        place_.folder = folder_ / "data";
        return;
    }
    static std::atomic<int> count = 0;
    database_ = fmt::format("test_{}_{}", getpid(), ++count);
    PostgresConnection(Server::the().address("postgres")).script("CREATE DATABASE " + database_);
    place_.server = Server::the().address(database_);
}

void Scratch::wait_until_left() const {
    if (database_.empty()) return;
    PostgresConnection sql(Server::the().address("postgres"));
    while (sql.integer("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = ?",
                       {std::string_view(database_)}) > 0)
        std::this_thread::yield();
}

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    if (database_.empty()) return;
    try {
        PostgresConnection(Server::the().address("postgres"))
            .script(fmt::format("DROP DATABASE {} WITH (FORCE)", database_));
    } catch (Failure const& failure) {
        std::fprintf(stderr, "%s\n", failure.what());
    }
}

}  // namespace jizhi::store::testing
