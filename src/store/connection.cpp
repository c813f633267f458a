#include "store/connection.hpp"

namespace jizhi::store {

std::int64_t Connection::integer(std::string_view sql, Binds binds, std::int64_t otherwise) {
    bool first = true;
    query(sql, binds, [&](Row const& row) {
        if (first && !row.null(0)) otherwise = row.integer(0);
        first = false;
    });
    return otherwise;
}

std::string Connection::text(std::string_view sql, Binds binds) {
    std::string found;
    bool first = true;
    query(sql, binds, [&](Row const& row) {
        if (first) found = row.text(0);
        first = false;
    });
    return found;
}

}  // namespace jizhi::store
