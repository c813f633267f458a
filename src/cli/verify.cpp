#include <fmt/format.h>

#include "audit/verification.hpp"
#include "cli/place.hpp"
#include "file/files.hpp"

namespace jizhi::cli {
namespace {

/// Every file still has the content of its name.
std::vector<Error> check_files(store::Connection& sql, file::Files const& files) {
    std::vector<std::string> names;
    sql.query("SELECT digest FROM file ORDER BY digest", {},
              [&](store::Row const& row) { names.emplace_back(row.text(0)); });
    std::vector<Error> findings;
    for (auto const& name : names)
        if (auto const bytes = files.get(sql, name); !bytes) findings.push_back(bytes.error());
    return findings;
}

int verify(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    auto const sql = opened.database->store().read();
    auto const log = audit::verify(*sql, opened.keys.get());
    auto findings = log.findings;
    for (auto& finding : check_files(*sql, *file::open(opened.database->place())))
        findings.push_back(std::move(finding));
    for (auto const& finding : findings)
        fmt::print("{} {}: {} / {}\n", finding.code, finding.where, finding.zh, finding.en);
    fmt::print("{} 个事件 events, {} 个已抹去内容 erased; 链尾 head {}\n", log.events, log.erased,
               log.head.empty() ? "-" : log.head);
    fmt::print("{}\n", findings.empty() ? "未发现改动 nothing was changed"
                                        : "发现问题 something was changed: see above");
    return findings.empty() ? exit_fine : exit_failed;
}

Subcommand const declared{"verify",
                          "Check that nothing in the event log and the files was changed",
                          {data_option, db_option, keys_option},
                          verify};

}  // namespace
}  // namespace jizhi::cli
