#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "cli/model_file.hpp"
#include "cli/subcommand.hpp"
#include "cli/surroundings.hpp"
#include "dmn/cases.hpp"
#include "dmn/check.hpp"
#include "value/json.hpp"

namespace jizhi::cli {
namespace {

namespace fs = std::filesystem;
using dmn::CaseFormat;

constexpr std::size_t said_on_terminal_max = 20;

Result<CaseFormat> format_named(std::string const& name) {
    if (name == "csv") return CaseFormat::csv;
    if (name == "jsonl") return CaseFormat::json_lines;
    return fail("cli.format", "--format " + name, "格式应是 csv 或 jsonl",
                "the format is csv or jsonl");
}

/// By the ending of its name; `otherwise` where that says nothing.
CaseFormat format_of(std::string const& file, CaseFormat otherwise) {
    auto const ending = fs::path(file).extension();
    if (ending == ".csv") return CaseFormat::csv;
    if (ending == ".jsonl" || ending == ".ndjson") return CaseFormat::json_lines;
    return otherwise;
}

/// What was asked for; a file without a name is a standard stream.
struct Asked {
    std::string in, out, errors;
    CaseFormat in_format = CaseFormat::csv, out_format = CaseFormat::csv;
};

std::string file_named(std::string given) { return given == "-" ? std::string() : given; }

Result<void> must_differ(std::string const& in, std::string const& written) {
    std::error_code none;
    if (in.empty() || !fs::is_regular_file(written, none)) return {};
    if (!fs::equivalent(in, written, none)) return {};
    return fail("cli.same_file", written, "结果不能写进正在读的文件，请换一个名字",
                "results cannot be written into the file that is read; choose another name");
}

Result<Asked> asked_for(Arguments const& given) {
    Asked asked;
    if (given.has("--csv") && given.has("--in"))
        return fail("cli.twice", "--csv", "--csv 与 --in 只能用一个", "use --csv or --in, not both");
    asked.in = file_named(given.text(given.has("--csv") ? "--csv" : "--in"));
    asked.out = file_named(given.text("--out"));
    asked.errors = given.text("--errors");
    if (given.has("--format")) {
        TRY(format, format_named(given.text("--format")));
        asked.in_format = asked.out_format = format;
    } else {
        asked.in_format =
            given.has("--csv") ? CaseFormat::csv : format_of(asked.in, CaseFormat::csv);
        asked.out_format = format_of(asked.out, asked.in_format);
    }
    CHECK_OK(must_differ(asked.in, asked.out));
    CHECK_OK(must_differ(asked.in, asked.errors));
    return asked;
}

Result<void> open_to_read(std::ifstream& in, std::string const& path) {
    if (path.empty()) return {};
    std::error_code none;
    if (!fs::is_directory(path, none)) in.open(path, std::ios::binary);
    if (in.is_open()) return {};
    return fail("file.unreadable", path, "读不到这个文件", "this file cannot be read");
}

Result<void> open_to_write(std::ofstream& out, std::string const& path) {
    if (path.empty()) return {};
    out.open(path, std::ios::binary);
    if (out.is_open()) return {};
    return fail("file.unwritable", path, "写不了这个文件", "this file cannot be written");
}

/// What is told about cases: all of it in a file, else the first few on standard error.
class Said {
public:
    explicit Said(std::ofstream* file) : file_(file) {}

