#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi {

/// A piece of a YAML file that knows where it stands, so that an error can say so.
struct Node {
    enum class Kind : std::uint8_t { null, scalar, list, map };
    struct Entry;

    Kind kind = Kind::null;
    bool quoted = false;  ///< a scalar in quotes or a block: text, whatever it looks like
    int line = 1, column = 1;
    std::string scalar;
    std::vector<Node> items;
    std::vector<Entry> entries;  ///< of a map, in the order of the file; a key stands once
    std::shared_ptr<std::string const> file;

    [[nodiscard]] bool is_null() const { return kind == Kind::null; }
    [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
    [[nodiscard]] bool is_list() const { return kind == Kind::list; }
    [[nodiscard]] bool is_map() const { return kind == Kind::map; }
    [[nodiscard]] std::string where() const;  ///< "packs/x/records/worker.yaml:12:5"
    /// The value of a key of a map; nullptr where this is no map or has no such key.
    [[nodiscard]] Node const* find(std::string_view key) const;
    [[nodiscard]] Entry const* find_entry(std::string_view key) const;
};

struct Node::Entry {
    std::string key;
    int line = 1, column = 1;  ///< of the key
    Node value;
};

/// One YAML document. The error's `where` is "file:line:column" (columns in code points). Refused:
/// more than one document, a key twice, keys that are no scalars, nesting over `value_depth_max`,
/// and more than a million nodes once aliases are expanded.
[[nodiscard]] Result<Node> parse_yaml(std::string_view text, std::string const& file_name);

/// Plain scalars become null, booleans (true, false), numbers without leading zeros, dates
/// (2024-04-07) or else text; quoted ones are text.
[[nodiscard]] Value to_value(Node const& node);

}  // namespace jizhi
