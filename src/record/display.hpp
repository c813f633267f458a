#pragma once
#include <map>
#include <string>

#include "record/query.hpp"
#include "region/regions.hpp"

namespace jizhi::record {

/// Values as people read them: titles of codes, names of regions, labels of records. Made for one
/// request; remembers what it looked up.
class Display {
public:
    Display(store::Connection& sql, Catalog const& catalog, store::Keys const& keys,
            region::Tree const& tree)
        : sql_(sql), catalog_(catalog), keys_(keys), tree_(tree) {}

    /// {zh, en}; null where the raw value says it all (numbers, dates, text).
    [[nodiscard]] Value of(Field const& field, Value const& value, std::string const& region);
    /// The same, but always a text in that language.
    [[nodiscard]] std::string text(Field const& field, Value const& value,
                                   std::string const& region, std::string_view language);
    /// What names a row in one language.
    [[nodiscard]] std::string label(RecordType const& type, Context const& values,
                                    std::string const& region, std::string_view language);
    /// What names another record; "" where there is none.
    [[nodiscard]] std::string label_of(std::string const& type, std::string const& id);
    /// A row of the API: id, version, region, values, display, differs, status.
    [[nodiscard]] Value row(RecordType const& type, Row const& row);

private:
    [[nodiscard]] Title title_of_code(Field const& field, std::string const& code,
                                      std::string const& region);
    [[nodiscard]] std::vector<std::string> const& path(std::string const& region);

    store::Connection& sql_;
    Catalog const& catalog_;
    store::Keys const& keys_;
    region::Tree const& tree_;
    std::map<std::string, std::string, std::less<>> labels_;
    std::map<std::string, std::vector<std::string>, std::less<>> paths_;
};

}  // namespace jizhi::record
