#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/dictionary.hpp"
#include "record/type.hpp"

namespace jizhi::record {

/// A declared page: list, decision_run, dashboard… `declared` is the file as it was read.
struct View {
    std::string id, kind, record, pack;
    Title title;
    Value declared;
};

struct MenuItem {
    std::string view, icon, right;
    Title title;
};

struct MenuGroup {
    std::string id;
    Title title;
    std::int64_t order = 0;
    std::vector<MenuItem> items;
};

/// Region codes from the region itself up to the root: what "the nearest locality" is decided by.
using RegionPath = std::span<std::string const>;

/// Everything that the deployed packs declare about records: one immutable snapshot. Things may be
/// overridden by locality: the nearest region of the path that says something wins.
class Catalog {
public:
    /// All types, parents before their children.
    [[nodiscard]] std::vector<RecordType const*> types() const;
    [[nodiscard]] RecordType const* type(std::string_view id) const;
    /// The error says which types there are.
    [[nodiscard]] Result<RecordType const*> require(std::string_view id) const;

    /// The types that count rows of this one.
    [[nodiscard]] std::vector<RecordType const*> counting(std::string_view record) const;

    [[nodiscard]] Dictionary const* dictionary(std::string_view id, RegionPath path = {}) const;
    [[nodiscard]] std::vector<Dictionary const*> dictionaries(RegionPath path = {}) const;
    [[nodiscard]] View const* view(std::string_view id, RegionPath path = {}) const;
    [[nodiscard]] std::vector<View const*> views(RegionPath path = {}) const;
    [[nodiscard]] std::vector<MenuGroup> const& menu() const { return menu_; }
    /// Title of a role as the packs word it; empty where none does.
    [[nodiscard]] Title role_title(std::string_view role) const;
    /// Indicator declarations by id, as read.
    [[nodiscard]] std::vector<std::pair<std::string, Value>> indicators(RegionPath path = {}) const;

    // For whoever builds a catalog (pack/, tests).
    void add(RecordType type);
    void add(Dictionary dictionary, std::string const& locality = {});
    void add(View view, std::string const& locality = {});
    void add_indicator(std::string const& id, Value declared, std::string const& locality = {});
    void add(MenuGroup group);
    void set_role_title(std::string role, Title title);
    /// Sorts, and says what is named but does not exist; call once, at the end.
    [[nodiscard]] std::vector<Error> finish();

private:
    template <class T>
    using ByLocality = std::map<std::string, T, std::less<>>;  ///< "" = everywhere
    template <class T>
    [[nodiscard]] static T const* nearest(ByLocality<T> const& all, RegionPath path);
    [[nodiscard]] std::vector<Error> problems_of(RecordType const& type) const;
    void check_counted(RecordType const& type, Field const& field,
                       std::vector<Error>& errors) const;

    std::map<std::string, RecordType, std::less<>> types_;
    std::vector<std::string> order_;
    std::map<std::string, ByLocality<Dictionary>, std::less<>> dictionaries_;
    std::map<std::string, ByLocality<View>, std::less<>> views_;
    std::vector<std::string> view_order_;
    std::map<std::string, ByLocality<Value>, std::less<>> indicators_;
    std::vector<MenuGroup> menu_;
    std::map<std::string, Title, std::less<>> role_titles_;
};

/// The catalog in force. A deployment swaps it; who asked before keeps the one they have.
class Catalogs {
public:
    [[nodiscard]] std::shared_ptr<Catalog const> now() const;
    void swap(std::shared_ptr<Catalog const> next);

private:
    mutable std::mutex mutex_;
    std::shared_ptr<Catalog const> current_ = std::make_shared<Catalog const>();
};

}  // namespace jizhi::record
