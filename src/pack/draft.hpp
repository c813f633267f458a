#pragma once
#include <string>
#include <vector>

#include "pack/deployment.hpp"
#include "people/proposal.hpp"

namespace jizhi::pack {

/// Edited files of a deployed pack, not yet in force.
struct Draft {
    std::string id, title, pack, base;   ///< base: the digest of the version it was made from
    std::map<std::string, Value> files;  ///< path -> text; null takes the file away
    std::vector<Error> errors;           ///< what is wrong with the pack as it would be
    std::string state = "open";          ///< open, proposed, published, rejected
    std::string made_by, proposal;
    Micros made_at = 0;
    [[nodiscard]] Value to_value() const;
};

/// Drafts are made and checked, then published by a proposal as a new version of their pack: the
/// rule editor and whoever else edits pack files share this. Thread-safe.
class Drafts {
public:
    explicit Drafts(Packs& packs) : packs_(packs) {}

    /// Before the first request: the held command "pack.publish" and the version of a pack.
    void register_with(people::HeldCommands& commands) const;

    /// Inside a command: stores the files over the pack's version in force, with what is wrong.
    [[nodiscard]] Result<Draft> make(store::Tx& tx, std::string title, std::string pack,
                                     std::map<std::string, Value> files) const;
    /// Inside a command: other files in an open draft of one's own; checked again, over the version
    /// that is in force now.
    [[nodiscard]] Result<Draft> revise(store::Tx& tx, std::string const& id, std::string title,
                                       std::map<std::string, Value> files) const;
    /// Inside a command: removes a draft of one's own that nobody has published or is to decide.
    [[nodiscard]] static Result<Value> discard(store::Tx& tx, std::string const& id);
    /// Inside a command: hands a draft without errors to a second person of that region.
    [[nodiscard]] Result<Value> propose(store::Tx& tx, people::HeldCommands const& commands,
                                        std::string const& id, people::Actor const& by,
                                        std::string const& region) const;
    [[nodiscard]] static Result<Draft> find(store::Connection& sql, std::string_view id);
    [[nodiscard]] static std::vector<Draft> list(store::Connection& sql);
    /// Fills in what is wrong with the packs as they would be, over the version in force.
    [[nodiscard]] static Result<void> inspect(store::Connection& sql, Draft& draft);
    /// All deployed packs with the draft in them, as they would be in force.
    [[nodiscard]] static Compiled compiled(store::Connection& sql, Draft const& draft);

private:
    [[nodiscard]] Result<Value> publish(store::Tx& tx, people::Held const& held) const;

    Packs& packs_;
};

/// The folder with the draft's files in it and the last number of its version one higher.
[[nodiscard]] Folder edited(Folder folder, std::map<std::string, Value> const& files);

/// The rules as they would be with the files of these drafts in their packs. The error is the first
/// of what is wrong with them.
[[nodiscard]] Result<std::shared_ptr<decision::Book const>> book_with(
    store::Connection& sql, std::vector<Draft> const& drafts);

}  // namespace jizhi::pack
