#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.hpp"
#include "people/actor.hpp"
#include "people/title.hpp"
#include "store/writer.hpp"
#include "value/value.hpp"

namespace jizhi::people {

/// A thing that a proposal was computed from; approval is refused once its version is another.
struct Basis {
    std::string type, id, version;
};

/// A command that is held until a second person agrees.
struct Proposal {
    std::string id;
    std::string command;  ///< name in the registry `HeldCommands`
    Value payload;
    std::string maker, maker_name;  ///< account id; name as it was then
    std::string region;             ///< holds all it touches, as a decider must; "" = everything
    Right right = Right::approve;   ///< the right the approver must have
    Title title, detail;
    std::vector<Basis> bases;
    std::string subject_type, subject_id;  ///< what it is about
    std::string view, target;              ///< where that is looked at: page and what it opens
    std::string state = "open";  ///< open, approved, rejected, stale, withdrawn
    std::string reason;          ///< of a rejection; which basis changed, of a stale one
    std::string decided_by, decided_by_name;
    Micros made_at = 0, decided_at = 0;
    std::string due;  ///< a day by which it should be decided; "" = none
};

/// What a held command is told when it runs.
struct Held {
    Proposal const& proposal;
    std::string const& approver;  ///< account id of who decides
};

/// The commands that may be held, and how the versions of what they rest on are read. Folders above
/// register theirs at start-up; afterwards it does not change and any thread may read it.
class HeldCommands {
public:
    struct Handler {
        /// Runs in the transaction of the approval.
        std::function<Result<Value>(store::Tx&, Held const&)> run;
        /// Runs in the transaction that rejects it, withdraws it or finds it stale; may be empty.
        std::function<Result<void>(store::Tx&, Held const&, std::string_view state)> refused;
    };
    using VersionOf = std::function<std::string(store::Connection&, std::string_view id)>;

    void add(std::string name, Handler handler);
    void add_versions(std::string type, VersionOf version_of);
    [[nodiscard]] Handler const* find(std::string_view name) const;
    [[nodiscard]] VersionOf const* versions(std::string_view type) const;

private:
    std::map<std::string, Handler, std::less<>> handlers_;
    std::map<std::string, VersionOf, std::less<>> versions_;
};

/// Inside a command: holds `wanted` (command, payload, maker, maker_name, region, titles, bases and
/// subject are the caller's) and writes the to-do row of those who may approve it.
[[nodiscard]] Result<Proposal> propose(store::Tx& tx, HeldCommands const& commands,
                                       Proposal wanted);

/// Who decides, and what she may use.
struct Decider {
    HeldCommands const& commands;
    region::Tree const& tree;
    Actor const& by;
};

/// Inside a command: the held command runs now. Refused for its maker, outside the scope of who
/// decides, and when it is not open. Give the committed answer to `outcome_of`: one found stale is
/// marked so, which must be committed, and is an error for who asked.
[[nodiscard]] Result<Value> approve(store::Tx& tx, Decider const& decider, std::string const& id);
[[nodiscard]] Result<Value> outcome_of(Result<Value> answer);
[[nodiscard]] Result<Value> reject(store::Tx& tx, Decider const& decider, std::string const& id,
                                   std::string const& reason);
/// Its maker takes it back.
[[nodiscard]] Result<Value> withdraw(store::Tx& tx, Decider const& decider, std::string const& id);

[[nodiscard]] std::optional<Proposal> find_proposal(store::Connection& sql, std::string_view id);
/// Those that `actor` made or may decide, newest first. `state` "" = all.
[[nodiscard]] std::vector<Proposal> list_proposals(store::Connection& sql, Actor const& actor,
                                                   std::string_view state, std::string_view day,
                                                   std::size_t max);
/// Whether she may see it: she made it, or has its right where it belongs.
[[nodiscard]] bool may_see(region::Tree const& tree, Actor const& actor, Proposal const& proposal);
/// Whether she may decide it: the same without her own.
[[nodiscard]] bool may_decide(region::Tree const& tree, Actor const& actor,
                              Proposal const& proposal);

}  // namespace jizhi::people
