#include "dmn/tck.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "dmn/columnar.hpp"
#include "dmn/model.hpp"
#include "dmn/program.hpp"
#include "dmn/table_reader.hpp"
#include "dmn/typing.hpp"
#include "dmn/xml.hpp"
#include "feel/column_encoder.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::dmn {
namespace {

pugi::xml_attribute xsi(pugi::xml_node node, std::string_view name) {
    for (auto const attribute : node.attributes()) {
        std::string_view const full = attribute.name();
        auto const colon = full.find(':');
        if (colon != std::string_view::npos && full.substr(colon + 1) == name) return attribute;
    }
    return {};
}

template <class T>
Value or_null(std::optional<T> parsed) {
    return parsed ? Value(std::move(*parsed)) : Value();
}

Value scalar(pugi::xml_node node) {
    if (xsi(node, "nil").as_bool()) return {};
    std::string_view type = xsi(node, "type").value();
    if (auto const colon = type.find(':'); colon != std::string_view::npos)
        type.remove_prefix(colon + 1);
    std::string const text = text_of(node);
    if (type == "decimal" || type == "double" || type == "integer" || type == "int" ||
        type == "float" || type == "long")
        return or_null(Decimal::parse(trimmed(text)));
    if (type == "boolean") return trimmed(text) == "true" || trimmed(text) == "1";
    if (type == "date") return or_null(parse_date(trimmed(text)));
    if (type == "time") return or_null(parse_time(trimmed(text)));
    if (type == "dateTime") return or_null(parse_date_time(trimmed(text)));
    if (type == "duration") return parse_duration(trimmed(text)).value_or(Value());
    return text;
}

/// <value>, <list>, or any number of <component>, below `parent`.
Value value_in(pugi::xml_node parent) {
    if (auto const list = child(parent, "list")) {
        if (xsi(list, "nil").as_bool()) return {};
        List items;
        for (auto item : children(list, "item")) items.push_back(value_in(item));
        return items;
    }
    if (auto const value = child(parent, "value")) return scalar(value);
    auto const components = children(parent, "component");
    if (components.empty()) return {};
    Context entries;
    for (auto each : components) entries.put(each.attribute("name").value(), value_in(each));
    return entries;
}

bool same(Value const& a, Value const& b) {
    if (a.is(Value::Type::number) && b.is(Value::Type::number)) {
        auto const difference = a.number().minus(b.number());
        auto const limit = Decimal::scaled(1, 8);
        return difference && *difference < limit && difference->negated() < limit;
    }
    if (a.is(Value::Type::list) && b.is(Value::Type::list))
        return std::ranges::equal(a.list(), b.list(), same);
    if (a.is(Value::Type::context) && b.is(Value::Type::context)) {
        if (a.context().size() != b.context().size()) return false;
        return std::ranges::all_of(a.context().entries(), [&](auto const& entry) {
            auto const* other = b.context().find(entry.first);
            return other != nullptr && same(entry.second, *other);
        });
    }
    return a == b;
}

bool is_test(std::string const& name) {
    return name.ends_with(".xml") && name.find("-test-") != std::string::npos;
}

/// The models of a folder, imports before importers.
class Folder {
public:
    explicit Folder(std::vector<TckFile> const& files) {
        std::vector<TckFile const*> waiting;
        for (auto const& file : files)
            if (file.name.ends_with(".dmn")) waiting.push_back(&file);
        for (auto progress = true; progress && !waiting.empty();) {
            progress = std::erase_if(waiting, [&](auto const* file) { return take(*file); }) > 0;
        }
        for (auto const* file : waiting)
            errors_.emplace_back(file->name, "an import is missing");
    }

    /// What the static checks complain of in the element with that id; "" for nothing.
    [[nodiscard]] std::string alarm_about(Model const& model, std::string const& id) {
        auto [known, added] = alarms_.try_emplace(model.program().get());
        if (added) {
            known->second = model.problems();
            for (auto& each : type_errors(*model.program()))
                known->second.push_back(std::move(each));
        }
        for (auto const& alarm : known->second)
            if (element_at(model, line_of(alarm)) == id) return alarm.where + " " + alarm.en;
        return {};
    }

    [[nodiscard]] Result<Model> model(std::string const& name) const {
        for (auto const& [file, model] : models_)
            if (file == name) return model;
        for (auto const& [file, said] : errors_)
            if (file == name) return fail("dmn.tck", file, said, said);
        return fail("dmn.tck", name, "没有这个模型文件", "there is no such model file");
    }

private:
    bool take(TckFile const& file) {
        auto const needed = Model::imported(file.text, file.name);
        std::vector<Model> imports;
        if (needed)
            for (auto const& space : *needed) {
                auto const found = std::ranges::find_if(models_, [&](auto const& each) {
                    return each.second.definitions().name_space == space;
                });
                if (found == models_.end()) return false;
                imports.push_back(found->second);
            }
        auto made = Model::parse(file.text, file.name, imports);
        if (made) models_.emplace_back(file.name, std::move(*made));
        else errors_.emplace_back(file.name, made.error().where + " " + made.error().en);
        return true;
    }

    static int line_of(Error const& error) {
        auto const column = error.where.rfind(':');
        if (column == std::string::npos || column == 0) return 0;
        return std::atoi(error.where.c_str() + error.where.rfind(':', column - 1) + 1);
    }
    /// The id of the last element that begins before the line.
    static std::string element_at(Model const& model, int line) {
        Element const* found = nullptr;
        for (auto const& element : model.definitions().elements)
            if (element.place.line <= line &&
                (found == nullptr || found->place.line <= element.place.line))
                found = &element;
        return found == nullptr ? std::string() : found->id;
    }

