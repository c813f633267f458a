#include "cli/passphrase.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>

namespace jizhi::cli {
namespace {

constexpr std::size_t passphrase_bytes_min = 12;

/// What is typed does not show while this lives.
class Silence {
public:
    Silence() {
        shows_ = tcgetattr(STDIN_FILENO, &before_) == 0;
        if (!shows_) return;
        auto silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~Silence() {
        if (!shows_) return;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        fmt::print(stderr, "\n");
    }
    Silence(Silence const&) = delete;
    Silence& operator=(Silence const&) = delete;

private:
    termios before_{};
    bool shows_ = false;
};

std::string typed(std::string_view prompt) {
    fmt::print(stderr, "{}", prompt);
    Silence const silence;
    std::string line;
    std::getline(std::cin, line);
    return line;
}

Result<std::string> from_file(std::string const& path) {
    std::ifstream in(path);
    std::string line;
    if (!std::getline(in, line))
        return fail("passphrase.unreadable", path, "读不到口令文件",
                    "the passphrase cannot be read");
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

}  // namespace

Result<std::string> passphrase_of(Arguments const& given, bool twice) {
    auto const file = given.text("--passphrase-file");
    auto phrase = file.empty() ? Result<std::string>(typed("口令 Passphrase: ")) : from_file(file);
    if (!phrase) return phrase;
    if (twice && phrase->size() < passphrase_bytes_min)
        return fail("passphrase.short", {}, "口令太短，请至少 12 个字符",
                    "the passphrase is too short: use at least 12 characters");
    if (twice && file.empty() && typed("再输一次 Once more: ") != *phrase)
        return fail("passphrase.differs", {}, "两次输入不一致", "the two passphrases differ");
    return phrase;
}

}  // namespace jizhi::cli
