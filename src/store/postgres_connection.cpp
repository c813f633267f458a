#include "store/postgres_connection.hpp"

#include <fmt/core.h>

#include <charconv>
#include <utility>

#include "kit/limits.hpp"
#include "store/postgres_sql.hpp"

namespace jizhi::store {
namespace {

constexpr Oid oid_bytea = 17, oid_bigint = 20, oid_inferred = 0;

Oid type_of(Bind const& value) {
    if (std::holds_alternative<std::int64_t>(value)) return oid_bigint;
    if (std::holds_alternative<BlobView>(value)) return oid_bytea;
    // Text takes the type of where it stands, so that '2026-01-05' or '5' need no cast.
    return oid_inferred;
}

/// Values in the form in which libpq takes them.
struct Parameters {
    std::vector<std::string> owned;
    std::vector<char const*> values;
    std::vector<int> lengths, formats;

    explicit Parameters(std::span<Bind const> binds) {
        owned.reserve(binds.size());
        for (auto const& bind : binds) add(bind);
    }

private:
    void add(Bind const& bind) {
        bool const blob = std::holds_alternative<BlobView>(bind);
        if (auto const* n = std::get_if<std::int64_t>(&bind))
            owned.push_back(std::to_string(*n));
        else if (auto const* t = std::get_if<std::string_view>(&bind))
            owned.emplace_back(*t);
        else if (blob)
            owned.emplace_back(std::get<BlobView>(bind).bytes);
        else
            owned.emplace_back();
        bool const null = std::holds_alternative<std::nullptr_t>(bind);
        values.push_back(null ? nullptr : owned.back().c_str());
        lengths.push_back(static_cast<int>(owned.back().size()));
        formats.push_back(blob ? 1 : 0);
    }
};

int nibble(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

/// "\x00ff" as bytes: how the server writes BYTEA in text form.
std::string bytes_of(std::string_view hex) {
    std::string out;
    out.reserve(hex.size() / 2);
    for (std::size_t i = 2; i + 1 < hex.size(); i += 2)
        out += static_cast<char>(nibble(hex[i]) * 16 + nibble(hex[i + 1]));
    return out;
}

void ignore_notice(void*, char const*) {}

}  // namespace

void PostgresConnection::Clear::operator()(PGresult* r) const { postgres_library().clear(r); }

class PostgresConnection::AnswerRow : public Row {
public:
    AnswerRow(PostgresLibrary const& pq, PGresult const* answer) : pq_(pq), answer_(answer) {}
    int at = 0;

