#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace jizhi::store {

struct BlobView {
    std::string_view bytes;
};

/// One value handed to a `?` of a statement. Views must live until the call returns.
using Bind = std::variant<std::nullptr_t, std::int64_t, std::string_view, BlobView>;
using Binds = std::initializer_list<Bind>;

/// The database could not do what it was asked: a bug in the SQL, a full disk, a lost server, or a
/// constraint. Thrown, because no caller on the way can mend it; the writer rolls the command back.
class Failure : public std::runtime_error {
public:
    enum class Kind { constraint, busy, broken };
    Failure(Kind of, std::string const& what) : std::runtime_error(what), kind(of) {}
    Kind kind;
};

/// One row of an answer; columns from 0. Valid only inside the callback.
class Row {
public:
    virtual ~Row() = default;
    [[nodiscard]] virtual bool null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;  ///< "" where null
    [[nodiscard]] virtual std::string_view blob(int column) const = 0;
    [[nodiscard]] virtual int columns() const = 0;
};

enum class Dialect { sqlite, postgres };

/// One connection to one database. Not thread-safe: a thread borrows its own. Statements are
/// prepared once and kept by their text; `?` stands for a value on both stores. Text compares by
/// its bytes, LIKE minds the case; types are TEXT, BIGINT and BLOB, in upper case.
class Connection {
public:
    virtual ~Connection() = default;
    using OnRow = std::function<void(Row const&)>;
    virtual void query(std::string_view sql, std::span<Bind const> binds, OnRow const& on_row) = 0;
    /// Rows changed.
    virtual std::int64_t execute(std::string_view sql, std::span<Bind const> binds) = 0;
    /// Like `execute`, for statements whose count nobody reads and that cannot fail by what is in
    /// them: on a server they travel with the next statement, and a failure fails the whole batch.
    virtual void execute_later(std::string_view sql, std::span<Bind const> binds) {
        execute(sql, binds);
    }
    /// While on, `execute_later` may return before the statement is carried out, and another thread
    /// carries it out meanwhile; any other call waits for what is under way. For who writes many
    /// rows: see `Ahead`.
    virtual void run_ahead(bool on) { static_cast<void>(on); }
    /// Several statements at once, without values: schema changes.
    virtual void script(std::string_view sql) = 0;
    /// Whether a transaction is open and can still be committed or rolled back.
    [[nodiscard]] virtual bool in_transaction() const = 0;
    [[nodiscard]] virtual Dialect dialect() const = 0;
    /// Whether a failed statement was passed over, so that the server takes no more until the
    /// savepoint is rolled back. (SQLite goes on; no command may count on that.)
    [[nodiscard]] virtual bool aborted() const { return false; }
    /// False once the server behind it is lost.
    [[nodiscard]] virtual bool usable() const { return true; }

    void query(std::string_view sql, Binds binds, OnRow const& on_row) {
        query(sql, std::span<Bind const>(binds.begin(), binds.size()), on_row);
    }
    std::int64_t execute(std::string_view sql, Binds binds = {}) {
        return execute(sql, std::span<Bind const>(binds.begin(), binds.size()));
    }
    void execute_later(std::string_view sql, Binds binds = {}) {
        execute_later(sql, std::span<Bind const>(binds.begin(), binds.size()));
    }
    /// The first column of the first row; `otherwise` where there is none or it is null.
    std::int64_t integer(std::string_view sql, Binds binds = {}, std::int64_t otherwise = 0);
    std::string text(std::string_view sql, Binds binds = {});
};

/// Lets statements run ahead as long as it lives, where there are so many that it pays.
class Ahead {
public:
    Ahead(Connection& sql, std::size_t statements) : sql_(sql) {
        if (statements >= worth_it) sql_.run_ahead(true);
    }
    ~Ahead() { sql_.run_ahead(false); }
    Ahead(Ahead const&) = delete;
    Ahead& operator=(Ahead const&) = delete;

private:
    static constexpr std::size_t worth_it = 64;
    Connection& sql_;
};

/// A read connection lent for the lifetime of this handle; goes back to the pool by itself.
using Lease = std::unique_ptr<Connection, std::function<void(Connection*)>>;

/// One database, SQLite in a data folder or PostgreSQL. Thread-safe.
class Store {
public:
    virtual ~Store() = default;
    /// A connection that only reads and sees everything committed before the call.
    [[nodiscard]] virtual Lease read() = 0;
    /// Gives back what connections that nobody uses hold in memory: after work that comes seldom
    /// and reads much.
    virtual void close_idle() {}
    [[nodiscard]] virtual Dialect dialect() const = 0;
};

}  // namespace jizhi::store
