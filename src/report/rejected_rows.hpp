#pragma once
#include <cstdint>
#include <string>

#include "store/writer.hpp"

namespace jizhi::report {

/// Rows that an import left out because something is wrong with them.
struct RejectedRows {
    std::string import, type, file_name;
    std::string account;  ///< whose import it is
    std::int64_t count = 0;
};

/// Inside the command of the import: a row in 今天要办 of whoever imported, which leads to the
/// download of these rows. Nothing where there are none.
void remind_of_rejected(store::Tx& tx, RejectedRows const& rejected);

/// Inside the command of a later import by the same person: what it mends waits no longer. That is
/// what came from a file of the same name, or, where the rows stand in the form in which rejected
/// ones are downloaded, from any file of the type.
void mend_rejected(store::Tx& tx, RejectedRows const& mended, bool is_download);

/// Inside a command: an import that is removed leaves no row behind.
void forget_rejected(store::Tx& tx, std::string_view import);

}  // namespace jizhi::report
