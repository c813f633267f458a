// The order and the first letters of Chinese words, both from ICU's pinyin collation.
#include <unicode/alphaindex.h>
#include <unicode/coll.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>

#include "kit/text.hpp"

namespace jizhi::text {
namespace {

icu::Locale pinyin_locale() { return icu::Locale("zh", nullptr, nullptr, "collation=pinyin"); }

/// Without ICU's data no list can be sorted: the installation is broken, and saying so at once is
/// all that can be done.
void require(UErrorCode status) {
    if (U_FAILURE(status) != 0) std::abort();
}

icu::Collator const& collator() {
    static auto const made = [] {
        auto status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> c(icu::Collator::createInstance(pinyin_locale(), status));
        require(status);
        return c;
    }();
    return *made;
}

/// ICU's index of a Chinese phone book: which letter a character stands under.
icu::AlphabeticIndex::ImmutableIndex const& letters() {
    static auto const made = [] {
        auto status = U_ZERO_ERROR;
        icu::AlphabeticIndex index(pinyin_locale(), status);
        require(status);
        std::unique_ptr<icu::AlphabeticIndex::ImmutableIndex> fixed(
            index.buildImmutableIndex(status));
        require(status);
        return fixed;
    }();
    return *made;
}

constexpr char no_letter = ' ';

bool han(char32_t p) {
    return (p >= 0x3400 && p <= 0x9FFF) || (p >= 0xF900 && p <= 0xFAFF) ||
           (p >= 0x20000 && p <= 0x3FFFF) || p == 0x3007;
}

/// The collation has no reading for rare characters (生僻字) and files them behind Z; the
/// transliterator has. It takes 5 MB and 0.2 s to make, so only who meets such a character pays.
char rare_letter(char32_t point) {
    static std::mutex mutex;
    std::lock_guard const lock(mutex);
    static auto const made = [] {
        auto status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> t(icu::Transliterator::createInstance(
            "Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
        require(status);
        return t;
    }();
    icu::UnicodeString text(static_cast<UChar32>(point));
    made->transliterate(text);
    auto const first = text.charAt(0);
    return first >= 'a' && first <= 'z' ? static_cast<char>(first) : no_letter;
}

char look_up_letter(char32_t point) {
    if (point < 0x4E00 || point > 0x9FA5) return rare_letter(point);
    auto status = U_ZERO_ERROR;
    auto const at =
        letters().getBucketIndex(icu::UnicodeString(static_cast<UChar32>(point)), status);
    auto const* bucket = U_FAILURE(status) != 0 ? nullptr : letters().getBucket(at);
    if (bucket == nullptr || bucket->getLabelType() != U_ALPHAINDEX_NORMAL) return no_letter;
    auto const first = bucket->getLabel().charAt(0);
    return first >= 'A' && first <= 'Z' ? static_cast<char>(first - 'A' + 'a') : no_letter;
}

/// A look-up costs a search in the collation; an import asks for the same few thousand characters
/// over and over.
char letter(char32_t point) {
    constexpr char32_t low = 0x3400, high = 0x9FFF;
    static std::array<std::atomic<char>, high - low + 1> known{};
    if (point < low || point > high) return look_up_letter(point);
    auto& cell = known[point - low];
    auto found = cell.load(std::memory_order_relaxed);
    if (found == 0) cell.store(found = look_up_letter(point), std::memory_order_relaxed);
    return found;
}

struct Surname {
    std::u32string_view characters;
    char letter;
};

/// Surnames whose reading begins with another letter than the character's usual one.
constexpr std::array surnames{
    Surname{U"单", 's'},   Surname{U"曾", 'z'},   Surname{U"仇", 'q'},   Surname{U"解", 'x'},
    Surname{U"查", 'z'},   Surname{U"种", 'c'},   Surname{U"区", 'o'},   Surname{U"乐", 'y'},
    Surname{U"繁", 'p'},   Surname{U"秘", 'b'},   Surname{U"召", 's'},   Surname{U"折", 's'},
    Surname{U"覃", 'q'},   Surname{U"朴", 'p'},   Surname{U"洗", 'x'},   Surname{U"隗", 'w'},
    Surname{U"尉迟", 'y'}, Surname{U"万俟", 'm'}, Surname{U"长孙", 'z'}, Surname{U"澹台", 't'}};

/// Only what is as short as a name begins with a surname: 解放社区 is a place.
char surname_letter(std::u32string_view points) {
    constexpr std::size_t name_length_max = 3;
    for (auto const& s : surnames) {
        bool const compound = s.characters.size() > 1;
        if (!compound && (points.size() < 2 || points.size() > name_length_max)) continue;
        if (points.starts_with(s.characters)) return s.letter;
    }
    return no_letter;
}

}  // namespace

std::string sort_key(std::string_view utf8) {
    auto const text = icu::UnicodeString::fromUTF8(
        icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
    std::array<uint8_t, 256> buffer;
    auto const capacity = static_cast<int32_t>(buffer.size());
    auto size = collator().getSortKey(text, buffer.data(), capacity);
    std::string key(static_cast<std::size_t>(size), '\0');
    if (size <= capacity)
        std::copy_n(buffer.begin(), size, key.begin());
    else
        collator().getSortKey(text, reinterpret_cast<uint8_t*>(key.data()), size);
    if (!key.empty()) key.pop_back();  // ICU ends a key with 0; length says it already
    return key;
}

std::string const& sort_key_version() {
    static auto const made = [] {
        UVersionInfo version;
        collator().getVersion(version);
        std::array<char, U_MAX_VERSION_STRING_LENGTH> digits{};
        u_versionToString(version, digits.data());
        return "icu-pinyin-" + std::string(digits.data());
    }();
    return made;
}

std::string initials(std::string_view utf8) {
    auto const points = code_points(half_width(trim(utf8)));
    std::string out;
    for (auto const p : points) {
        auto const c = p < 0x80 ? static_cast<char>(p) : '\0';
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
        else if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if (han(p))
            out += letter(p);
    }
    std::erase(out, no_letter);
    if (auto const s = surname_letter(points); s != no_letter && !out.empty()) out[0] = s;
    return out;
}

}  // namespace jizhi::text
