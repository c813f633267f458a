#pragma once
#include <memory>
#include <string>
#include <vector>

#include "audit/sealer.hpp"
#include "decision/runs.hpp"
#include "decision/schema.hpp"
#include "file/files.hpp"
#include "kit/ids.hpp"
#include "kit/log.hpp"
#include "kit/random.hpp"
#include "pack/compile.hpp"
#include "pack/deployment.hpp"
#include "pack/folder.hpp"
#include "people/schema.hpp"
#include "record/table.hpp"
#include "region/schema.hpp"
#include "report/imports.hpp"
#include "store/database.hpp"
#include "value/temporal.hpp"

namespace jizhi::bench {

/// A data folder with the shipped packs, as far as rules need it.
struct Opened {
    StillClock clock{0};
    CountingIds ids;
    QuietLog log;
    SeededRandom random{1};
    store::Keys keys = store::Keys::make(random);
    std::unique_ptr<store::Database> database;
    store::Lease sql;
    record::Catalogs catalogs;
    decision::Books books;
    region::Regions regions;
    std::unique_ptr<decision::Desk> desk;
    std::string error;

    /// `error` says why it could not be opened.
    explicit Opened(char const* folder) {
        auto const migrations =
            store::all_of({store::migrations(), audit::migrations(), region::migrations(),
                           people::migrations(), file::migrations(), record::migrations(),
                           decision::migrations(), report::migrations(), pack::migrations()});
        auto opened = store::open({folder, {}}, {clock, ids, log}, migrations);
        if (!opened) {
            error = opened.error().en;
            return;
        }
        database = std::move(*opened);
        auto const compiled = pack::compile(pack::shipped());
        catalogs.swap(compiled.catalog);
        books.swap(compiled.book);
        sql = database->store().read();
        regions.reload(*sql, parse_date("2026-10-31")->day);
        desk = std::make_unique<decision::Desk>(books, catalogs, keys, regions, nullptr);
    }

    /// All workers as they are on a day, without what is sealed.
    [[nodiscard]] std::vector<record::Loaded> workers(std::string_view day) const {
        record::LoadOptions options;
        options.sensitive = false;
        std::vector<std::string> all;
        sql->query("SELECT id FROM r_worker", {},
                   [&](store::Row const& row) { all.emplace_back(row.text(0)); });
        auto const catalog = catalogs.now();
        auto found = record::load_many(*sql, *catalog, keys, *catalog->type("worker"), all,
                                       {.as_of = *parse_date(day)}, options);
        return found ? std::move(*found) : std::vector<record::Loaded>{};
    }
};

}  // namespace jizhi::bench
