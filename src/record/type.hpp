#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record/field.hpp"

namespace jizhi::record {

/// Text with FEEL in braces: "签订合同,至{ends_on}". Compiled once.
struct Template {
    struct Part {
        std::string text;                            ///< said as it is, where there is no FEEL
        std::optional<feel::Expression> expression;
        std::string field;                           ///< where the braces hold only a field's id
    };
    std::vector<Part> zh, en;
};

struct Section {
    Title title;
    std::vector<std::string> fields;
};

/// What the timeline says of a row, and on which day.
struct TimelineEntry {
    std::string group;  ///< code of the dictionary `timeline_group`
    std::string date;   ///< a date field
    Template title;
    std::optional<feel::Expression> condition;
};

/// "N of these fall due": one row of the to-do list a region.
struct Reminder {
    std::string id;
    std::string date;                 ///< a date field
    std::int64_t days = 0;
    std::string days_parameter;       ///< where a parameter says how many
    std::optional<feel::Expression> condition;
    Title title;                      ///< with {count} and {days}
    std::string view;
};

/// Writing a child also changes its parent: `values` maps the parent's field to the child's. What
/// the child leaves empty does not change.
struct Applies {
    std::string on;  ///< the child's date field: from when the change is true
    std::vector<std::pair<std::string, std::string>> values;
};

/// Columns of an imported row that make a child row beside it.
struct ImportedChild {
    std::string child;
    std::vector<std::string> fields;
    std::map<std::string, std::vector<std::string>, std::less<>> synonyms;  ///< by field
};

/// A declared kind of record: a table with history. Immutable; any thread may read it.
struct RecordType {
    std::string id;
    Title title, help;
    std::string pack;                  ///< the pack that declares it
    std::vector<std::string> region_levels;  ///< empty where it is a child
    std::string region_field;          ///< the field that says where a row belongs
    std::string parent;                ///< type of the parent; "" where it has none
    std::vector<std::string> children;
    bool approval = false;             ///< every write waits for a second person
    std::string label;                 ///< the field that names a row
    std::vector<std::string> search, sort, key;
    std::string starts_with, ends_with, status;
    std::vector<Section> sections;
    std::vector<TimelineEntry> timeline;
    std::vector<Check> checks;
    std::vector<Reminder> reminders;
    std::optional<Applies> applies;
    std::vector<ImportedChild> imported_children;
    std::vector<Field> fields;
    std::string columns;  ///< "a.id, a.parent_id, …, a."name", …": what `read_stored` reads, as SQL
    /// model -> input -> FEEL text over the record and its children.
    std::map<std::string, std::vector<std::pair<std::string, std::string>>, std::less<>> bind;

    [[nodiscard]] Field const* field(std::string_view field_id) const;
    [[nodiscard]] std::string table() const { return "r_" + id; }
    /// SQL for one row by its id, as `read_stored` reads it; conditions may follow.
    [[nodiscard]] std::string select_by_id() const {
        return "SELECT " + columns + " FROM " + table() + " a WHERE a.id = ?";
    }
    /// Names that FEEL over one row may use, in slot order: the fields, what a resident_id gives
    /// (x_birth_date, x_sex, x_region), then id, region, as_of, parent.
    [[nodiscard]] feel::Scope row_scope() const;
    /// The same, the children by type id and `period` {id, start, end}: for bind and reminders.
    [[nodiscard]] feel::Scope full_scope() const;
};

}  // namespace jizhi::record