    std::map<Program const*, std::vector<Error>> alarms_;
    std::vector<std::pair<std::string, Model>> models_;
    std::vector<std::pair<std::string, std::string>> errors_;
};

std::string told(Outcome const& outcome) {
    std::string said;
    for (auto const& each : outcome.diagnostics) said += "; " + each.en;
    return said;
}

/// "" where the columnar back end gives the same for these inputs, for nulls, and for these again.
std::string check_columns(Decision const& decision, Context const& inputs) {
    constexpr std::size_t rows = 3;
    auto const given = decision.ordered(inputs);
    std::vector<Value> const nothing(given.size());
    feel::Environment environment, alone;
    BatchDecision const batch(decision);
    BatchRun run(batch, environment);
    run.begin(rows);
    std::vector<feel::Column> columns;
    for (auto const& value : given) columns.push_back(feel::column_of({value, Value(), value}));
    auto const made = run.evaluate(columns);
    for (std::size_t row = 0; row < rows; ++row) {
        auto const outcome = decision.evaluate(row == 1 ? nothing : given, alone);
        auto const value = made.value.at(row);
        if (!feel::identical(value, outcome.value) && !outcome.value.is(Value::Type::function))
            return fmt::format("row {} of columns: {} is not {}", row, to_json(value),
                               to_json(outcome.value));
        auto const told = made.told && made.told[row] != 0;
        if (told == outcome.diagnostics.empty())
            return fmt::format("row {} of columns: told {}{}", row, told, dmn::told(outcome));
    }
    return {};
}

/// "" where the node is as expected.
std::string check_node(Folder& folder, Model const& model, pugi::xml_node test, pugi::xml_node node,
                       Context const& inputs, TckAlso also) {
    std::string const name = node.attribute("name").value();
    auto const service = std::string_view(test.attribute("type").value()) == "decisionService";
    auto const asked = service ? std::string(test.attribute("invocableName").value()) : name;
    auto const decision = model.decision(asked);
    if (!decision) return decision.error().en;
    if (also == TckAlso::columns)
        if (auto wrong = check_columns(*decision, inputs); !wrong.empty()) return wrong;
    feel::Environment environment;
    auto const outcome = decision->evaluate(inputs, environment);
    if (also == TckAlso::alarms && outcome.diagnostics.empty())
        if (auto const alarm = folder.alarm_about(model, decision->id()); !alarm.empty())
            return "nothing goes wrong, but the check says: " + alarm;
    auto const* entry = service && outcome.value.is(Value::Type::context)
                            ? outcome.value.context().find(name)
                            : nullptr;
    auto const& got = entry != nullptr ? *entry : outcome.value;
    auto const expected = value_in(child(node, "expected"));
    if (same(got, expected)) return {};
    return fmt::format("{}: expected {} but was {}{}", name, to_json(expected), to_json(got),
                       told(outcome));
}

TckCase run_case(Folder& folder, pugi::xml_node root, pugi::xml_node test,
                 TckAlso also) {
    TckCase done;
    done.id = test.attribute("id").value();
    auto const model = folder.model(text_of(child(root, "modelName")));
    if (!model) {
        done.message = model.error().en;
        return done;
    }
    Context inputs;
    for (auto each : children(test, "inputNode"))
        inputs.put(each.attribute("name").value(), value_in(each));
    for (auto node : children(test, "resultNode")) {
        auto message = check_node(folder, *model, test, node, inputs, also);
        if (!message.empty()) done.message += (done.message.empty() ? "" : " | ") + message;
    }
    done.passed = done.message.empty();
    return done;
}

std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (auto const c : text) {
        if (c == '"') made += '"';
        made += c == '\n' ? ' ' : c;
    }
    return made + '"';
}

}  // namespace

std::vector<TckCase> run_tck(std::string const& folder_name, std::vector<TckFile> const& files,
                             TckAlso also) {
    std::vector<TckCase> all;
    Folder folder(files);
    for (auto const& file : files) {
        if (!is_test(file.name)) continue;
        auto const test_name = file.name.substr(0, file.name.size() - 4);
        auto const xml = Xml::parse(file.text, file.name);
        if (!xml) {
            all.push_back({folder_name, test_name, "", false, xml.error().en});
            continue;
        }
        for (auto test : children(xml->root(), "testCase")) {
            auto done = run_case(folder, xml->root(), test, also);
            done.folder = folder_name;
            done.test = test_name;
            all.push_back(std::move(done));
        }
    }
    return all;
}

std::string tck_line(TckCase const& done) {
    return fmt::format("{},{},{},{},{}\n", quoted(done.folder), quoted(done.test), quoted(done.id),
                       done.passed ? "\"SUCCESS\"" : "\"ERROR\"", quoted(done.message));
}

std::string tck_table(std::vector<TckCase> const& done) {
    struct Count {
        int cases = 0, passed = 0;
    };
    std::map<std::string, Count> folders;
    Count all;
    for (auto const& each : done)
        for (auto* count : {&folders[each.folder], &all}) {
            ++count->cases;
            count->passed += each.passed ? 1 : 0;
        }
    std::string made = "| folder | cases | passed |\n|---|---|---|\n";
    for (auto const& [folder, count] : folders)
        made += fmt::format("| {} | {} | {} |\n", folder, count.cases, count.passed);
    return made + fmt::format("| **all** | **{}** | **{}** |\n", all.cases, all.passed);
}

}  // namespace jizhi::dmn
