#include "cli/demo_city.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "cli/services.hpp"
#include "decision/apply.hpp"
#include "decision/runs.hpp"
#include "kit/crypto.hpp"
#include "kit/ids.hpp"
#include "pack/population.hpp"
#include "pack/shipped.hpp"
#include "people/account.hpp"
#include "people/demo_account.hpp"
#include "region/load.hpp"
#include "value/temporal.hpp"

namespace jizhi::cli {
namespace {

constexpr std::size_t applied_per_command = 100;

/// The files that say what the city is: those in the program, or a folder of one's own.
class CityFiles {
public:
    explicit CityFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
    [[nodiscard]] std::string text(std::string const& name) const {
        if (folder_.empty()) {
            for (auto const& file : pack::demo_files())
                if (file.path == name) return std::string(file.content);
            return {};
        }
        std::ifstream in(folder_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] std::string where(std::string const& name) const {
        return (folder_.empty() ? std::filesystem::path("demo") / name : folder_ / name).string();
    }

private:
    std::filesystem::path folder_;
};

/// Builds the city step by step; what one step made is known to the next.
class DemoCity {
public:
    DemoCity(api::App& app, std::filesystem::path const& city, int years,
             std::function<void(std::string_view)> const& say)
        : app_(app), files_(city), years_(years), say_(say), today_{Date{today(app)}} {}

    Result<void> make() {
        TRY(declared, parse_yaml(files_.text("accounts.yaml"), files_.where("accounts.yaml")));
        declared_ = to_value(declared);
        CHECK_OK(load_regions());
        CHECK_OK(invent_people());
        CHECK_OK(make_accounts());
        CHECK_OK(apply_decisions());
        CHECK_OK(run_periods());
        return add_later();
    }

private:
    Result<Value> command(std::string const& name, std::string const& actor,
                          store::Change const& change) {
        return app_.writer->run({.id = app_.ids->next(),
                                 .name = name,
                                 .actor = actor,
                                 .on_behalf_of = {},
                                 .payload = {}},
                                change);
    }

    Result<void> load_regions() {
        for (auto const* file : {"liaoyuan-divisions.csv", "invented-divisions.csv"}) {
            TRY(regions, region::parse_divisions(files_.text(file), files_.where(file)));
            auto const loaded =
                command("region.load", "system", [&](store::Tx& tx) -> Result<Value> {
                    CHECK_OK(region::load_divisions(tx, regions, day_of({2020, 1, 1})));
                    return Value();
                });
            CHECK_OK(loaded);
        }
        app_.regions->reload(*app_.store->read(), today_.day);
        say_(fmt::format("{} regions (区域)", app_.regions->tree()->size()));
        return {};
    }

    void plan(pack::Invented const& made, std::string const& parent_id) {
        auto const id = app_.ids->next();
        ids_[made.type].push_back(id);
        record::Create create;
        create.type = made.type;
        create.values = made.values;
        create.parent_id = parent_id;
        create.id = id;
        create.reason = "演示数据";
        create.opening = true;
        if (made_[made.type].empty()) order_.push_back(made.type);
        made_[made.type].push_back(std::move(create));
        for (auto const& child : made.children) plan(child, id);
    }

    Result<void> invent_people() {
        TRY(population, pack::Population::parse(files_.text("population.yaml"),
                                                files_.where("population.yaml")));
        CHECK_OK(population.invent(*app_.regions->tree(), today_,
                                   [&](pack::Invented made) -> Result<void> {
                                       if (made.later)
                                           later_.push_back(std::move(made));
                                       else
                                           plan(made, {});
                                       return {};
                                   }));
        return write_planned();
    }

    Result<void> write_planned() {
        for (auto const& type : order_) {
            auto const& rows = made_[type];
            CHECK_OK(command("record.create", "system", [&](store::Tx& tx) -> Result<Value> {
                CHECK_OK(app_.records->create_many(tx, rows));
                return Value();
            }));
            say_(fmt::format("{} {}", rows.size(), type));
        }
        order_.clear();
        made_.clear();
        return {};
    }

