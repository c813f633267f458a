// Rows of a table as bytes: for each column n (null), or i, t, b and its length, ':' and content.
#include <fmt/core.h>

#include <charconv>

#include "kit/crypto.hpp"
#include "kit/text.hpp"
#include "store/table.hpp"

namespace jizhi::store {
namespace {

constexpr std::int64_t rows_per_query = 2'000;

std::string column_list(std::vector<Column> const& columns) {
    std::string out;
    for (auto const& c : columns) out += (out.empty() ? "\"" : ", \"") + c.name + '"';
    return out;
}

void put(std::string& out, char tag, std::string_view content) {
    out += tag;
    out += std::to_string(content.size());
    out += ':';
    out += content;
}

void encode(std::string& out, Table const& table, Row const& row) {
    out.clear();
    for (int at = 0; auto const& column : table.columns) {
        if (row.null(at))
            out += 'n';
        else if (column.type == "BIGINT")
            put(out, 'i', std::to_string(row.integer(at)));
        else if (column.type == "BLOB")
            put(out, 'b', row.blob(at));
        else
            put(out, 't', row.text(at));
        ++at;
    }
}

[[noreturn]] void damaged() {
    throw Failure(Failure::Kind::broken, "a row of the backup cannot be read");
}

/// Takes one value off the front of `row`.
Bind decode(std::string_view& row) {
    if (row.empty()) damaged();
    char const tag = row[0];
    row.remove_prefix(1);
    if (tag == 'n') return nullptr;
    std::size_t size = 0;
    auto const end = std::from_chars(row.data(), row.data() + row.size(), size);
    auto const head = static_cast<std::size_t>(end.ptr - row.data()) + 1;
    if (end.ec != std::errc() || head > row.size() || row.size() - head < size) damaged();
    auto const content = row.substr(head, size);
    row.remove_prefix(head + size);
    if (tag == 't') return content;
    if (tag == 'b') return BlobView{content};
    std::int64_t number = 0;
    auto const done = std::from_chars(content.data(), content.data() + size, number);
    if (tag != 'i' || done.ec != std::errc()) damaged();
    return number;
}

/// A key as values to continue after, owning its bytes.
class Key {
public:
    explicit Key(Table const& table) {
        for (auto const& name : table.primary_key)
            for (std::size_t i = 0; i < table.columns.size(); ++i)
                if (table.columns[i].name == name) at_.push_back({i, table.columns[i].type});
    }
    void take(Row const& row) {
        numbers_.clear();
        texts_.clear();
        for (auto const& [column, type] : at_) {
            auto const at = static_cast<int>(column);
            numbers_.push_back(type == "BIGINT" ? row.integer(at) : 0);
            texts_.emplace_back(type == "BLOB" ? row.blob(at) : row.text(at));
        }
    }
    [[nodiscard]] std::vector<Bind> binds() const {
        std::vector<Bind> out;
        for (std::size_t i = 0; i < numbers_.size(); ++i)
            if (at_[i].second == "BIGINT")
                out.emplace_back(numbers_[i]);
            else if (at_[i].second == "BLOB")
                out.emplace_back(BlobView{texts_[i]});
            else
                out.emplace_back(std::string_view(texts_[i]));
        return out;
    }

private:
    std::vector<std::pair<std::size_t, std::string>> at_;
    std::vector<std::int64_t> numbers_;
    std::vector<std::string> texts_;
};

std::string marks(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += i == 0 ? "?" : ", ?";
    return out;
}

/// A part at a time, each going on after the last key: a server hands over a whole answer at once.
void read_by_key(Connection& sql, Table const& table, Connection::OnRow const& on_row) {
    std::string keys;
    for (auto const& name : table.primary_key) keys += (keys.empty() ? "\"" : ", \"") + name + '"';
    auto const select =
        fmt::format("SELECT {} FROM \"{}\"", column_list(table.columns), table.name);
    auto const order = fmt::format(" ORDER BY {} LIMIT {}", keys, rows_per_query);
    auto const next =
        fmt::format("{} WHERE ({}) > ({}){}", select, keys, marks(table.primary_key.size()), order);
    Key key(table);
    std::int64_t seen = 0;
    auto const note = [&](Row const& row) {
        on_row(row);
        if (++seen == rows_per_query) key.take(row);
    };
    sql.query(select + order, {}, note);
    while (seen == rows_per_query) {
        seen = 0;
        Key const after = key;  // the callback takes the next one while this one is bound
        sql.query(next, after.binds(), note);
    }
}

}  // namespace

void read_rows(Connection& sql, Table const& table,
               std::function<void(std::string_view row)> const& on_row) {
    std::string encoded;
    auto const encode_row = [&](Row const& row) {
        encode(encoded, table, row);
        on_row(encoded);
    };
    if (!table.primary_key.empty()) return read_by_key(sql, table, encode_row);
    auto const columns = column_list(table.columns);
    sql.query(fmt::format("SELECT {0} FROM \"{1}\" ORDER BY {0}", columns, table.name), {},
              encode_row);
}

void insert_row(Connection& sql, Table const& table, std::string_view row) {
    std::vector<Bind> binds;
    for (std::size_t i = 0; i < table.columns.size(); ++i) binds.push_back(decode(row));
    if (!row.empty()) damaged();
    sql.execute_later(fmt::format("INSERT INTO \"{}\" ({}) VALUES ({})", table.name,
                                  column_list(table.columns), marks(table.columns.size())),
                      std::span<Bind const>(binds));
}

void RowsDigest::add(std::string_view row) {
    auto const size = std::to_string(row.size()) + ":";
    sum_.add(size);
    sum_.add(row);
}

std::string RowsDigest::finish() { return text::hex(sum_.finish()); }

std::string digest(Connection& sql, Table const& table) {
    RowsDigest sum;
    read_rows(sql, table, [&](std::string_view row) { sum.add(row); });
    return sum.finish();
}

}  // namespace jizhi::store