    bool null(int column) const override { return pq_.getisnull(answer_, at, column) != 0; }
    std::int64_t integer(int column) const override {
        auto const t = text(column);
        if (t == "t") return 1;  // a comparison; "f" reads as 0 below
        std::int64_t n = 0;
        std::from_chars(t.data(), t.data() + t.size(), n);
        return n;
    }
    std::string_view text(int column) const override {
        return {pq_.getvalue(answer_, at, column),
                static_cast<std::size_t>(pq_.getlength(answer_, at, column))};
    }
    std::string_view blob(int column) const override {
        // One buffer a column: a caller may hold views of two columns at once.
        blobs_.resize(static_cast<std::size_t>(columns()));
        return blobs_[static_cast<std::size_t>(column)] = bytes_of(text(column));
    }
    int columns() const override { return pq_.nfields(answer_); }

private:
    PostgresLibrary const& pq_;
    PGresult const* answer_;
    mutable std::vector<std::string> blobs_;
};

PostgresConnection::PostgresConnection(std::string const& address)
    : pq_(postgres_library()), handle_(pq_.connectdb(address.c_str())) {
    if (!usable()) {
        Failure const failure(Failure::Kind::broken,
                              handle_ == nullptr ? "no memory" : pq_.errorMessage(handle_));
        pq_.finish(handle_);
        throw failure;
    }
    pq_.setNoticeProcessor(handle_, ignore_notice, nullptr);
    try {
        script(
            "SET client_encoding = 'UTF8'; SET bytea_output = 'hex'; "
            "SET client_min_messages = warning; SET TimeZone = 'UTC'");
        if (text("SHOW server_encoding") != "UTF8")
            throw Failure(Failure::Kind::broken,
                          "the database does not keep text as UTF-8: "
                          "CREATE DATABASE … ENCODING 'UTF8'");
    } catch (...) {
        pq_.finish(handle_);
        throw;
    }
}

PostgresConnection::~PostgresConnection() { pq_.finish(handle_); }

bool PostgresConnection::usable() const {
    return handle_ != nullptr && pq_.status(handle_) == CONNECTION_OK;
}

bool PostgresConnection::in_transaction() const {
    auto const status = pq_.transactionStatus(handle_);
    // While statements travel the library says "active": they travel within the transaction.
    bool const travels = status == PQTRANS_ACTIVE && !sent_.empty();
    return !later_failed_ && (travels || status == PQTRANS_INTRANS || status == PQTRANS_INERROR);
}

bool PostgresConnection::aborted() const {
    return pq_.transactionStatus(handle_) == PQTRANS_INERROR;
}

Failure PostgresConnection::failure(PGresult const* answer, std::string const& sql) const {
    auto const* const state = pq_.resultErrorField(answer, PG_DIAG_SQLSTATE);
    std::string_view const code = state == nullptr ? "" : state;
    auto const kind = code.starts_with("23") ? Failure::Kind::constraint
                      : code.starts_with("40") || code.starts_with("55P") ? Failure::Kind::busy
                                                                          : Failure::Kind::broken;
    auto const* const why =
        answer == nullptr ? pq_.errorMessage(handle_) : pq_.resultErrorMessage(answer);
    return {kind, fmt::format("{} in: {}", why, sql)};
}

std::string PostgresConnection::prepared(std::string_view sql, std::span<Bind const> binds) {
    std::string key;
    std::vector<Oid> types;
    for (auto const& bind : binds) {
        types.push_back(type_of(bind));
        key += static_cast<char>('a' + types.back());
    }
    key.append("|").append(sql);
    if (auto const found = statements_.find(key); found != statements_.end()) return found->second;
    auto name = fmt::format("s{}", ++statements_made_);
    if (pq_.sendPrepare(handle_, name.c_str(), to_postgres(sql).c_str(),
                        static_cast<int>(types.size()), types.data()) != 1)
        throw failure(nullptr, std::string(sql));
    sent_.push_back({std::string(sql), key});
    statements_.emplace(std::move(key), name);
    return name;
}

void PostgresConnection::forget_statements() {
    statements_.clear();
    receive();
    script("DEALLOCATE ALL");
}

void PostgresConnection::send(std::string_view sql, std::span<Bind const> binds) {
    if (statements_.size() >= limits::statements_per_connection_max) forget_statements();
    if (sent_.empty() && pq_.enterPipelineMode(handle_) != 1)
        throw failure(nullptr, std::string(sql));
    auto const name = prepared(sql, binds);
    Parameters const p(binds);
    if (pq_.sendQueryPrepared(handle_, name.c_str(), static_cast<int>(binds.size()),
                              p.values.data(), p.lengths.data(), p.formats.data(), 0) != 1)
        throw failure(nullptr, std::string(sql));
    sent_.push_back({std::string(sql), {}});
}

PostgresConnection::Answer PostgresConnection::next_answer() {
    Answer answer(pq_.getResult(handle_));
    if (!answer) return answer;
    // Each statement's answer is followed by nothing, but for the sync point's.
    if (pq_.resultStatus(answer.get()) != PGRES_PIPELINE_SYNC)
        Answer const end(pq_.getResult(handle_));
    return answer;
}

PostgresConnection::Answer PostgresConnection::receive() {
    if (sent_.empty()) return {};
    auto const sent = std::exchange(sent_, {});
    if (pq_.pipelineSync(handle_) != 1) throw failure(nullptr, sent.back().sql);
    Answer last, bad;
    std::size_t bad_at = 0;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        last = next_answer();
        auto const status = pq_.resultStatus(last.get());
        bool const good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
        if (good || bad) continue;
        bad = std::move(last);
        bad_at = i;
        if (!usable()) break;
    }
    if (usable()) next_answer();  // of the sync point
    pq_.exitPipelineMode(handle_);
    if (!bad) return last;
    forget_unprepared(sent, bad_at);
    auto const waited_for = sent.size() - (sent[bad_at].prepared_key.empty() ? 1 : 2);
    later_failed_ = bad_at < waited_for;
    throw failure(bad.get(), sent[bad_at].sql);
}

/// After a failure the server passes over the rest of the pipeline, preparations included.
void PostgresConnection::forget_unprepared(std::vector<Sent> const& sent, std::size_t from) {
    for (auto i = from; i < sent.size(); ++i)
        if (!sent[i].prepared_key.empty()) statements_.erase(sent[i].prepared_key);
}

void PostgresConnection::query(std::string_view sql, std::span<Bind const> binds,
                               OnRow const& on_row) {
    send(sql, binds);
    auto const answer = receive();
    AnswerRow row(pq_, answer.get());
    auto const rows = pq_.ntuples(answer.get());
    for (row.at = 0; row.at < rows; ++row.at) on_row(row);
}

std::int64_t PostgresConnection::execute(std::string_view sql, std::span<Bind const> binds) {
    send(sql, binds);
    auto const answer = receive();
    std::string_view const count = pq_.cmdTuples(answer.get());
    std::int64_t n = 0;
    std::from_chars(count.data(), count.data() + count.size(), n);
    return n;
}

void PostgresConnection::execute_later(std::string_view sql, std::span<Bind const> binds) {
    send(sql, binds);
    // Answers pile up at the server; where they filled its buffer, both sides would wait for ever.
    constexpr std::size_t unanswered_max = 256;
    if (sent_.size() < unanswered_max) return;
    try {
        receive();
    } catch (Failure const&) {
        later_failed_ = true;
        throw;
    }
}

void PostgresConnection::script(std::string_view sql) {
    receive();
    auto const translated = to_postgres(sql);
    Answer const answer(pq_.exec(handle_, translated.c_str()));
    auto const status = pq_.resultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw failure(answer.get(), std::string(sql));
}

}  // namespace jizhi::store