    /// The record that an account is about: the n-th of its type in a region.
    std::string own_record(Value const& own) const {
        auto const type = own["type"].string_or("");
        auto const wanted = own["region"].string_or("");
        auto const* declared = app_.catalogs->now()->type(type);
        auto left = own["index"].integer_or(1);
        auto const tree = app_.regions->tree();
        std::string found;
        if (declared == nullptr) return found;
        app_.store->read()->query(
            fmt::format("SELECT id, region_code FROM {} ORDER BY id", declared->table()), {},
            [&](store::Row const& row) {
                if (found.empty() && tree->below(row.text(1), wanted) && --left == 0)
                    found = row.text(0);
            });
        return found;
    }

    Result<void> make_accounts() {
        for (auto const& wanted : declared_["accounts"].list()) {
            people::NewAccount account;
            account.login = wanted["login"].string_or("");
            account.name = wanted["name"].string_or("");
            account.first.role = wanted["role"].string_or("");
            account.first.region = wanted["region"].string_or("");
            account.first.record = own_record(wanted["record"]);
            account.demo = true;
            account.must_change_password = false;
            auto const password = wanted["password"].string_or("");
            account.password_hash = crypto::hash_password(password);
            auto const tree = app_.regions->tree();
            auto const today_text = to_text(today_);
            auto const made =
                command("account.create", "system", [&](store::Tx& tx) -> Result<Value> {
                    people::AccountDesk const desk{*app_.held_commands, *tree,
                                                   people::system_actor(), today_text};
                    TRY(created, people::create_account(tx, desk, account));
                    auto const* role = people::find_role(account.first.role);
                    people::publish_demo_account(
                        tx,
                        {account.login, password, {std::string(role->zh), std::string(role->en)}});
                    return Value(created.id);
                });
            if (!made) return std::unexpected(made.error());
            accounts_[account.login] = made->string();
        }
        app_.demo = true;
        say_(fmt::format("{} accounts (账号)", accounts_.size()));
        return {};
    }

    Result<void> apply_decisions() {
        for (auto const& wanted : declared_["apply"].list()) {
            auto const type = wanted["to"].string_or("");
            auto const& ids = ids_[type];
            for (std::size_t start = 0; start < ids.size(); start += applied_per_command)
                CHECK_OK(apply_some(wanted, type, start));
            say_(fmt::format("{} × {}", ids.size(), wanted["decision"].string_or("")));
        }
        return {};
    }

    /// From new year on, or with `from: today` as things are now.
    Result<void> apply_some(Value const& wanted, std::string const& type, std::size_t start) {
        auto const& ids = ids_[type];
        auto const end = std::min(ids.size(), start + applied_per_command);
        auto const from = wanted["from"].string_or("") == "today"
                              ? today_.day
                              : day_of({civil_of(today_.day).year, 1, 1});
        return checked(command("decision.apply", "system", [&](store::Tx& tx) -> Result<Value> {
            for (auto at = start; at < end; ++at) {
                decision::Apply asked;
                asked.type = type;
                asked.id = ids[at];
                asked.model = wanted["decision"].string_or("");
                asked.effective_from = Date{std::max(from, started_on(tx, type, ids[at]))};
                asked.reason = "演示数据：首次核定";
                asked.scope.everything = true;
                CHECK_OK(decision::apply(tx, *app_.desk, *app_.records, asked));
            }
            return Value();
        }));
    }

    Day started_on(store::Tx& tx, std::string const& type, std::string const& id) const {
        Day day = 0;
        auto const* declared = app_.catalogs->now()->type(type);
        tx.sql().query(fmt::format("SELECT started_on FROM {} WHERE id = ?", declared->table()),
                       {std::string_view(id)}, [&](store::Row const& row) {
                           if (auto const date = parse_date(row.text(0))) day = date->day;
                       });
        return day;
    }

