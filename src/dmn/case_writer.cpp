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

void append_value(std::string& out, Value const& value) {
    if (value.is_null()) return;
    if (value.is(Kind::string)) return append_csv_cell(out, value.string(), true);
    auto const json = value.is(Kind::list) || value.is(Kind::context);
    append_csv_cell(out, json ? to_json(value) : to_text(value), false);
}

class CsvResults : public CaseWriter {
public:
    CsvResults(std::ostream& out, Decision const& decision, std::vector<std::string> given)
        : out_(out), name_(decision.name()), given_(std::move(given)) {
        auto const& plan = decision.plan();
        auto const* type = plan.program->units[plan.target].type;
        if (type != nullptr && type->kind == Type::Kind::function) type = type->element;
        if (type != nullptr) add_fields(*type, {}, 0);
    }

    void write(std::span<Value const> results, std::span<Case const> cases,
               Tell const& tell) override {
        if (!headed_) {
            if (columns_.empty()) add_columns(results);
            if (columns_.empty()) {  // nothing but null so far
                for (auto const& each : cases) held_ += each.given + '\n';
                rows_held_ += cases.size();
                if (held_.size() < held_bytes_max) return;
                finish();
                return;
            }
            write_header();
        }
        for (std::size_t i = 0; i < results.size(); ++i) {
            begin_row(cases[i].given);
            write_row(results[i], i, tell);
        }
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
    static constexpr std::size_t held_bytes_max = std::size_t{1} << 23U;  // then it is one column

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
        auto const add_name = [&](std::string const& name) {
            if (!line.empty()) line += ',';
            append_csv_cell(line, name, true);
        };
        for (auto const& each : given_) add_name(each);
        for (auto const& each : columns_) add_name(title_of(each));
        text_ += line + '\n';
        write_held();
    }
    [[nodiscard]] std::string title_of(std::string const& column) const {
        if (column.empty()) return name_;
        auto const taken = std::ranges::find(given_, column) != given_.end();
        return taken ? name_ + "." + column : column;
    }
    void begin_row(std::string_view given) {
        text_ += given;
        if (!given_.empty()) text_ += ',';
    }
    void write_held() {
        auto const empty = std::string(columns_.size() - 1, ',') + '\n';
        std::string_view left = held_;
        for (; rows_held_ > 0; --rows_held_) {
            auto const end = row_end(left);
            begin_row(left.substr(0, end));
            text_ += empty;
            left.remove_prefix(end + 1);
            flush();
        }
        held_ = {};
    }
    /// The end of the row at the beginning, where its cells may have lines in quotes.
    static std::size_t row_end(std::string_view rows) {
        auto quoted = false;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (rows[i] == '"') quoted = !quoted;
            if (rows[i] == '\n' && !quoted) return i;
        }
        return rows.size();
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
    std::vector<std::string> given_, columns_;
    std::map<std::string, std::size_t, std::less<>> places_;
    std::vector<Value const*> cells_;
    std::string held_;  ///< rows whose columns are not known yet
    std::size_t rows_held_ = 0;
    bool headed_ = false;
};

class JsonResults : public CaseWriter {
public:
    explicit JsonResults(std::ostream& out) : out_(out) {}
    void write(std::span<Value const> results, std::span<Case const>, Tell const&) override {
        std::string text;
        for (auto const& each : results) text += to_json(each) + '\n';
        out_.write(text.data(), static_cast<std::streamsize>(text.size()));
    }

private:
    std::ostream& out_;
};

}  // namespace

std::unique_ptr<CaseWriter> write_cases(std::ostream& out, CaseFormat format,
                                        Decision const& decision,
                                        std::vector<std::string> given) {
    if (format == CaseFormat::json_lines) return std::make_unique<JsonResults>(out);
    return std::make_unique<CsvResults>(out, decision, std::move(given));
}

}  // namespace jizhi::dmn
