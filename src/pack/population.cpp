#include "pack/population.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "kit/random.hpp"
#include "value/temporal.hpp"

namespace jizhi::pack {
namespace {

constexpr std::size_t draws = 40;  ///< numbers in `u`
constexpr std::int64_t rows_per_owner_max = 100'000;
constexpr std::string_view resident_id_key = "resident_id";

std::unexpected<Error> wrong(Node const& node, std::string zh, std::string en) {
    return fail("population.invalid", node.where(), std::move(zh), std::move(en));
}

Result<feel::Expression> compiled(Node const& node, feel::Scope const& scope) {
    if (!node.is_scalar())
        return wrong(node, "这里应是一个 FEEL 表达式", "a FEEL expression is needed here");
    auto expression = feel::compile(node.scalar, scope);
    if (!expression) {
        auto error = expression.error();
        error.where = node.where() + " (" + error.where + ")";
        return std::unexpected(std::move(error));
    }
    return expression;
}

}  // namespace

std::string make_resident_id(std::string_view region, Date birth, int serial) {
    constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    auto const civil = civil_of(birth.day);
    auto number = fmt::format("{:0<6.6}{:04}{:02}{:02}{:03}", region, civil.year, civil.month,
                              civil.day, serial % 1000);
    auto sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += (number[i] - '0') * weights[i];
    return number + "10X98765432"[sum % 11];
}

/// Reads the declaration; names become slots in the order of `fixed_names`, then the fields.
class PopulationReader {
public:
    explicit PopulationReader(Population& into) : into_(into) {}

    Result<void> read(Node const& root) {
        if (auto const* seed = root.find("seed")) into_.seed_ = to_value(*seed).integer_or(0);
        if (auto const* lists = root.find("lists"); lists != nullptr && lists->is_map())
            into_.lists_ = to_value(*lists).context();
        auto const* records = root.find("records");
        if (records == nullptr || !records->is_list())
            return wrong(root, "缺少 records", "records are missing");
        CHECK_OK(read_blocks(*records, into_.blocks_));
        if (auto const* later = root.find("later")) CHECK_OK(read_blocks(*later, into_.later_));
        return {};
    }

private:
    [[nodiscard]] feel::Scope fixed_scope() const {
        feel::Scope scope;
        scope.names = {"u", "index", "owner", "region", "today"};
        for (auto const& [name, list] : into_.lists_.entries()) scope.names.push_back(name);
        return scope;
    }

    Result<void> read_blocks(Node const& list, std::vector<Population::Block>& into) {
        for (auto const& item : list.items) {
            TRY(block, read_block(item));
            into.push_back(std::move(block));
        }
        return {};
    }

    Result<Population::Block> read_block(Node const& node) {
        Population::Block block;
        if (!node.is_map()) return wrong(node, "这里应是一组键值", "a map is needed here");
        auto scope = fixed_scope();
        for (auto const& entry : node.entries) {
            auto const& value = entry.value;
            if (entry.key == "record")
                block.record = value.scalar;
            else if (entry.key == "level")
                block.level = value.scalar;
            else if (entry.key == "owner")
                block.owner = value.scalar;
            else if (entry.key == "where" || entry.key == "count") {
                TRY(expression, compiled(value, scope));
                (entry.key == "where" ? block.where : block.count) = std::move(expression);
            } else if (entry.key == "values") {
                CHECK_OK(read_values(value, scope, block));
            } else if (entry.key == "children") {
                for (auto const& child : value.items) {
                    TRY(read, read_block(child));
                    block.children.push_back(std::move(read));
                }
            } else {
                return wrong(value, "不认识的键 " + entry.key, "unknown key " + entry.key);
            }
        }
        return block;
    }

    Result<void> read_values(Node const& node, feel::Scope& scope, Population::Block& block) {
        for (auto const& [key, line, column, value] : node.entries) {
            Population::Assignment assignment{key, {}, false};
            if (auto const* id = value.find(resident_id_key)) {
                assignment.resident_id = true;
                for (auto const& part : id->items) {
                    TRY(expression, compiled(part, scope));
                    assignment.parts.push_back(std::move(expression));
                }
                if (assignment.parts.size() != 3)
                    return wrong(*id, "应有三项：区域、出生日期、顺序码",
                                 "three items are needed: region, birth date, serial");
            } else {
                TRY(expression, compiled(value, scope));
                assignment.parts.push_back(std::move(expression));
            }
            block.assignments.push_back(std::move(assignment));
            scope.names.push_back(key);
        }
        return {};
    }

    Population& into_;
};

/// Evaluates the blocks; one seed, one run.
class Inventor {
public:
    using Take = std::function<Result<void>(Invented)>;

    Inventor(Population const& population, Date today)
        : population_(population), random_(static_cast<std::uint64_t>(population.seed_)) {
        environment_.today = today;
        fixed_.resize(5);
        fixed_[4] = Value(today);
        for (auto const& [name, list] : population.lists_.entries()) fixed_.push_back(list);
    }

    Result<void> all(region::Tree const& tree, Take const& take) {
        for (auto const& block : population_.blocks_) {
            auto const done =
                block.level.empty() ? for_owners(block, take) : for_regions(block, tree, take);
            if (!done) return done;
        }
        later_ = true;
        for (auto const& block : population_.later_) CHECK_OK(for_owners(block, take));
        return {};
    }

