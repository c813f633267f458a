#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/connection.hpp"
#include "store/postgres_library.hpp"

namespace jizhi::store {

/// One connection to a PostgreSQL server, in pipeline mode: what `execute_later` is given travels
/// with the next statement that somebody waits for.
class PostgresConnection : public Connection {
public:
    /// Throws Failure where the server cannot be reached or does not keep text as UTF-8.
    explicit PostgresConnection(std::string const& address);
    ~PostgresConnection() override;
    PostgresConnection(PostgresConnection const&) = delete;
    PostgresConnection& operator=(PostgresConnection const&) = delete;

    using Connection::execute;
    using Connection::execute_later;
    using Connection::query;
    void query(std::string_view sql, std::span<Bind const> binds, OnRow const& on_row) override;
    std::int64_t execute(std::string_view sql, std::span<Bind const> binds) override;
    void execute_later(std::string_view sql, std::span<Bind const> binds) override;
    void script(std::string_view sql) override;
    [[nodiscard]] bool in_transaction() const override;
    [[nodiscard]] bool aborted() const override;
    [[nodiscard]] Dialect dialect() const override { return Dialect::postgres; }
    [[nodiscard]] bool usable() const override;

private:
    struct Clear {
        void operator()(PGresult* r) const;
    };
    using Answer = std::unique_ptr<PGresult, Clear>;
    struct Sent {
        std::string sql;           ///< for the message of a failure
        std::string prepared_key;  ///< of what it prepares; empty where it runs a statement
    };
    class AnswerRow;

    /// Puts the statement, and before its first run its preparation, into the pipeline.
    void send(std::string_view sql, std::span<Bind const> binds);
    [[nodiscard]] std::string prepared(std::string_view sql, std::span<Bind const> binds);
    /// Sends what is in the pipeline and takes all answers; the last statement's is returned.
    Answer receive();
    Answer next_answer();
    [[nodiscard]] Failure failure(PGresult const* answer, std::string const& sql) const;
    void forget_statements();
    void forget_unprepared(std::vector<Sent> const& sent, std::size_t from);

    PostgresLibrary const& pq_;
    PGconn* handle_;
    std::vector<Sent> sent_;
    std::unordered_map<std::string, std::string> statements_;  ///< types + SQL → name
    std::uint64_t statements_made_ = 0;
    bool later_failed_ = false;  ///< a statement nobody waited for: the batch is lost
};

}  // namespace jizhi::store
