#include "store/sqlite_connection.hpp"

#include <fmt/core.h>

#include "kit/limits.hpp"

namespace jizhi::store {
namespace {

/// How long a statement waits for another process (a command line tool beside the server).
constexpr int busy_timeout_ms = 10'000;

Failure::Kind kind_of(int code) {
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            return Failure::Kind::constraint;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Failure::Kind::busy;
        default:
            return Failure::Kind::broken;
    }
}

class SqliteRow : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
    bool null(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override {
        return sqlite3_column_int64(statement_, column);
    }
    std::string_view text(int column) const override {
        auto const* p = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
        return p == nullptr ? std::string_view() : std::string_view(p, bytes(column));
    }
    std::string_view blob(int column) const override {
        auto const* p = static_cast<char const*>(sqlite3_column_blob(statement_, column));
        return p == nullptr ? std::string_view() : std::string_view(p, bytes(column));
    }
    int columns() const override { return sqlite3_column_count(statement_); }

private:
    [[nodiscard]] std::size_t bytes(int column) const {
        return static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    }
    sqlite3_stmt* statement_;
};

int bind_one(sqlite3_stmt* s, int at, Bind const& value) {
    // A view of nothing has no address, and SQLite would take that for NULL.
    auto const data = [](std::string_view v) { return v.data() == nullptr ? "" : v.data(); };
    if (auto const* n = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(s, at, *n);
    if (auto const* t = std::get_if<std::string_view>(&value))
        return sqlite3_bind_text64(s, at, data(*t), t->size(), SQLITE_STATIC, SQLITE_UTF8);
    if (auto const* b = std::get_if<BlobView>(&value))
        return sqlite3_bind_blob64(s, at, data(b->bytes), b->bytes.size(), SQLITE_STATIC);
    return sqlite3_bind_null(s, at);
}

}  // namespace

/// A statement lent for one run: reset afterwards, whatever happens.
class SqliteConnection::InUse {
public:
    InUse(SqliteConnection& connection, std::string_view sql, std::span<Bind const> binds)
        : statement_(connection.cached(sql)) {
        // The same text may be running further up: a query inside a query's callback.
        if (sqlite3_stmt_busy(statement_) != 0)
            statement_ = (own_ = connection.prepare(sql, 0)).get();
        if (static_cast<int>(binds.size()) != sqlite3_bind_parameter_count(statement_))
            throw Failure(Failure::Kind::broken,
                          fmt::format("{} values for: {}", binds.size(), sql));
        for (int at = 1; auto const& value : binds)
            if (bind_one(statement_, at++, value) != SQLITE_OK) connection.throw_failure(sql);
    }
    ~InUse() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    InUse(InUse const&) = delete;
    InUse& operator=(InUse const&) = delete;
    [[nodiscard]] sqlite3_stmt* get() const { return statement_; }

private:
    Statement own_;
    sqlite3_stmt* statement_;
};

/// SQLite counts its memory under one lock for all threads; nobody reads that count.
bool SqliteConnection::count_no_memory() {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
}

SqliteConnection::SqliteConnection(std::filesystem::path const& file, Use use) {
    [[maybe_unused]] static bool const once = count_no_memory();
    auto const flags =
        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (use == Use::write ? SQLITE_OPEN_CREATE : 0);
    auto const code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
    if (code != SQLITE_OK) {
        Failure const failure(Failure::Kind::broken,
                              fmt::format("{}: {}", file.string(), sqlite3_errstr(code)));
        sqlite3_close_v2(handle_);
        throw failure;
    }
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, busy_timeout_ms);
    try {
        set("foreign_keys=ON");
        set("case_sensitive_like=ON");  // as PostgreSQL does
        set("synchronous=FULL");
        set("mmap_size=67108864");
        set("temp_store=MEMORY");
        set(use == Use::read ? "cache_size=-1024" : "cache_size=-16384");
        if (use == Use::write) {
            set("journal_mode=WAL");
            // A large command, an import, keeps its pages until the commit instead of writing
            // each several times; at most 64 MB of them.
            set("cache_spill=16384");
            set("wal_autocheckpoint=0");  // the checkpointer does that, off the commit path
        } else {
            set("query_only=ON");
        }
    } catch (...) {
        statements_.clear();
        sqlite3_close_v2(handle_);
        throw;
    }
}

