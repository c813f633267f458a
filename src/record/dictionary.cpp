#include "record/dictionary.hpp"

#include <algorithm>

#include "kit/text.hpp"

namespace jizhi::record {
namespace {

/// As two people would write the same word: half width, no blanks, lower case.
std::string plain(std::string_view said) {
    std::string out;
    for (char c : text::lower(text::half_width(said)))
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') out += c;
    return out;
}

}  // namespace

Code const* Dictionary::find(std::string_view code) const {
    for (auto const& each : codes)
        if (each.code == code) return &each;
    return nullptr;
}

Code const* Dictionary::recognise(std::string_view said) const {
    if (auto const* exact = find(text::trim(said))) return exact;
    auto const wanted = plain(said);
    if (wanted.empty()) return nullptr;
    for (auto const& each : codes) {
        if (plain(each.code) == wanted || plain(each.title.zh) == wanted ||
            plain(each.title.en) == wanted)
            return &each;
        for (auto const& synonym : each.synonyms)
            if (plain(synonym) == wanted) return &each;
    }
    return nullptr;
}

Dictionary Dictionary::merged(Dictionary const& over) const {
    auto both = *this;
    for (auto const& code : over.codes) {
        auto const known = std::find_if(both.codes.begin(), both.codes.end(),
                                        [&](Code const& c) { return c.code == code.code; });
        if (known == both.codes.end()) both.codes.push_back(code);
        else *known = code;
    }
    return both;
}

}  // namespace jizhi::record
