#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "record/field.hpp"
#include "value/yaml.hpp"

namespace jizhi::record {

/// Reads the keys of one map of a YAML declaration. What is wrong is added to `errors` with its
/// place, and reading goes on, so that a pack's author sees all of it at once. A key that nobody
/// asked for is an error: it would be a typing mistake that silently does nothing.
class Declared {
public:
    Declared(Node const& node, std::vector<Error>& errors);

    [[nodiscard]] Node const* get(std::string_view key);       ///< null: not given
    [[nodiscard]] Node const* need(std::string_view key);      ///< null: not given, and said so
    [[nodiscard]] std::string text(std::string_view key);      ///< "" where not given
    [[nodiscard]] std::string id(std::string_view key);        ///< needed; snake_case
    [[nodiscard]] std::string id_or_nothing(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key, bool otherwise);
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key);
    [[nodiscard]] Title title(std::string_view key, bool needed);
    /// A list, or one scalar as a list of one.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    /// The items of a list of maps, or one map as a list of one.
    [[nodiscard]] std::vector<Node const*> maps(std::string_view key);

    void fail_at(Node const& at, std::string code, std::string zh, std::string en);
    void fail(std::string code, std::string zh, std::string en) {
        fail_at(node_, std::move(code), std::move(zh), std::move(en));
    }
    /// Says which keys are not known. Call once, after all were asked for.
    void finish();
    [[nodiscard]] Node const& node() const { return node_; }
    [[nodiscard]] std::vector<Error>& errors() { return errors_; }

private:
    Node const& node_;
    std::vector<Error>& errors_;
    std::set<std::string, std::less<>> asked_;
};

[[nodiscard]] bool is_identifier(std::string_view text);  ///< [a-z][a-z0-9_]*
[[nodiscard]] Title read_title(Node const& node, std::vector<Error>& errors);

}  // namespace jizhi::record
