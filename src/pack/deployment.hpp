#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "pack/compile.hpp"
#include "record/change.hpp"
#include "store/migration.hpp"
#include "store/writer.hpp"

namespace jizhi::pack {

/// Tables pack_version, pack_file, pack_content, draft.
[[nodiscard]] store::Migrations migrations();

/// One deployed version, as `pack list` says it.
struct Deployed {
    std::string pack, version, digest, title_zh, title_en, deployed_by;
    Micros deployed_at = 0;
    bool in_force = false;
};

/// The newest version of each pack as its folder.
[[nodiscard]] std::vector<Folder> deployed_folders(store::Connection& sql);
[[nodiscard]] Result<Folder> deployed_folder(store::Connection& sql, std::string_view pack,
                                             std::string_view version = {});
[[nodiscard]] std::vector<Deployed> deployed_versions(store::Connection& sql);

/// Where a pack that is deployed comes from.
enum class From {
    here,      ///< somebody here deploys it whole, under a greater number
    draft,     ///< edits of the version in force are published
    workshop,  ///< a folder that somebody is writing on: under the same number too
    program,   ///< it ships with the program: files that were changed here stay as they are (see
               ///< upgrade.hpp), and what is older than the copy in force is passed over
};

/// What is in force: the catalog of records and the book of decisions, swapped together after the
/// command that deployed has been committed. Thread-safe.
class Packs {
public:
    Packs(record::Catalogs& catalogs, decision::Books& books)
        : catalogs_(catalogs), books_(books) {}

    /// Before the first deployment: what else follows from one, in its transaction.
    using Follow = std::function<Result<void>(store::Tx&, record::Catalog const&)>;
    void set_follow(Follow follow) { follow_ = std::move(follow); }

    /// Inside a command: compiles these packs with those that stay, makes their tables, stores the
    /// versions and puts everything in force once the command is durable. A version that is not
    /// greater than the deployed one is refused, unless its content is the same (then nothing is
    /// done) or `from` says otherwise.
    [[nodiscard]] Result<Value> deploy(store::Tx& tx, std::vector<Folder> const& packs,
                                       From from = From::here);
    /// At start: deploys the shipped packs that are newer, and puts what is deployed in force.
    /// Where a newer one cannot stand beside what was changed here, the deployed ones stay, and the
    /// answer says why.
    [[nodiscard]] Result<std::optional<Error>> start(store::Store& store, store::Writer& writer,
                                                     std::vector<Folder> const& shipped,
                                                     std::string const& command_id);
    /// Puts what is deployed in force (another server may have deployed).
    [[nodiscard]] Result<void> reload(store::Connection& sql);

    [[nodiscard]] std::shared_ptr<Compiled const> now() const;
    /// Before the first request: told whenever other packs are in force.
    void set_listener(std::function<void()> listener) { listener_ = std::move(listener); }

private:
    void put_in_force(std::shared_ptr<Compiled const> compiled);

    record::Catalogs& catalogs_;
    decision::Books& books_;
    Follow follow_;
    mutable std::mutex mutex_;
    std::function<void()> listener_;
    std::shared_ptr<Compiled const> current_ = std::make_shared<Compiled const>();
};

}  // namespace jizhi::pack
