#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "decision/book.hpp"
#include "record/catalog.hpp"

namespace jizhi::decision {

/// What the names and codes of one model are called where its rules are read: titles of inputs,
/// decisions and entries, of codes by the dictionaries and parameters they come from. Cheap to
/// make; what it is made from must outlive it. One thread each.
class Vocabulary {
public:
    /// `model` may be null where only parameters and codes are asked for.
    Vocabulary(Book const& book, record::Catalog const& catalog, DeployedModel const* model,
               RegionPath path, Date as_of)
        : book_(book), catalog_(catalog), model_(model), path_(path), as_of_(as_of) {}

    /// A name of the model's, "input" or "decision.entry"; `element` is where it is used, so that
    /// its own entries are found by their bare names. Nothing where it has no title.
    [[nodiscard]] std::optional<Title> name(std::string_view element, std::string_view name) const;
    /// A key of what a name gives: "floor" of "limits", where that is a parameter's value.
    [[nodiscard]] std::optional<Title> part(std::string_view element, std::string_view name,
                                            std::string_view key) const;
    /// A code that `expression` may give: by the parameter it reads, or the field its input takes.
    [[nodiscard]] std::optional<Title> code(std::string_view expression,
                                            std::string_view code) const;
    /// A code of a dictionary as the place has it.
    [[nodiscard]] std::optional<Title> entry(std::string_view dictionary,
                                             std::string_view code) const;
    /// A key or text of a parameter's value.
    [[nodiscard]] std::optional<Title> word(Parameter const& parameter,
                                            std::string_view code) const;
    /// A word that every parameter which has it explains alike.
    [[nodiscard]] std::optional<Title> word(std::string_view code) const;
    /// A field of the records that feed the model, their children among them: "amount" of a row.
    [[nodiscard]] std::optional<Title> field(std::string_view name) const;
    [[nodiscard]] std::optional<Parameters::Found> parameter(std::string_view name) const;
    /// The same where it has no value here; null where there is no such parameter.
    [[nodiscard]] Parameter const* declared(std::string_view name) const {
        return book_.parameters().declared(name);
    }
    /// The dictionary of which an input takes one code as a record has it; "" where it does not.
    [[nodiscard]] std::string choices_of(std::string_view input) const;
    /// The dictionary whose codes an input takes, one or many of them; "" where it takes none.
    [[nodiscard]] std::string dictionary_of(std::string_view input) const;
    /// Whether records give the input the day on which the rule is looked at.
    [[nodiscard]] bool is_day_of_evaluation(std::string_view input) const;
    [[nodiscard]] dmn::Element const* element(std::string_view name) const;
    [[nodiscard]] record::Dictionary const* dictionary(std::string_view id) const {
        return catalog_.dictionary(id, path_);
    }

private:
    struct Bound {
        record::RecordType const* type = nullptr;
        std::string_view text;
    };
    [[nodiscard]] Bound bound(std::string_view input) const;
    Book const& book_;
    record::Catalog const& catalog_;
    DeployedModel const* model_;
    RegionPath path_;
    Date as_of_;
};

/// What the keys and texts of a parameter's values mean: {key: {zh, en}}, its own words and all
/// codes of its dictionary.
[[nodiscard]] Context words_of(Vocabulary const& vocabulary, Parameter const& parameter);

}  // namespace jizhi::decision
