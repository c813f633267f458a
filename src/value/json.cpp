#include "value/json.hpp"

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <set>

#include "kit/limits_value.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi {
namespace {

namespace json = boost::json;

/// One open list or object.
struct Frame {
    bool object = false;
    List items;
    std::vector<Context::Entry> entries;
    std::string key;
    std::set<std::string> keys;
};

/// What Boost's parser calls for each piece. Pieces of one text may come in parts.
struct Builder {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);
    using Code = json::error_code;
    using Text = json::string_view;

    std::vector<Frame> open;
    std::string text;
    Value result;
    std::size_t count = 0;
    bool looks_at_keys = false;  ///< read again, to stop at the key that stands twice
    bool twice = false;          ///< some object has a key two times

    void put(Value value) {
        if (open.empty())
            result = std::move(value);
        else if (open.back().object)
            open.back().entries.emplace_back(std::move(open.back().key), std::move(value));
        else
            open.back().items.push_back(std::move(value));
    }
    bool part(Text piece) {
        text.append(piece.data(), piece.size());
        return true;
    }
    std::string whole(Text piece) {
        part(piece);
        return std::exchange(text, {});
    }
    bool number(Text piece, Code& code) {
        auto const number = Decimal::parse(whole(piece));
        if (!number) code = json::error::exponent_overflow;
        if (!one_more(code)) return false;
        put(number.value_or(Decimal{}));
        return number.has_value();
    }
    bool one_more(Code& code) {
        if (++count <= limits::json_values_max) return true;
        code = json::error::array_too_large;
        return false;
    }
    bool key_twice(Code& code) {
        twice = true;
        code = json::error::extra_data;
        return false;
    }
    bool start(bool object) {
        open.push_back(Frame{.object = object, .items = {}, .entries = {}, .key = {}, .keys = {}});
        return true;
    }
    Frame close() {
        Frame frame = std::move(open.back());
        open.pop_back();
        return frame;
    }

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_object_begin(Code& code) { return one_more(code) && start(true); }
    bool on_array_begin(Code& code) { return one_more(code) && start(false); }
    bool on_object_end(std::size_t, Code& code) {
        auto frame = close();
        auto const keys = frame.entries.size();
        auto made = Context::of(std::move(frame.entries));
        // Which of two would be meant, nobody can tell; another reader takes the other one.
        if (made.entries().size() != keys) return key_twice(code);
        put(std::move(made));
        return true;
    }
    bool on_array_end(std::size_t, Code&) {
        put(close().items);
        return true;
    }
    bool on_key_part(Text piece, std::size_t, Code&) { return part(piece); }
    bool on_key(Text piece, std::size_t, Code& code) {
        auto& frame = open.back();
        frame.key = whole(piece);
        if (looks_at_keys && !frame.keys.insert(frame.key).second) return key_twice(code);
        return true;
    }
    bool on_string_part(Text piece, std::size_t, Code&) { return part(piece); }
    bool on_string(Text piece, std::size_t, Code& code) {
        if (!one_more(code)) return false;
        put(whole(piece));
        return true;
    }
    bool on_number_part(Text piece, Code&) { return part(piece); }
    bool on_int64(std::int64_t, Text piece, Code& code) { return number(piece, code); }
    bool on_uint64(std::uint64_t, Text piece, Code& code) { return number(piece, code); }
    bool on_double(double, Text piece, Code& code) { return number(piece, code); }
    bool on_bool(bool value, Code& code) {
        if (!one_more(code)) return false;
        put(value);
        return true;
    }
    bool on_null(Code& code) {
        if (!one_more(code)) return false;
        put(nullptr);
        return true;
    }
    bool on_comment_part(Text, Code&) { return true; }
    bool on_comment(Text, Code&) { return true; }
};

std::unexpected<Error> bad_json(std::string_view text, std::size_t byte, json::error_code code) {
    auto const where = line_column(text, byte);
    if (code == json::error::too_deep)
        return fail("json.too_deep", where, "JSON 嵌套超过 200 层", "JSON is nested over 200 deep");
    if (code == json::error::array_too_large)
        return fail("json.too_large", where,
                    fmt::format("JSON 里的值超过 {} 个，请分成几份", limits::json_values_max),
                    fmt::format("the JSON has more than {} values: divide it",
                                limits::json_values_max));
    if (code == json::error::exponent_overflow)
        return fail("json.number", where, "数字超出范围", "the number is out of range");
    if (code == json::error::incomplete || byte >= text.size())
        return fail("json.incomplete", where, "JSON 不完整，后面还缺内容",
                    "the JSON ends before it is complete");
    return fail("json.syntax", where, "JSON 语法有误: " + code.message(),
                "JSON syntax error: " + code.message());
}