SqliteConnection::~SqliteConnection() {
    queue_.reset();
    statements_.clear();
    sqlite3_close_v2(handle_);
}

void SqliteConnection::set(std::string_view pragma) { script(fmt::format("PRAGMA {}", pragma)); }

void SqliteConnection::throw_failure(std::string_view sql) {
    throw Failure(kind_of(sqlite3_errcode(handle_)),
                  fmt::format("{} in: {}", sqlite3_errmsg(handle_), sql));
}

SqliteConnection::Statement SqliteConnection::prepare(std::string_view sql, unsigned flags) {
    sqlite3_stmt* statement = nullptr;
    char const* tail = nullptr;
    if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), flags, &statement,
                           &tail) != SQLITE_OK)
        throw_failure(sql);
    Statement made(statement);
    auto const rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
    if (!made || rest.find_first_not_of(" \t\r\n;") != std::string_view::npos)
        throw Failure(Failure::Kind::broken, fmt::format("not one statement: {}", sql));
    return made;
}

sqlite3_stmt* SqliteConnection::cached(std::string_view sql) {
    if (auto const found = statements_.find(sql); found != statements_.end())
        return found->second.get();
    auto made = prepare(sql, SQLITE_PREPARE_PERSISTENT);
    if (statements_.size() >= limits::statements_per_connection_max)
        std::erase_if(statements_,
                      [](auto const& s) { return sqlite3_stmt_busy(s.second.get()) == 0; });
    return statements_.emplace(sql, std::move(made)).first->second.get();
}

void SqliteConnection::query(std::string_view sql, std::span<Bind const> binds,
                             OnRow const& on_row) {
    if (queue_) queue_->drain();
    struct Reading {
        explicit Reading(int& c) : count(c) { ++count; }
        ~Reading() { --count; }
        Reading(Reading const&) = delete;
        Reading& operator=(Reading const&) = delete;
        int& count;
    } const reading(reading_);
    step(sql, binds, on_row);
}

void SqliteConnection::run_ahead(bool on) {
    ahead_ = on;
    if (on && !queue_)
        queue_ = std::make_unique<StatementQueue>(
            [this](std::string_view sql, std::span<Bind const> binds) {
                step(sql, binds, [](Row const&) {});
            });
}

void SqliteConnection::execute_later(std::string_view sql, std::span<Bind const> binds) {
    if (ahead_ && reading_ == 0)
        queue_->push(sql, binds);
    else
        execute(sql, binds);
}

bool SqliteConnection::in_transaction() const {
    if (queue_) queue_->settle();
    return sqlite3_get_autocommit(handle_) == 0;
}

sqlite3* SqliteConnection::handle() {
    if (queue_) queue_->settle();
    return handle_;
}

void SqliteConnection::step(std::string_view sql, std::span<Bind const> binds,
                            OnRow const& on_row) {
    InUse const use(*this, sql, binds);
    SqliteRow const row(use.get());
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(use.get())) == SQLITE_ROW) on_row(row);
    if (code != SQLITE_DONE) throw_failure(sql);
}

std::int64_t SqliteConnection::execute(std::string_view sql, std::span<Bind const> binds) {
    if (queue_) queue_->drain();
    auto const before = sqlite3_total_changes64(handle_);
    query(sql, binds, [](Row const&) {});
    // A statement that changes nothing leaves the last one's count standing: ask only if it moved.
    return sqlite3_total_changes64(handle_) == before ? 0 : sqlite3_changes64(handle_);
}

void SqliteConnection::script(std::string_view sql) {
    if (queue_) queue_->drain();
    if (sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw_failure(sql);
}

}  // namespace jizhi::store