    Result<std::vector<Context>> rows(Population::Block const& block, std::int64_t count) {
        std::vector<Context> rows;
        for (std::int64_t i = 0; i < count; ++i) {
            draw(i + 1);
            CHECK_OK(row(block));
            rows.push_back(all_names_);
        }
        return rows;
    }

private:
    Result<void> for_regions(Population::Block const& block, region::Tree const& tree,
                             Take const& take) {
        std::vector<region::Region const*> open = tree.children("");
        for (std::size_t i = 0; i < open.size(); ++i) {
            auto const* at = open[i];
            for (auto const* below : tree.children(at->code)) open.push_back(below);
            if (region::name_of(at->level) != block.level) continue;
            fixed_[3] = Context{{"code", at->code}, {"name", at->name}, {"parent", at->parent}};
            fixed_[2] = Value();
            CHECK_OK(some(block, take));
        }
        return {};
    }

    Result<void> for_owners(Population::Block const& block, Take const& take) {
        auto const owners = kept_[block.owner];
        for (owner_ = 0; owner_ < owners.size(); ++owner_) {
            fixed_[2] = owners[owner_].first;
            fixed_[3] = owners[owner_].second;
            CHECK_OK(some(block, take));
        }
        return {};
    }

    /// The rows of a block for the region and owner that are set.
    Result<void> some(Population::Block const& block, Take const& take) {
        draw(0);
        if (block.where && !block.where->evaluate(fixed_, environment_).boolean_or(false))
            return {};
        auto const count =
            block.count ? block.count->evaluate(fixed_, environment_).integer_or(0) : 1;
        for (std::int64_t i = 0; i < std::min(count, rows_per_owner_max); ++i) {
            draw(i + 1);
            TRY(made, record(block));
            kept_[block.record].emplace_back(Value(all_names_), fixed_[3]);
            CHECK_OK(take(std::move(made)));
        }
        return {};
    }

    Result<Invented> record(Population::Block const& block) {
        Invented made{block.record, {}, {}, owner_, later_};
        TRY(values, row(block));
        made.values = std::move(values);
        auto const self = Value(all_names_);
        auto const owner = std::exchange(fixed_[2], self);
        for (auto const& child : block.children) CHECK_OK(some_children(child, made));
        fixed_[2] = owner;
        all_names_ = self.context();
        return made;
    }

    Result<void> some_children(Population::Block const& block, Invented& parent) {
        return some(block, [&](Invented child) -> Result<void> {
            parent.children.push_back(std::move(child));
            return {};
        });
    }

    void draw(std::int64_t index) {
        List numbers;
        for (std::size_t i = 0; i < draws; ++i) {
            std::uint64_t bits = 0;
            random_.fill(&bits, sizeof bits);
            numbers.emplace_back(Decimal::scaled(static_cast<std::int64_t>(bits % 1'000'000), 6));
        }
        fixed_[0] = Value(std::move(numbers));
        fixed_[1] = Value(index);
    }

    /// One row; what starts with an underscore is known to later fields and children only.
    Result<Context> row(Population::Block const& block) {
        auto slots = fixed_;
        Context values;
        all_names_ = {};
        for (auto const& assignment : block.assignments) {
            auto value = assigned(assignment, slots);
            slots.push_back(value);
            all_names_.put(assignment.field, value);
            if (!assignment.field.starts_with('_') && !value.is_null())
                values.put(assignment.field, std::move(value));
        }
        return values;
    }

    Value assigned(Population::Assignment const& assignment, std::vector<Value> const& slots) {
        if (!assignment.resident_id) return assignment.parts[0].evaluate(slots, environment_);
        auto const region = assignment.parts[0].evaluate(slots, environment_);
        auto const birth = assignment.parts[1].evaluate(slots, environment_);
        auto const serial = assignment.parts[2].evaluate(slots, environment_);
        if (!birth.is(Value::Type::date)) return {};
        return Value(make_resident_id(region.string_or(""), birth.date(),
                                      static_cast<int>(serial.integer_or(1))));
    }

    Population const& population_;
    SeededRandom random_;
    feel::Environment environment_;
    std::vector<Value> fixed_;
    std::size_t owner_ = 0;
    bool later_ = false;
    Context all_names_;  ///< of the last row, temporaries included
    std::map<std::string, std::vector<std::pair<Value, Value>>> kept_;  ///< type -> (row, region)
};

Result<Population> Population::parse(std::string_view yaml, std::string const& name) {
    TRY(root, parse_yaml(yaml, name));
    return parse_block(root);
}

Result<Population> Population::parse_block(Node const& root) {
    Population population;
    CHECK_OK(PopulationReader(population).read(root));
    return population;
}

Result<void> Population::invent(region::Tree const& tree, Date today,
                                std::function<Result<void>(Invented)> const& take) const {
    return Inventor(*this, today).all(tree, take);
}

Result<std::vector<Context>> Population::rows(std::string const& record, std::int64_t count,
                                              Date today) const {
    for (auto const& block : blocks_)
        if (block.record == record) return Inventor(*this, today).rows(block, count);
    return fail("population.no_record", record, "没有声明这种记录", "no such record is declared");
}

}  // namespace jizhi::pack