/// Writes lists and objects; `indent` < 0 keeps all on one line.
class Writer {
public:
    explicit Writer(bool pretty) : pretty_(pretty) {}

    void write(Value const& value, int level) {
        switch (value.type()) {
            case Value::Type::null:
                out_ += "null";
                break;
            case Value::Type::boolean:
                out_ += value.boolean() ? "true" : "false";
                break;
            case Value::Type::number:
                out_ += value.number().to_string();
                break;
            case Value::Type::string:
                append_json_string(out_, value.string());
                break;
            case Value::Type::list:
                write_list(value.list(), level);
                break;
            case Value::Type::context:
                write_context(value.context(), level);
                break;
            default:
                append_json_string(out_, to_text(value));
        }
    }
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    void line(int level) {
        if (!pretty_) return;
        out_ += '\n';
        out_.append(static_cast<std::size_t>(level) * 2, ' ');
    }
    void write_list(List const& list, int level) {
        out_ += '[';
        bool first = true;
        for (auto const& item : list) {
            if (!std::exchange(first, false)) out_ += ',';
            line(level + 1);
            write(item, level + 1);
        }
        if (!list.empty()) line(level);
        out_ += ']';
    }
    void write_context(Context const& context, int level) {
        out_ += '{';
        bool first = true;
        for (auto const& [key, value] : context.entries()) {
            if (!std::exchange(first, false)) out_ += ',';
            line(level + 1);
            append_json_string(out_, key);
            out_ += pretty_ ? ": " : ":";
            write(value, level + 1);
        }
        if (!context.empty()) line(level);
        out_ += '}';
    }

    bool pretty_;
    std::string out_;
};

/// Reads the text again up to the second of two keys, for its name and place.
std::unexpected<Error> key_twice(std::string_view text, json::parse_options const& options) {
    json::basic_parser<Builder> parser(options);
    parser.handler().looks_at_keys = true;
    json::error_code code;
    auto const read = parser.write_some(false, text.data(), text.size(), code);
    auto const& key = parser.handler().open.back().key;
    return fail("json.key_twice", line_column(text, read),
                fmt::format("JSON 里“{}”在同一个对象中写了两次", key),
                fmt::format("\"{}\" stands twice in one object of the JSON", key));
}

}  // namespace

Result<Value> parse_json(std::string_view text) {
    if (text.size() > limits::json_bytes_max)
        return fail("json.too_large", {}, "JSON 超过 64 MiB，请分成几份",
                    "the JSON has more than 64 MiB: divide it");
    json::parse_options options;
    options.max_depth = value_depth_max;
    json::basic_parser<Builder> parser(options);
    json::error_code code;
    auto const read = parser.write_some(false, text.data(), text.size(), code);
    if (!code && read < text.size()) code = json::error::extra_data;
    if (parser.handler().twice) return key_twice(text, options);
    if (code) return bad_json(text, read, code);
    return std::move(parser.handler().result);
}

std::string to_json(Value const& value) {
    Writer writer(false);
    writer.write(value, 0);
    return writer.take();
}

std::string to_pretty_json(Value const& value) {
    Writer writer(true);
    writer.write(value, 0);
    return writer.take();
}

void append_json_string(std::string& out, std::string_view text) {
    static constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (char const c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20) {
                    out += c;
                } else {
                    out += "\\u00";
                    out += hex[c >> 4];
                    out += hex[c & 15];
                }
        }
    }
    out += '"';
}

std::string line_column(std::string_view text, std::size_t byte) {
    std::size_t line = 1, column = 1;
    for (char const c : text.substr(0, byte)) {
        if (c == '\n') {
            ++line;
            column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
            ++column;  // a code point begins here
        }
    }
    return std::to_string(line) + ":" + std::to_string(column);
}

}  // namespace jizhi
