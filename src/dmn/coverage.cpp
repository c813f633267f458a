#include "dmn/coverage.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace jizhi::dmn {
namespace {

using Words = std::vector<std::uint64_t>;

constexpr std::size_t kept_words_max = 8U << 20U;  // of remainders that are remembered: 64 MiB

struct Hash {
    std::size_t operator()(Words const& words) const {
        std::uint64_t hash = 0x9e3779b97f4a7c15;
        for (auto const word : words) hash = std::rotl(hash ^ word, 27) * 0xff51afd7ed558ccd;
        return static_cast<std::size_t>(hash ^ hash >> 32);
    }
};

/// Builds the answer as a decision diagram: node 0 is "all covered", node 1 "nothing covered from
/// here on"; others split one column's pieces among their children.
class Diagram {
public:
    static constexpr std::uint32_t none = 0, everything = 1;

    Diagram(std::vector<std::size_t> const& sizes, std::vector<Box> const& boxes, Work& work)
        : sizes_(sizes), rules_(boxes.size()), work_(work), nodes_(2) {
        for (std::size_t column = 0; column < sizes.size(); ++column) classify(column, boxes);
        // Columns that tell few rules apart come first: their remainders meet again more often.
        order_.resize(sizes.size());
        std::iota(order_.begin(), order_.end(), 0U);
        std::ranges::stable_sort(order_, {}, [&](auto each) { return classes_[each].size(); });
        find_open_ends(boxes);
    }

    std::optional<Uncovered> answer(std::size_t most) {
        auto const root = build(0, Bits(rules_, true));
        if (work_.left < 0) return std::nullopt;
        Uncovered made;
        made.total = count(root);
        Box box;
        for (auto const size : sizes_) box.emplace_back(size, true);
        list(root, box, most, made.boxes);
        return made;
    }

private:
    /// Pieces of a column that the same rules take.
    struct Class {
        Bits pieces, rules;
    };
    struct Node {
        std::size_t column = 0;
        std::vector<std::pair<Bits, std::uint32_t>> children;
    };

    void classify(std::size_t column, std::vector<Box> const& boxes) {
        std::vector<Bits> takes(sizes_[column], Bits(rules_));
        for (std::size_t rule = 0; rule < rules_; ++rule)
            for (auto const piece : boxes[rule][column].members()) takes[piece].set(rule);
        auto& found = classes_.emplace_back();
        std::unordered_map<Words, std::size_t, Hash> known;
        for (std::size_t piece = 0; piece < takes.size(); ++piece) {
            auto const [at, fresh] = known.try_emplace(takes[piece].words(), found.size());
            if (fresh) found.push_back({Bits(sizes_[column]), std::move(takes[piece])});
            found[at->second].pieces.set(piece);
        }
    }

    /// By level, the rules that take everything from there on.
    void find_open_ends(std::vector<Box> const& boxes) {
        open_from_.assign(order_.size() + 1, Bits(rules_, true));
        for (auto level = order_.size(); level-- > 0;) {
            auto const column = order_[level];
            Bits const whole(sizes_[column], true);
            auto& open = open_from_[level] = Bits(rules_);
            for (std::size_t rule = 0; rule < rules_; ++rule)
                if (open_from_[level + 1].test(rule) && boxes[rule][column] == whole)
                    open.set(rule);
        }
    }

    std::uint32_t build(std::size_t level, Bits const& remaining) {
        if (remaining.empty()) return everything;
        if (level == order_.size() || remaining.meets(open_from_[level])) return none;
        auto key = remaining.words();
        key.push_back(level);
        if (auto const known = memo_.find(key); known != memo_.end()) return known->second;
        Node node{order_[level], {}};
        for (auto const& each : classes_[node.column]) {
            if (!work_.spend(key.size())) return none;
            auto rest = remaining;
            rest &= each.rules;
            auto const child = build(level + 1, rest);
            auto const group =
                std::ranges::find(node.children, child, &std::pair<Bits, std::uint32_t>::second);
            if (group == node.children.end())
                node.children.emplace_back(each.pieces, child);
            else
                for (auto const piece : each.pieces.members()) group->first.set(piece);
        }
        auto const made = node.children.empty() ? none : keep(std::move(node));
        kept_words_ += key.size();
        if (kept_words_ > kept_words_max) work_.left = -1;
        memo_.emplace(std::move(key), made);
        return made;
    }

