#include "decision/schema.hpp"

namespace jizhi::decision {
namespace {

constexpr std::string_view schema = R"sql(
CREATE TABLE decision_applied (
  record_type TEXT NOT NULL, record_id TEXT NOT NULL, model TEXT NOT NULL,
  effective_from TEXT NOT NULL, recorded_at BIGINT NOT NULL, book TEXT NOT NULL,
  result TEXT NOT NULL, steps TEXT NOT NULL, PRIMARY KEY (record_id, model, recorded_at));
CREATE TABLE decision_run (
  id TEXT PRIMARY KEY, view_id TEXT NOT NULL, period TEXT NOT NULL, region_code TEXT NOT NULL,
  state TEXT NOT NULL, as_of TEXT NOT NULL, book TEXT NOT NULL, basis TEXT NOT NULL,
  made_by TEXT NOT NULL, made_by_name TEXT NOT NULL, made_at BIGINT NOT NULL,
  decided_by TEXT NOT NULL, decided_by_name TEXT NOT NULL, decided_at BIGINT NOT NULL,
  proposal_id TEXT NOT NULL, previous_id TEXT NOT NULL, line_count BIGINT NOT NULL,
  problem_count BIGINT NOT NULL, totals TEXT NOT NULL, comparison TEXT NOT NULL);
CREATE INDEX decision_run_by_view ON decision_run (view_id, period);
CREATE TABLE decision_run_line (
  run_id TEXT NOT NULL, seq BIGINT NOT NULL, record_id TEXT NOT NULL, name TEXT NOT NULL,
  search_text TEXT NOT NULL, region_code TEXT NOT NULL, figures TEXT NOT NULL,
  inputs TEXT NOT NULL, carried TEXT NOT NULL, changed BIGINT NOT NULL, problem TEXT NOT NULL,
  steps BLOB NOT NULL, PRIMARY KEY (run_id, record_id));
CREATE INDEX decision_run_line_by_seq ON decision_run_line (run_id, seq);
CREATE INDEX decision_run_line_by_record ON decision_run_line (record_id);
)sql";

constexpr std::string_view caveats = R"sql(
ALTER TABLE decision_run ADD COLUMN caveats TEXT NOT NULL DEFAULT '';
)sql";

}  // namespace

store::Migrations migrations() {
    return {{"decision", 1, schema}, {"decision", 2, caveats}};
}

}  // namespace jizhi::decision
