#include "dmn/case_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "dmn/program.hpp"
#include "value/json.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

using Kind = Value::Type;

void append_cell(std::string& out, std::string_view text, bool is_text) {
    auto const quoted =
        (is_text && text.empty()) || text.find_first_of(",\"\r\n") != std::string_view::npos;
    if (!quoted) {
        out += text;
        return;
    }
    out += '"';
    for (auto const c : text) out.append(c == '"' ? 2 : 1, c);
    out += '"';
}

void append_value(std::string& out, Value const& value) {
    if (value.is_null()) return;
    if (value.is(Kind::string)) return append_cell(out, value.string(), true);
    auto const json = value.is(Kind::list) || value.is(Kind::context);
    append_cell(out, json ? to_json(value) : to_text(value), false);
}

class CsvResults : public CaseWriter {
public:
    CsvResults(std::ostream& out, Decision const& decision) : out_(out), name_(decision.name()) {
        auto const& plan = decision.plan();
        auto const* type = plan.program->units[plan.target].type;
        if (type != nullptr && type->kind == Type::Kind::function) type = type->element;
        if (type != nullptr) add_fields(*type, {}, 0);
    }

    void write(std::span<Value const> results, Tell const& tell) override {
        if (!headed_) {
            if (columns_.empty()) add_columns(results);
            if (columns_.empty()) {  // nothing but null so far
                held_ += results.size();
                return;
            }
            write_header();
        }
        for (std::size_t i = 0; i < results.size(); ++i) write_row(results[i], i, tell);
        flush();
    }
    void finish() override {
        if (headed_) return;
        if (columns_.empty()) add("");
        write_header();
        flush();
    }

private:
    static constexpr int depth_max = 8;
    static constexpr std::size_t columns_max = 1'000;

    void add(std::string const& path) {
        if (columns_.size() < columns_max && places_.emplace(path, columns_.size()).second)
            columns_.push_back(path);
    }
    static std::string joined(std::string const& path, std::string const& name) {
        return path.empty() ? name : path + "." + name;
    }
    void add_fields(Type const& type, std::string const& path, int depth) {
        if (type.kind == Type::Kind::context && !type.fields.empty() && depth < depth_max)
            for (auto const& [name, field] : type.fields)
                add_fields(*field, joined(path, name), depth + 1);
        else if (depth > 0)
            add(path);
    }
    /// Paths under which something other than null was, and those with a context there.
    struct Seen {
        std::set<std::string> filled, outer;
    };
    void add_paths(Value const& value, std::string const& path, Seen& seen) {
        if (value.is(Kind::context)) {
            seen.outer.insert(path);
            for (auto const& [name, part] : value.context().entries())
                add_paths(part, joined(path, name), seen);
        } else if (!value.is_null() || !path.empty()) {
            if (!value.is_null()) seen.filled.insert(path);
            add(path);
        }
    }
    void add_columns(std::span<Value const> results) {
        Seen seen;
        for (auto const& each : results) add_paths(each, {}, seen);
        // What is null in some rows and a context in others needs no column of its own.
        std::erase_if(columns_, [&](auto const& path) {
            return seen.outer.contains(path) && !seen.filled.contains(path);
        });
        places_.clear();
        for (std::size_t i = 0; i < columns_.size(); ++i) places_.emplace(columns_[i], i);
    }
    void write_header() {
        headed_ = true;
        std::string line;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (i > 0) line += ',';
            append_cell(line, columns_[i].empty() ? name_ : columns_[i], true);
        }
        text_ += line + '\n';
        auto const empty = std::string(columns_.size() - 1, ',') + '\n';
        for (; held_ > 0; --held_) {
            text_ += empty;
            flush();
        }
    }
    void write_row(Value const& value, std::size_t row, Tell const& tell) {
        cells_.assign(columns_.size(), nullptr);
        if (auto const lost = spread(value, {}))
            tell(row, {"cases.no_column",
                       {},
                       fmt::format("结果里的“{}”没有对应的列", *lost),
                       fmt::format("the result has an entry '{}' that no column has", *lost)});
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (i > 0) text_ += ',';
            if (cells_[i] != nullptr) append_value(text_, *cells_[i]);
        }
        text_ += '\n';
    }
    /// Puts the parts of a value into the cells; a path that no column has.
    std::optional<std::string> spread(Value const& value, std::string const& path) {
        auto const at = places_.find(path);
        if (at != places_.end()) {
            cells_[at->second] = &value;
            return std::nullopt;
        }
        if (value.is_null()) return std::nullopt;
        if (!value.is(Kind::context)) return path.empty() ? name_ : path;
        std::optional<std::string> lost;
        for (auto const& [name, part] : value.context().entries())
            if (auto each = spread(part, joined(path, name))) lost = std::move(each);
        return lost;
    }
    void flush() {
        out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
        text_.clear();
    }

    std::ostream& out_;
    std::string name_, text_;
    std::vector<std::string> columns_;
    std::map<std::string, std::size_t, std::less<>> places_;
    std::vector<Value const*> cells_;
    std::size_t held_ = 0;
    bool headed_ = false;
};

class JsonResults : public CaseWriter {
public:
    explicit JsonResults(std::ostream& out) : out_(out) {}
    void write(std::span<Value const> results, Tell const&) override {
        std::string text;
        for (auto const& each : results) text += to_json(each) + '\n';
        out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    }

private:
    std::ostream& out_;
};

}  // namespace

std::unique_ptr<CaseWriter> write_cases(std::ostream& out, CaseFormat format,
                                        Decision const& decision) {
    if (format == CaseFormat::json_lines) return std::make_unique<JsonResults>(out);
    return std::make_unique<CsvResults>(out, decision);
}

}  // namespace jizhi::dmn
