#include <CLI/CLI.hpp>
#include <cstdio>
#include <deque>
#include <exception>
#include <map>
#include <string>

#include "cli/subcommand.hpp"

namespace {

using namespace jizhi::cli;

/// The subcommand that was asked for and where CLI11 puts what was given to it.
struct Wired {
    Subcommand const* subcommand;
    CLI::App* app;
    std::deque<std::vector<std::string>> values;  // a deque: CLI11 keeps their addresses
    std::deque<bool> flags;
};

void wire(CLI::App& app, Wired& wired) {
    for (auto const& one : wired.subcommand->options) {
        std::string const name(one.name), help(one.help);
        if (one.value.empty()) {
            app.add_flag(name, wired.flags.emplace_back(false), help);
            continue;
        }
        auto* option = app.add_option(name, wired.values.emplace_back(), help);
        option->type_name(std::string(one.value))->required(one.required);
        if (!one.many)
            option->expected(1)->allow_extra_args(false);
        else
            // An option is named again for each value, so that it takes no argument for its own.
            option->expected(1, CLI::detail::expected_max_vector_size)
                ->allow_extra_args(!one.name.starts_with("--"));
    }
}

/// "dmn eval" is the subcommand eval of dmn.
CLI::App& app_named(CLI::App& root, std::string_view name, std::string_view help) {
    auto const space = name.find(' ');
    if (space == std::string_view::npos)
        return *root.add_subcommand(std::string(name), std::string(help));
    std::string const group(name.substr(0, space));
    for (auto* known : root.get_subcommands({}))
        if (known->get_name() == group) return app_named(*known, name.substr(space + 1), help);
    auto* parent = root.add_subcommand(group, "");
    parent->require_subcommand(1);
    return app_named(*parent, name.substr(space + 1), help);
}

Arguments arguments_of(Wired const& wired) {
    Arguments given;
    std::size_t value = 0, flag = 0;
    for (auto const& one : wired.subcommand->options) {
        if (one.value.empty()) {
            if (wired.flags[flag++]) given.put(one.name, {});
            continue;
        }
        auto const& values = wired.values[value++];
        if (!values.empty()) given.put(one.name, values);
    }
    return given;
}

int run(int count, char** words) {
    CLI::App root("Jizhi 基治: grassroots governance from a folder of standard models", "jizhi");
    root.require_subcommand(1);
    root.set_version_flag("--version", "jizhi 0.1.0");
    std::deque<Wired> all;
    for (auto const* subcommand : subcommands()) {
        auto& wired = all.emplace_back(
            Wired{subcommand, &app_named(root, subcommand->name, subcommand->help), {}, {}});
        wire(*wired.app, wired);
    }
    try {
        root.parse(count, words);
    } catch (CLI::ParseError const& error) {
        return root.exit(error) == 0 ? exit_fine : exit_wrong_use;
    }
    for (auto const& wired : all)
        if (wired.app->parsed()) return wired.subcommand->run(arguments_of(wired));
    return exit_wrong_use;
}

}  // namespace

int main(int count, char** words) {
    try {
        return run(count, words);
    } catch (std::exception const& problem) {
        std::fprintf(stderr, "jizhi: %s\n", problem.what());
        return exit_failed;
    }
}
