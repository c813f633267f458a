#include "value/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi {
namespace {

constexpr std::size_t nodes_max = 1'000'000;  // a few kilobytes of aliases can mean billions

struct Refusal {
    Error error;
};

/// Where the parser's mark is, in code points (the mark counts bytes).
class Places {
public:
    Places(std::string_view text, std::string file) : file_(std::move(file)) {
        for (std::size_t start = 0; start <= text.size();) {
            auto const end = std::min(text.find('\n', start), text.size());
            lines_.push_back(text.substr(start, end - start));
            start = end + 1;
        }
    }
    [[nodiscard]] std::pair<int, int> of(YAML::Mark const& mark) const {
        if (mark.is_null()) return {1, 1};
        auto const line = static_cast<std::size_t>(mark.line);
        int column = 1;
        if (line < lines_.size())
            for (char const c : lines_[line].substr(0, static_cast<std::size_t>(mark.column)))
                if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) ++column;
        return {mark.line + 1, column};
    }
    [[nodiscard]] std::string where(YAML::Mark const& mark) const {
        auto const [line, column] = of(mark);
        return file_ + ":" + std::to_string(line) + ":" + std::to_string(column);
    }

private:
    std::string file_;
    std::vector<std::string_view> lines_;
};

std::size_t count(Node const& node) {
    std::size_t total = 1;
    for (auto const& item : node.items) total += count(item);
    for (auto const& entry : node.entries) total += count(entry.value);
    return total;
}

std::size_t depth(Node const& node) {
    std::size_t deepest = 0;
    for (auto const& item : node.items) deepest = std::max(deepest, depth(item) + 1);
    for (auto const& entry : node.entries) deepest = std::max(deepest, depth(entry.value) + 1);
    return deepest;
}

/// Builds the tree from the parser's events.
class Builder : public YAML::EventHandler {
public:
    Builder(Places const& places, std::string const& file)
        : places_(places), file_(std::make_shared<std::string const>(file)) {}

    Node root;

    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override {}
    void OnAnchor(YAML::Mark const&, std::string const&) override {}
    void OnNull(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        put(make(mark, Node::Kind::null), anchor, mark);
    }
    void OnAlias(YAML::Mark const& mark, YAML::anchor_t anchor) override {
        auto const found = anchors_.find(anchor);
        if (found == anchors_.end())
            refuse("yaml.alias", mark, "别名指向它自身或尚未结束的内容",
                   "the alias refers to itself or to something not yet complete");
        Node const& meant = found->second;
        grow(count(meant), mark);
        if (open_.size() + depth(meant) > value_depth_max) too_deep(mark);
        put(meant, 0, mark);
    }
    void OnScalar(YAML::Mark const& mark, std::string const& tag, YAML::anchor_t anchor,
                  std::string const& text) override {
        auto node = make(mark, Node::Kind::scalar);
        node.quoted = tag == "!";
        node.scalar = text;
        put(std::move(node), anchor, mark);
    }
    void OnSequenceStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        start(mark, Node::Kind::list, anchor);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(YAML::Mark const& mark, std::string const&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        start(mark, Node::Kind::map, anchor);
    }
    void OnMapEnd() override { end(); }

private:
    struct Frame {
        Node node;
        YAML::anchor_t anchor = 0;
        YAML::Mark mark;
        bool has_key = false;
        Node key;
        std::set<std::string, std::less<>> keys;
    };

