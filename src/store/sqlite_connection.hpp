#pragma once
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "store/connection.hpp"
#include "store/statement_queue.hpp"

namespace jizhi::store {

/// One SQLite connection with its prepared statements.
class SqliteConnection : public Connection {
public:
    enum class Use { read, write };
    /// Throws Failure where the file cannot be opened as a database.
    SqliteConnection(std::filesystem::path const& file, Use use);
    ~SqliteConnection() override;
    SqliteConnection(SqliteConnection const&) = delete;
    SqliteConnection& operator=(SqliteConnection const&) = delete;

    using Connection::execute;
    using Connection::query;
    void query(std::string_view sql, std::span<Bind const> binds, OnRow const& on_row) override;
    std::int64_t execute(std::string_view sql, std::span<Bind const> binds) override;
    void execute_later(std::string_view sql, std::span<Bind const> binds) override;
    void run_ahead(bool on) override;
    void script(std::string_view sql) override;
    [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }
    [[nodiscard]] bool in_transaction() const override;

    /// Nothing is under way on it when this returns.
    [[nodiscard]] sqlite3* handle();

private:
    struct Finalize {
        void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const {
            return std::hash<std::string_view>{}(s);
        }
    };
    class InUse;

    /// Carries a statement out on whatever thread asks; `query` waits for the queue before.
    void step(std::string_view sql, std::span<Bind const> binds, OnRow const& on_row);
    [[nodiscard]] Statement prepare(std::string_view sql, unsigned flags);
    [[nodiscard]] sqlite3_stmt* cached(std::string_view sql);
    void set(std::string_view pragma);
    static bool count_no_memory();
    [[noreturn]] void throw_failure(std::string_view sql);

    sqlite3* handle_ = nullptr;
    std::unordered_map<std::string, Statement, Hash, std::equal_to<>> statements_;
    bool ahead_ = false;
    int reading_ = 0;  ///< queries whose rows are being looked at: meanwhile nothing runs ahead
    std::unique_ptr<StatementQueue> queue_;
};

}  // namespace jizhi::store
