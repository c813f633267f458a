#pragma once
#include <string>
#include <utility>
#include <vector>

#include "dmn/definitions.hpp"
#include "dmn/node.hpp"
#include "dmn/program.hpp"

namespace jizhi::dmn {

/// The names that an element's expressions see, each with its slot (from 1; 0 is `?`). A name that
/// goes out of sight keeps its slot, so that one frame serves the whole element and its sentences.
class Names {
public:
    /// `model` holds what all texts of the model share: members and types.
    explicit Names(feel::Scope model) : scope_(std::move(model)) {}

    std::uint32_t add(std::string name);
    /// Everything added since `mark` goes out of sight; what it hid is seen again.
    void hide_since(std::size_t mark);
    [[nodiscard]] std::size_t mark() const { return scope_.names.size(); }
    [[nodiscard]] std::uint32_t slots() const {
        return static_cast<std::uint32_t>(scope_.names.size()) + 1;
    }
    [[nodiscard]] feel::Scope const& scope() const { return scope_; }
    [[nodiscard]] std::vector<std::pair<std::string, std::uint32_t>> visible() const;

private:
    struct Hidden {
        std::size_t by, index;
        std::string name;
    };
    feel::Scope scope_;
    std::vector<Hidden> hidden_;
};

/// Compiles texts of one model: FEEL with places in the XML, sentences.
class Texts {
public:
    Texts(std::string const& source, std::vector<Error>& problems)
        : source_(source), problems_(problems) {}

    [[nodiscard]] std::optional<feel::Expression> expression(Text const& text, Names const& names);
    [[nodiscard]] std::optional<feel::Expression> unary_tests(Text const& text, Names const& names);
    [[nodiscard]] CompiledReason reason(ReasonText const& text, Names const& names);
    [[nodiscard]] std::string const& source() const { return source_; }
    void problem(Error error, Place place);

private:
    [[nodiscard]] feel::Expression checked(feel::Expression expression, Place place);
    [[nodiscard]] Template sentence(Text const& text, Names const& names);
    [[nodiscard]] Piece piece(Text const& text, Names const& names);

    std::string const& source_;
    std::vector<Error>& problems_;
};

}  // namespace jizhi::dmn