    [[noreturn]] void refuse(char const* code, YAML::Mark const& mark, char const* zh,
                             char const* en) const {
        throw Refusal{Error{code, places_.where(mark), zh, en}};
    }
    [[noreturn]] void too_deep(YAML::Mark const& mark) const {
        refuse("yaml.too_deep", mark, "嵌套超过 200 层", "nested over 200 deep");
    }
    void grow(std::size_t nodes, YAML::Mark const& mark) {
        nodes_ += nodes;
        if (nodes_ > nodes_max)
            refuse("yaml.too_large", mark, "展开别名后超过一百万个节点",
                   "more than a million nodes once aliases are expanded");
    }
    Node make(YAML::Mark const& mark, Node::Kind kind) {
        grow(1, mark);
        Node node;
        node.kind = kind;
        node.file = file_;
        std::tie(node.line, node.column) = places_.of(mark);
        return node;
    }
    void start(YAML::Mark const& mark, Node::Kind kind, YAML::anchor_t anchor) {
        if (open_.size() >= value_depth_max) too_deep(mark);
        Frame frame;
        frame.node = make(mark, kind);
        frame.anchor = anchor;
        frame.mark = mark;
        open_.push_back(std::move(frame));
    }
    void end() {
        Frame frame = std::move(open_.back());
        open_.pop_back();
        put(std::move(frame.node), frame.anchor, frame.mark);
    }
    void put(Node node, YAML::anchor_t anchor, YAML::Mark const& mark) {
        if (anchor != 0) anchors_[anchor] = node;
        if (open_.empty()) {
            root = std::move(node);
            return;
        }
        auto& top = open_.back();
        if (top.node.is_list()) {
            top.node.items.push_back(std::move(node));
        } else if (!top.has_key) {
            take_key(top, std::move(node), mark);
        } else {
            top.has_key = false;
            top.node.entries.push_back({.key = std::move(top.key.scalar),
                                        .line = top.key.line,
                                        .column = top.key.column,
                                        .value = std::move(node)});
        }
    }
    void take_key(Frame& top, Node key, YAML::Mark const& mark) const {
        if (!key.is_scalar())
            refuse("yaml.key", mark, "键必须是简单文本", "a key must be a simple text");
        if (!top.keys.insert(key.scalar).second)
            refuse("yaml.key_twice", mark, "同一个键写了两次，请删去一个",
                   "the same key stands twice; remove one");
        top.key = std::move(key);
        top.has_key = true;
    }

    Places const& places_;
    std::shared_ptr<std::string const> file_;
    std::vector<Frame> open_;
    std::map<YAML::anchor_t, Node> anchors_;
    std::size_t nodes_ = 0;
};

Value plain_scalar(std::string const& text) {
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
        return {};
    if (text == "true" || text == "True") return true;
    if (text == "false" || text == "False") return false;
    if (auto const date = parse_date(text)) return *date;
    auto const digits = text[0] == '-' ? std::string_view(text).substr(1) : std::string_view(text);
    // 007 is a code, not seven.
    bool const code = digits.size() > 1 && digits[0] == '0' && digits[1] != '.';
    if (!code && text[0] != '+')
        if (auto const number = Decimal::parse(text)) return *number;
    return text;
}

}  // namespace

std::string Node::where() const {
    return (file ? *file : std::string()) + ":" + std::to_string(line) + ":" +
           std::to_string(column);
}

Node::Entry const* Node::find_entry(std::string_view key) const {
    for (auto const& entry : entries)
        if (entry.key == key) return &entry;
    return nullptr;
}

Node const* Node::find(std::string_view key) const {
    auto const* entry = find_entry(key);
    return entry != nullptr ? &entry->value : nullptr;
}

Result<Node> parse_yaml(std::string_view text, std::string const& file_name) {
    Places const places(text, file_name);
    Builder builder(places, file_name);
    try {
        std::istringstream in{std::string(text)};
        YAML::Parser parser(in);
        parser.HandleNextDocument(builder);
        Builder second(places, file_name);
        if (parser.HandleNextDocument(second))
            return fail("yaml.documents", second.root.where(), "一个文件只能有一个 YAML 文档",
                        "a file holds one YAML document only");
    } catch (Refusal& refusal) {
        return std::unexpected(std::move(refusal.error));
    } catch (YAML::Exception const& problem) {
        return fail("yaml.syntax", places.where(problem.mark), "YAML 语法有误: " + problem.msg,
                    "YAML syntax error: " + problem.msg);
    }
    if (!builder.root.file) builder.root.file = std::make_shared<std::string const>(file_name);
    return std::move(builder.root);
}

Value to_value(Node const& node) {
    switch (node.kind) {
        case Node::Kind::null:
            return {};
        case Node::Kind::scalar:
            return node.quoted ? Value(node.scalar) : plain_scalar(node.scalar);
        case Node::Kind::list: {
            List items;
            for (auto const& item : node.items) items.push_back(to_value(item));
            return items;
        }
        case Node::Kind::map:
            break;
    }
    std::vector<Context::Entry> entries;
    for (auto const& entry : node.entries) entries.emplace_back(entry.key, to_value(entry.value));
    return Context::of(std::move(entries));
}

}  // namespace jizhi