    /// The earliest first: sums of a year are carried on from month to month.
    Result<void> run_periods() {
        for (auto const& wanted : declared_["runs"].list()) {
            std::set<std::int64_t, std::greater<>> months;
            for (auto const& back : wanted["months_back"].list())
                months.insert(back.integer_or(1));
            for (std::int64_t back = 1; back <= std::int64_t{12} * years_; ++back)
                months.insert(back);
            for (auto const back : months) {
                auto const month = add_months(today_.day, -back);
                auto const civil = civil_of(month.value_or(today_.day));
                auto const period = fmt::format("{:04}-{:02}", civil.year, civil.month);
                CHECK_OK(run_everywhere(wanted, period));
                say_(fmt::format("{} {}", wanted["view"].string_or(""), period));
            }
        }
        return {};
    }

    Result<void> run_everywhere(Value const& wanted, std::string const& period) {
        std::vector<region::Region const*> open = app_.regions->tree()->children("");
        auto const tree = app_.regions->tree();
        for (std::size_t i = 0; i < open.size(); ++i) {
            for (auto const* below : tree->children(open[i]->code)) open.push_back(below);
            if (region::name_of(open[i]->level) == wanted["level"].string_or(""))
                CHECK_OK(run_one(wanted, period, open[i]->code));
        }
        return {};
    }

    Result<void> run_one(Value const& wanted, std::string const& period,
                         std::string const& region) {
        auto const& runs = *app_.runs;
        auto const day = to_text(today_);
        auto read = app_.store->read();
        auto const maker = people::actor_of(*read, accounts_[wanted["made_by"].string_or("")], day);
        auto const approver =
            people::actor_of(*read, accounts_[wanted["approved_by"].string_or("")], day);
        TRY(roster, runs.compute(*read, {wanted["view"].string_or(""), region, period, {}}));
        if (roster.lines.empty()) return {};
        TRY(head, command("run.create", maker->account_id, [&](store::Tx& tx) -> Result<Value> {
                return runs.create(tx, roster, *maker);
            }));
        auto const id = head["id"].string_or("");
        read = app_.store->read();
        TRY(steps, runs.steps_to_keep(*read, id));
        CHECK_OK(command("run.propose", maker->account_id, [&](store::Tx& tx) -> Result<Value> {
            return runs.propose(tx, *app_.held_commands, id, *maker, steps);
        }));
        std::string proposal;
        app_.store->read()->query("SELECT id FROM proposal WHERE subject_id = ? AND state = 'open'",
                                  store::Binds{std::string_view(id)},
                                  [&](store::Row const& row) { proposal = row.text(0); });
        auto const tree = app_.regions->tree();
        return checked(people::outcome_of(
            command("proposal.approve", approver->account_id, [&](store::Tx& tx) -> Result<Value> {
                return people::approve(tx, {*app_.held_commands, *tree, *approver}, proposal);
            })));
    }

    Result<void> add_later() {
        for (auto const& made : later_) {
            auto const at = owner_ids(made);
            if (!at.empty()) plan(made, at);
        }
        return write_planned();
    }

    std::string owner_ids(pack::Invented const& made) {
        auto const* declared = app_.catalogs->now()->type(made.type);
        auto const owners = declared == nullptr ? ids_.end() : ids_.find(declared->parent);
        if (owners == ids_.end() || made.owner >= owners->second.size()) return {};
        return owners->second[made.owner];
    }

    static Result<void> checked(Result<Value> const& answer) {
        if (!answer) return std::unexpected(answer.error());
        return {};
    }

    api::App& app_;
    CityFiles files_;
    int years_;
    std::function<void(std::string_view)> const& say_;
    Date today_;
    Value declared_;
    std::map<std::string, std::vector<std::string>> ids_;  ///< type -> ids in the order invented
    std::vector<std::string> order_;
    std::map<std::string, std::vector<record::Create>> made_;
    std::vector<pack::Invented> later_;
    std::map<std::string, std::string> accounts_;  ///< login -> id
};

}  // namespace

Result<void> make_demo_city(api::App& app, std::filesystem::path const& city, int years,
                            std::function<void(std::string_view)> const& say) {
    return DemoCity(app, city, years, say).make();
}

}  // namespace jizhi::cli