    std::uint32_t keep(Node node) {
        if (node.children.size() == 1) return node.children.front().second;
        Words key{node.column};
        for (auto const& [pieces, child] : node.children) {
            key.insert(key.end(), pieces.words().begin(), pieces.words().end());
            key.push_back(child);
        }
        auto const [at, fresh] =
            unique_.try_emplace(std::move(key), static_cast<std::uint32_t>(nodes_.size()));
        if (fresh) nodes_.push_back(std::move(node));
        return at->second;
    }

    double count(std::uint32_t node) {
        if (node <= everything) return node;
        auto const [at, fresh] = counts_.try_emplace(node, 0);
        if (!fresh) return at->second;
        double total = 0;
        for (auto const& [pieces, child] : nodes_[node].children) total += count(child);
        return counts_[node] = total;
    }

    void list(std::uint32_t node, Box& box, std::size_t most, std::vector<Box>& into) {
        if (node == none || into.size() >= most) return;
        if (node == everything) return into.push_back(box);
        for (auto const& [pieces, child] : nodes_[node].children) {
            auto const before = std::exchange(box[nodes_[node].column], pieces);
            list(child, box, most, into);
            box[nodes_[node].column] = before;
        }
    }

    std::vector<std::size_t> const& sizes_;
    std::size_t rules_;
    Work& work_;
    std::vector<std::vector<Class>> classes_;  ///< by column
    std::vector<std::size_t> order_;           ///< columns, by level
    std::vector<Bits> open_from_;
    std::unordered_map<Words, std::uint32_t, Hash> memo_;
    std::size_t kept_words_ = 0;
    std::vector<Node> nodes_;
    std::map<Words, std::uint32_t> unique_;
    std::map<std::uint32_t, double> counts_;
};

}  // namespace

Bits::Bits(std::size_t size, bool all) : words_((size + 63) / 64) {
    if (all) set_range(0, size);
}

void Bits::set_range(std::size_t from, std::size_t to) {
    for (; from < to && from % 64 != 0; ++from) set(from);
    for (; from + 64 <= to; from += 64) words_[from / 64] = ~std::uint64_t{0};
    for (; from < to; ++from) set(from);
}

bool Bits::empty() const {
    return std::ranges::all_of(words_, [](auto word) { return word == 0; });
}

bool Bits::meets(Bits const& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
        if ((words_[i] & other.words_[i]) != 0) return true;
    return false;
}

bool Bits::within(Bits const& other) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
        if ((words_[i] & ~other.words_[i]) != 0) return false;
    return true;
}

std::vector<std::uint32_t> Bits::members() const {
    std::vector<std::uint32_t> found;
    for (std::size_t i = 0; i < words_.size(); ++i)
        for (auto word = words_[i]; word != 0; word &= word - 1)
            found.push_back(static_cast<std::uint32_t>(i * 64) +
                            static_cast<std::uint32_t>(std::countr_zero(word)));
    return found;
}

Bits& Bits::operator&=(Bits const& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
}

std::optional<Uncovered> uncovered(std::vector<std::size_t> const& sizes,
                                   std::vector<Box> const& boxes, std::size_t most, Work& work) {
    if (work.left < 0) return std::nullopt;
    for (auto const size : sizes)
        if (!work.spend(size * (boxes.size() / 64 + 1))) return std::nullopt;
    return Diagram(sizes, boxes, work).answer(most);
}

std::optional<bool> covered(Box const& box, std::vector<Box const*> const& others, Work& work) {
    // Only what lies within the box is looked at: its pieces become the columns.
    std::vector<std::vector<std::uint32_t>> pieces;
    std::vector<std::size_t> sizes;
    for (auto const& column : box) {
        pieces.push_back(column.members());
        sizes.push_back(pieces.back().size());
        if (!work.spend(column.words().size())) return std::nullopt;
    }
    std::vector<Box> inside;
    for (auto const* other : others) {
        Box made;
        auto meets = true, whole = true;
        for (std::size_t i = 0; meets && i < box.size(); ++i) {
            if (!work.spend(box[i].words().size())) return std::nullopt;
            meets = box[i].meets((*other)[i]);
            whole = whole && box[i].within((*other)[i]);
            auto& column = made.emplace_back(sizes[i]);
            for (std::size_t at = 0; meets && at < pieces[i].size(); ++at)
                if ((*other)[i].test(pieces[i][at])) column.set(at);
        }
        if (meets && whole) return true;
        if (meets) inside.push_back(std::move(made));
    }
    if (inside.empty()) return false;
    auto const left = uncovered(sizes, inside, 1, work);
    if (!left) return std::nullopt;
    return left->boxes.empty();
}

}  // namespace jizhi::dmn
