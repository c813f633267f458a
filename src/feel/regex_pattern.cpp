#include <algorithm>

#include "feel/regex.hpp"
#include "feel/scanner.hpp"

namespace jizhi::feel {
namespace {

/// Rewrites an XPath pattern for ICU, piece by piece; the first thing that XPath does not allow
/// ends it.
class Translator {
public:
    Translator(std::string_view pattern, std::string_view flags)
        : in_(pattern),
          dot_all_(flags.find('s') != std::string_view::npos),
          lines_(flags.find('m') != std::string_view::npos),
          any_case_(flags.find('i') != std::string_view::npos) {}

    std::optional<std::string> translate() {
        while (good_ && at_ < in_.size()) piece();
        if (!good_ || open_ != 0) return std::nullopt;
        return std::move(out_);
    }

private:
    [[nodiscard]] char next(std::size_t ahead = 0) const {
        return at_ + ahead < in_.size() ? in_[at_ + ahead] : '\0';
    }

    void piece() {
        char const c = in_[at_];
        switch (c) {
            case '\\':
                return escape(false);
            case '[':
                return character_class();
            case '(':
                return open_group();
            case ')':
                return close_group();
            case '$':
                // ICU's would also match before a last line feed.
                out_ += lines_ ? "$" : "\\z";
                ++at_;
                return;
            case '.':
                out_ += dot_all_ ? "." : "[^\\n\\r]";
                ++at_;
                return;
            case '*':
            case '+':
            case '?':
                return quantifier();
            case '#':
                out_ += "\\#";
                ++at_;
                return;
            default:
                out_ += c;
                ++at_;
        }
    }

    /// ICU's possessive quantifiers (`a*+`) are no XPath.
    void quantifier() {
        out_ += in_[at_++];
        if (next() == '?') out_ += in_[at_++];
        if (next() == '+' || next() == '*' || next() == '?') good_ = false;
    }

    void open_group() {
        ++open_;
        if (next(1) == '?') {
            if (next(2) != ':') good_ = false;  // look-around and the like
            out_ += "(?:";
            at_ += 3;
            closers_.push_back(0);
            return;
        }
        ++groups_;
        closers_.push_back(groups_);
        out_ += '(';
        ++at_;
    }

    void close_group() {
        if (open_ == 0) {
            good_ = false;
            return;
        }
        --open_;
        if (closers_.back() != 0) closed_.push_back(closers_.back());
        closers_.pop_back();
        out_ += ')';
        ++at_;
    }

    /// Escapes inside (`in_class`) and outside of classes.
    void escape(bool in_class) {
        char const c = next(1);
        at_ += 2;
        if (c >= '1' && c <= '9') return back_reference(c, in_class);
        switch (c) {
            case 'i':
                return put("[_:\\p{L}]", in_class);
            case 'I':
                return put("[^_:\\p{L}]", in_class);
            case 'c':
                return put("[-._:\\u00B7\\p{L}\\p{N}\\p{M}]", in_class);
            case 'C':
                return put("[^-._:\\u00B7\\p{L}\\p{N}\\p{M}]", in_class);
            case 'w':
                return put("[^\\p{P}\\p{Z}\\p{C}]", in_class);
            case 'W':
                return put("[\\p{P}\\p{Z}\\p{C}]", in_class);
            case 's':
                return put("[ \\t\\n\\r]", in_class);
            case 'S':
                return put("[^ \\t\\n\\r]", in_class);
            case 'p':
            case 'P':
                return category(c, in_class);
            default:
                break;
        }
        static constexpr std::string_view plain = "nrt\\|.?*+(){}$-[]^dD";
        if (plain.find(c) == std::string_view::npos || c == '\0') {
            good_ = false;
            return;
        }
        out_ += '\\';
        out_ += c;
    }

    void put(std::string_view set, bool) { out_ += set; }

    /// `\p{Lu}` stays, and means capitals with the flag i too; the blocks `\p{IsGreek}` of XML
    /// Schema are `\p{InGreek}`.
    void category(char letter, bool in_class) {
        auto const end = in_.find('}', at_);
        if (next() != '{' || end == std::string_view::npos) {
            good_ = false;
            return;
        }
        auto name = std::string(in_.substr(at_ + 1, end - at_ - 1));
        if (name.starts_with("Is")) name = "block=" + name.substr(2);
        auto const set = std::string("\\") + letter + "{" + name + "}";
        out_ += any_case_ && !in_class ? "(?-i:" + set + ")" : set;
        at_ = end + 1;
    }

    void back_reference(char first, bool in_class) {
        int group = first - '0';
        // The longest number that is a group so far; the rest are digits to match.
        while (next() >= '0' && next() <= '9' && group * 10 + (next() - '0') <= groups_)
            group = group * 10 + (in_[at_++] - '0');
        if (in_class || std::ranges::find(closed_, group) == closed_.end()) {
            good_ = false;
            return;
        }
        out_ += "(?:\\" + std::to_string(group) + ")";
    }

    /// `[A-Z-[OI]]` is `[[A-Z]--[OI]]` for ICU.
    void character_class() {
        ++at_;
        if (++nesting_ > 20) good_ = false;
        std::string const before = std::exchange(out_, "[");
        if (next() == '^') {
            out_ += '^';
            ++at_;
        }
        bool first = true;
        std::string without;
        while (good_ && (next() != ']' || first)) {
            if (at_ >= in_.size()) {
                good_ = false;
                break;
            }
            if (next() == '-' && next(1) == '[' && !first) {
                ++at_;
                auto const kept = std::exchange(out_, "");
                character_class();
                without = std::exchange(out_, kept);
                break;
            }
            class_member();
            first = false;
        }
        if (next() != ']') good_ = false;
        ++at_;
        --nesting_;
        out_ += ']';
        out_ = before + (without.empty() ? out_ : "[" + out_ + "--" + without + "]");
    }

    void class_member() {
        char const c = next();
        if (c == '\\') return escape(true);
        if (c == '[') {
            good_ = false;  // XPath wants it escaped
            return;
        }
        // Signs that mean something in ICU's sets only.
        if (c == '&' || c == '{' || c == '}' || c == '$' || c == '#' || c == ' ' || c == ':')
            out_ += '\\';
        out_ += c;
        ++at_;
    }

    std::string_view in_;
    bool dot_all_, lines_, any_case_;
    std::size_t at_ = 0;
    bool good_ = true;
    int groups_ = 0, open_ = 0, nesting_ = 0;
    std::vector<int> closers_, closed_;
    std::string out_;
};

/// With the flag x white space outside of classes does not count.
std::string without_spaces(std::string_view pattern) {
    std::string out;
    int nesting = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        char const c = pattern[i];
        bool const space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (space && nesting == 0) continue;
        out += c;
        if (c == '\\' && i + 1 < pattern.size() && (pattern[i + 1] == '[' || pattern[i + 1] == ']'))
            out += pattern[++i];
        else if (c == '[')
            ++nesting;
        else if (c == ']' && nesting > 0)
            --nesting;
    }
    return out;
}

std::string quoted(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (std::string_view("\\^$.|?*+()[]{}#-&").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

std::optional<std::string> icu_pattern(std::string_view xpath, std::string_view flags) {
    if (flags.find_first_not_of("smixq") != std::string_view::npos) return std::nullopt;
    if (flags.find('q') != std::string_view::npos) return quoted(xpath);
    if (flags.find('x') != std::string_view::npos)
        return Translator(without_spaces(xpath), flags).translate();
    return Translator(xpath, flags).translate();
}

}  // namespace jizhi::feel
