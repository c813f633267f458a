#include "store/postgres_sql.hpp"

#include "kit/text.hpp"

namespace jizhi::store {
namespace {

bool word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Walks over SQL and copies it, word by word.
class Translation {
public:
    explicit Translation(std::string_view sql) : sql_(sql) {}

    std::string run() {
        while (at_ < sql_.size()) step();
        return std::move(out_);
    }

private:
    void step() {
        char const c = sql_[at_];
        if (c == '\'' || c == '"') return quoted(c);
        if (c == '-' && sql_.substr(at_, 2) == "--") return comment();
        if (word_character(c)) return word();
        if (c == '?') return placeholder();
        if (c == ';') declares_ = false, first_.clear();
        out_ += c;
        ++at_;
    }

    /// A doubled quote ends one piece and begins the next: the sum is the same.
    void quoted(char quote) {
        auto end = sql_.find(quote, at_ + 1);
        end = end == std::string_view::npos ? sql_.size() : end + 1;
        copy(end);
    }

    void comment() {
        auto const end = sql_.find('\n', at_);
        copy(end == std::string_view::npos ? sql_.size() : end);
    }

    void word() {
        auto end = at_;
        while (end < sql_.size() && word_character(sql_[end])) ++end;
        auto const upper = text::upper(sql_.substr(at_, end - at_));
        if (first_.empty()) first_ = upper;
        if ((first_ == "CREATE" || first_ == "ALTER") && upper == "TABLE") declares_ = true;
        auto const type = sql_.substr(at_, end - at_);  // types are upper case, columns are not
        if (type == "BLOB") {
            out_ += "BYTEA";
            at_ = end;
            return;
        }
        copy(end);
        if (declares_ && type == "TEXT") out_ += " COLLATE \"C\"";
    }

    void placeholder() {
        out_ += '$' + std::to_string(++count_);
        ++at_;
        // `? IS NULL` gives the server nothing to tell the type of the value from.
        auto const next = sql_.find_first_not_of(" \n", at_);
        if (next != std::string_view::npos && text::upper(sql_.substr(next, 3)) == "IS ")
            out_ += "::text";
    }

    void copy(std::size_t end) {
        out_ += sql_.substr(at_, end - at_);
        at_ = end;
    }

    std::string_view sql_;
    std::size_t at_ = 0;
    std::string out_;
    std::string first_;      ///< the first word of the statement
    bool declares_ = false;  ///< inside CREATE TABLE or ALTER TABLE
    int count_ = 0;
};

}  // namespace

std::string to_postgres(std::string_view sql) { return Translation(sql).run(); }

}  // namespace jizhi::store
