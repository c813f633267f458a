#include "dmn/cases.hpp"

#include "dmn/columnar.hpp"
#include "kit/limits_dmn.hpp"
#include "feel/column_encoder.hpp"

namespace jizhi::dmn {
namespace {

/// A run of blocks with what it remembers of them.
struct Running {
    feel::Environment environment;
    BatchRun run;
    std::vector<std::unique_ptr<feel::ColumnEncoder>> encoders;

    Running(BatchDecision const& batch, feel::Environment surroundings, std::size_t inputs)
        : environment(std::move(surroundings)), run(batch, environment) {
        for (std::size_t i = 0; i < inputs; ++i)
            encoders.push_back(std::make_unique<feel::ColumnEncoder>(run.batch()));
    }
};

class Evaluating {
public:
    Evaluating(Decision const& decision, CasesOptions const& options)
        : decision_(decision),
          options_(options),
          batch_(decision),
          alone_(options.surroundings) {
        alone_.strict = options.strict;
    }

    /// Reads and evaluates a block; false when there is none.
    bool block(CaseReader& reader) {
        read(reader);
        if (count_ == 0) return false;
        evaluate();
        return true;
    }
    void write(CaseWriter& writer) {
        writer.write(results_, std::span(cases_).first(count_),
                     [&](std::size_t i, Error error) { tell(i, true, std::move(error)); });
        done_.rows += count_;
    }
    [[nodiscard]] CasesDone const& done() const { return done_; }

private:
    void read(CaseReader& reader) {
        std::size_t bytes = 0;
        for (count_ = 0; count_ < cases_.size() && bytes < limit::case_block_bytes_max; ++count_) {
            if (!reader.next(cases_[count_])) return;
            bytes += cases_[count_].bytes;
        }
    }
    void evaluate() {
        rows_.clear();
        results_.assign(count_, Value());
        for (std::size_t i = 0; i < count_; ++i) {
            if (!cases_[i].wrong) {
                rows_.push_back(i);
                continue;
            }
            ++done_.unread;
            tell(i, false, *cases_[i].wrong);
        }
        if (rows_.empty()) return;
        auto const made = evaluate_columns();
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            auto const i = rows_[row];
            if (made.told && made.told[row] != 0)
                evaluate_alone(i);
            else
                results_[i] = made.value.at(row);
        }
    }
    BatchRun::Block evaluate_columns() {
        auto const width = decision_.inputs().size();
        if (!running_ || remembered_ >= options_.remembered) {
            running_.reset();
            running_ = std::make_unique<Running>(batch_, options_.surroundings, width);
            remembered_ = 0;
        }
        remembered_ += rows_.size();
        running_->run.begin(rows_.size());
        std::vector<feel::Column> columns;
        std::vector<Value> values(rows_.size());
        for (std::size_t i = 0; i < width; ++i) {
            for (std::size_t row = 0; row < rows_.size(); ++row)
                values[row] = cases_[rows_[row]].inputs[i];
            columns.push_back(running_->encoders[i]->encode(values));
        }
        return running_->run.evaluate(columns);
    }
    /// For what it tells.
    void evaluate_alone(std::size_t i) {
        auto const outcome = decision_.evaluate(cases_[i].inputs, alone_);
        results_[i] = outcome.value;
        ++done_.told;
        for (auto const& each : outcome.diagnostics)
            tell(i, true, {each.code, each.where, each.zh, each.en});
    }
    void tell(std::size_t i, bool read, Error error) const {
        if (options_.tell)
            options_.tell({cases_[i].line, done_.rows + i + 1, read, std::move(error)});
    }

    Decision const& decision_;
    CasesOptions const& options_;
    BatchDecision batch_;
    feel::Environment alone_;  ///< for one case
    std::unique_ptr<Running> running_;
    std::size_t remembered_ = 0;
    std::vector<Case> cases_ = std::vector<Case>(feel::block_rows);  ///< used again and again
    std::size_t count_ = 0;                                          ///< of the block at hand
    std::vector<std::size_t> rows_;                                  ///< those that could be read
    std::vector<Value> results_;
    CasesDone done_;
};

}  // namespace

CasesDone evaluate_cases(Decision const& decision, CaseReader& reader, CaseWriter& writer,
                         CasesOptions const& options) {
    Evaluating evaluating(decision, options);
    while (evaluating.block(reader)) {
        evaluating.write(writer);
        if (options.go_on && !options.go_on(evaluating.done())) return evaluating.done();
    }
    writer.finish();
    return evaluating.done();
}

}  // namespace jizhi::dmn
