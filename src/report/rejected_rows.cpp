#include "report/rejected_rows.hpp"

#include <fmt/format.h>

#include <vector>

#include "people/todo.hpp"

namespace jizhi::report {
namespace {

constexpr std::string_view kind = "import_rejected";

}  // namespace

void remind_of_rejected(store::Tx& tx, RejectedRows const& rejected) {
    if (rejected.count == 0) return;
    people::Todo row;
    row.kind = kind;
    row.right = people::Right::import;
    row.account = rejected.account;
    row.title = {fmt::format("导入时有 {} 行没有收下", rejected.count),
                 fmt::format("{} rows of an import were left out", rejected.count)};
    row.detail = {fmt::format("{}：下载这些行，按旁边的原因改好后再导入", rejected.file_name),
                  fmt::format("{}: download them, mend them by the reason beside each, and import "
                              "them again",
                              rejected.file_name)};
    row.action = {.title = {"去看", "Look"},
                  .view = "imports",
                  .target = rejected.type + "/" + rejected.import};
    row.subject_type = "import";
    row.subject_id = rejected.import;
    people::add_todo(tx, std::move(row));
}

void mend_rejected(store::Tx& tx, RejectedRows const& mended, bool is_download) {
    std::vector<std::string> imports;
    tx.sql().query(R"sql(
        SELECT id FROM import_session
        WHERE maker = ? AND record_type = ? AND state = 'committed' AND (? = 1 OR file_name = ?))sql",
                   {mended.account, mended.type, std::int64_t{is_download ? 1 : 0},
                    mended.file_name},
                   [&](store::Row const& row) { imports.emplace_back(row.text(0)); });
    for (auto const& import : imports) people::finish_todo(tx, kind, import);
}

void forget_rejected(store::Tx& tx, std::string_view import) {
    people::finish_todo(tx, kind, import);
}

}  // namespace jizhi::report
