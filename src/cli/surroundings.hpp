#pragma once
#include <memory>

#include "cli/subcommand.hpp"
#include "feel/expression.hpp"

namespace jizhi::cli {

/// What FEEL may ask of its surroundings when it is evaluated from the command line: the day, the
/// holidays that come with the program, and the parameters of a pack or of a JSON file.
class Surroundings {
public:
    /// The options that say so; a subcommand that evaluates has them.
    [[nodiscard]] static std::vector<Option> options();
    [[nodiscard]] static Result<Surroundings> of(Arguments const& given);

    Surroundings(Surroundings&&) noexcept;
    Surroundings& operator=(Surroundings&&) noexcept;
    ~Surroundings();
    /// Lives as long as this.
    [[nodiscard]] feel::Environment& environment();

private:
    struct Held;
    explicit Surroundings(std::unique_ptr<Held> held);
    std::unique_ptr<Held> held_;
};

}  // namespace jizhi::cli