    void operator()(dmn::CaseSaid const& said) {
        ++count_;
        auto const& error = said.error;
        if (file_ == nullptr) {
            if (count_ <= said_on_terminal_max)
                fmt::print(stderr, "{}: {}{} / {} ({})\n", said.line,
                           error.where.empty() ? "" : error.where + ": ", error.zh, error.en,
                           error.code);
            return;
        }
        Context made{{"line", static_cast<std::int64_t>(said.line)},
                     {"row", static_cast<std::int64_t>(said.row)},
                     {"evaluated", said.read},
                     {"code", error.code},
                     {"where", error.where},
                     {"zh", error.zh},
                     {"en", error.en}};
        *file_ << to_json(Value(std::move(made))) << '\n';
    }
    [[nodiscard]] std::size_t left_out() const {
        return file_ != nullptr || count_ < said_on_terminal_max ? 0
                                                                 : count_ - said_on_terminal_max;
    }

private:
    std::ofstream* file_;
    std::size_t count_ = 0;
};

/// How far it is, on a terminal, twice a second.
class Progress {
public:
    explicit Progress(std::string const& file) : began_(now()), last_(began_) {
        std::error_code none;
        if (fs::is_regular_file(file, none)) size_ = fs::file_size(file, none);
    }
    void show(std::size_t rows, std::size_t bytes) {
        auto const here = now();
        if (here - last_ < std::chrono::milliseconds(500)) return;
        last_ = here;
        auto const share = size_ == 0
                               ? std::string()
                               : fmt::format("{:.0f} %  ", 100.0 * static_cast<double>(bytes) /
                                                               static_cast<double>(size_));
        fmt::print(stderr, "\r{}{} 行 rows  {:.0f}/s   ", share, rows,
                   static_cast<double>(rows) / seconds());
        shown_ = true;
    }
    void end() const {
        if (shown_) fmt::print(stderr, "\r\033[K");
    }
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(now() - began_).count();
    }

private:
    using Clock = std::chrono::steady_clock;
    static Clock::time_point now() { return Clock::now(); }
    Clock::time_point began_, last_;
    std::uintmax_t size_ = 0;
    bool shown_ = false;
};

int print_problems(dmn::Model const& model) {
    for (auto const& said : model.problems())
        fmt::print(stderr, "{}: {} / {} ({})\n", said.where, said.zh, said.en, said.code);
    return static_cast<int>(model.problems().size());
}

Error cannot_write(std::string const& file) {
    return {"file.write", file, "写不下去了：对方已关闭，或磁盘已满",
            "writing ended early: the reader has gone, or the disk is full"};
}

/// Evaluates from one open file into another.
int run(dmn::Decision const& decision, std::istream& in, Asked const& asked,
        feel::Environment const& surroundings, bool strict) {
    TRY_OR_FAIL(reader, dmn::read_cases(in, asked.in_format, decision));
    for (auto const& name : reader->aside())
        fmt::print(stderr, "{}: 不是输入，不用 / no input, left aside\n", name);
    std::ofstream out_file, errors;
    CHECK_OR_FAIL(open_to_write(out_file, asked.out));
    CHECK_OR_FAIL(open_to_write(errors, asked.errors));
    std::ostream& out = asked.out.empty() ? std::cout : out_file;
    auto const writer = dmn::write_cases(out, asked.out_format, decision, reader->columns());
    Said said(asked.errors.empty() ? nullptr : &errors);
    Progress progress(asked.in);
    auto const terminal = isatty(STDERR_FILENO) == 1;
    dmn::CasesOptions options;
    options.strict = strict;
    options.surroundings = surroundings;
    options.tell = [&](dmn::CaseSaid const& each) { said(each); };
    options.go_on = [&](dmn::CasesDone const& done) {
        if (terminal) progress.show(done.rows, reader->bytes());
        return out.good();
    };
    auto const done = dmn::evaluate_cases(decision, *reader, *writer, options);
    progress.end();
    if (!out.flush()) return failed(cannot_write(asked.out));
    if (errors.is_open() && !errors.flush()) return failed(cannot_write(asked.errors));
    if (said.left_out() > 0)
        fmt::print(stderr,
                   "… 另有 {} 条，用 --errors 存下 / and {} more: keep them with --errors\n",
                   said.left_out(), said.left_out());
    fmt::print(stderr, "{} 行，{} 行读不懂，{} 行有提示 / {} rows, {} not read, {} with remarks\n",
               done.rows, done.unread, done.told, done.rows, done.unread, done.told);
    return done.unread > 0 || (strict && done.told > 0) ? exit_failed : exit_fine;
}

int batch(Arguments const& given) {
    std::ios::sync_with_stdio(false);
    std::signal(SIGPIPE, SIG_IGN);  // a reader that went is told as any failure to write
    TRY_OR_FAIL(asked, asked_for(given));
    TRY_OR_FAIL(model, load_model(given.text("MODEL")));
    TRY_OR_FAIL(decision, decision_named(model, given.text("--decision")));
    TRY_OR_FAIL(surroundings, Surroundings::of(given));
    auto const strict = given.has("--strict");
    if (print_problems(model) > 0 && strict) return exit_failed;
    std::ifstream in;
    CHECK_OR_FAIL(open_to_read(in, asked.in));
    return run(decision, asked.in.empty() ? std::cin : in, asked, surroundings.environment(),
               strict);
}

std::vector<Option> options() {
    std::vector<Option> all{
        argument("MODEL", "a .dmn file; what it imports is looked for beside it"),
        option("--decision", "NAME", "name or id; not needed where one decision needs the others"),
        option("--csv", "FILE", "cases as CSV, whatever the file is called"),
        option("--in", "FILE", "cases as CSV or JSON Lines; standard input without it or for -"),
        option("--out", "FILE", "where the results go; standard output without it or for -"),
        option("--errors", "FILE", "what is to be told about rows, as JSON Lines"),
        option("--format", "FORMAT",
               "csv or jsonl; without it by the names of the files, else csv"),
        flag("--strict", "a row with a remark gives null, and the whole has failed then")};
    for (auto const& each : Surroundings::options()) all.push_back(each);
    return all;
}

Subcommand const declared{
    "dmn batch", "Evaluate a decision of a DMN model for every row of a file", options(), batch};

}  // namespace
}  // namespace jizhi::cli
