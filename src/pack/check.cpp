#include "pack/check.hpp"

#include <algorithm>
#include <set>

#include "decision/binding.hpp"
#include "dmn/check.hpp"
#include "pack/compile.hpp"
#include "pack/formalism.hpp"
#include "pack/scenario.hpp"
#include "value/json.hpp"

namespace jizhi::pack {
namespace {

void add(std::vector<Error>& errors, std::vector<Error> more) {
    std::move(more.begin(), more.end(), std::back_inserter(errors));
}

/// `param("x")` in a text: the names, each with the byte where it stands.
std::vector<std::pair<std::string, std::size_t>> parameters_in(std::string const& text) {
    std::vector<std::pair<std::string, std::size_t>> found;
    for (std::size_t at = 0; (at = text.find("param(", at)) != std::string::npos; ++at) {
        auto begin = at + 6;
        auto const xml = text.compare(begin, 6, "&quot;") == 0;
        auto const escaped = text.compare(begin, 2, "\\\"") == 0;
        if (!xml && !escaped && text[begin] != '"') continue;  // the name is computed
        begin += xml ? 6 : escaped ? 2 : 1;
        auto const end = text.find_first_of("\"&\\", begin);
        if (end != std::string::npos) found.emplace_back(text.substr(begin, end - begin), at);
    }
    return found;
}

void check_parameters(std::vector<Folder> const& packs, decision::Book const& book,
                      std::vector<Error>& errors) {
    std::set<std::string, std::less<>> known;
    for (auto const* parameter : book.parameters().all()) known.insert(parameter->name);
    for (auto const& folder : packs)
        for (auto const& [path, text] : folder.files) {
            if (!path.ends_with(".dmn") && !path.ends_with(".yaml")) continue;
            for (auto const& [name, at] : parameters_in(text))
                if (!known.contains(name))
                    errors.push_back({"pack.unknown_parameter",
                                      folder.where(path) + ":" + line_column(text, at),
                                      "参数“" + name + "”没有声明",
                                      "the parameter \"" + name + "\" is not declared"});
        }
}

/// `decided_by: model.decision` must name a deployed model that the type binds.
void check_decided(record::Catalog const& catalog, decision::Book const& book,
                   std::vector<Error>& errors) {
    for (auto const* type : catalog.types())
        for (auto const& field : type->fields) {
            if (field.decided_by.empty()) continue;
            auto const model = field.decided_by.substr(0, field.decided_by.find('.'));
            if (book.model(model, {}) != nullptr && type->bind.contains(model)) continue;
            errors.push_back(
                {"pack.unknown_model", "records/" + type->id + ".yaml " + field.id,
                 "规则“" + model + "”不存在，或台账没有 bind 它",
                 "the model \"" + model + "\" does not exist or is not bound by the type"});
        }
}

/// A column or filter: a field, "child.field", "parent.field", or {field|count: …}.
void check_path(record::Catalog const& catalog, record::RecordType const& type,
                std::string const& path, std::string const& where, std::vector<Error>& errors) {
    auto const dot = path.find('.');
    auto const head = path.substr(0, dot);
    auto const* of =
        dot == std::string::npos ? &type : catalog.type(head == "parent" ? type.parent : head);
    auto const field = dot == std::string::npos ? path : path.substr(dot + 1);
    if (of != nullptr && of->field(field) != nullptr) return;
    if (path == "differs" || path == "region" || path == "updated_at") return;
    errors.push_back({"pack.unknown_field", where, "视图中的字段“" + path + "”不存在",
                      "the field \"" + path + "\" of the view does not exist"});
}

void check_views(record::Catalog const& catalog, std::vector<Error>& errors) {
    for (auto const* view : catalog.views()) {
        auto const where = "views/" + view->id + ".yaml";
        auto const* type = catalog.type(view->record);
        if (!view->record.empty() && type == nullptr)
            errors.push_back({"pack.unknown_record", where, "台账“" + view->record + "”不存在",
                              "the record type \"" + view->record + "\" does not exist"});
        if (type == nullptr || view->kind != "list") continue;
        for (auto const* key : {"columns", "filters", "sort", "structure"}) {
            auto const& items = view->declared[key];
            if (!items.is(Value::Type::list)) continue;
            for (auto const& item : items.list()) {
                auto path = item.is(Value::Type::context) ? item["field"].string_or("")
                                                          : item.string_or("");
                if (path.starts_with('-')) path.erase(0, 1);
                if (!path.empty()) check_path(catalog, *type, path, where, errors);
            }
        }
    }
    for (auto const& group : catalog.menu())
        for (auto const& item : group.items)
            if (catalog.view(item.view) == nullptr)
                errors.push_back({"pack.unknown_view", "pack.yaml menu",
                                  "视图“" + item.view + "”不存在",
                                  "the view \"" + item.view + "\" of the menu does not exist"});
}

/// What can be said of the models: types that do not fit and overlaps are errors, gaps and rules
/// that are never reached are told.
void check_models(decision::Book const& book, std::vector<Error>& errors,
                  std::vector<Error>* warnings) {
    for (auto const* deployed : book.all())
        for (auto& finding : dmn::check(deployed->model)) {
            if (finding.error) errors.push_back(std::move(finding.said));
            else if (warnings != nullptr) warnings->push_back(std::move(finding.said));
        }
}

}  // namespace

std::vector<Error> check(std::vector<Folder> const& packs, std::vector<Error>* warnings) {
    auto compiled = compile(packs);
    auto errors = std::move(compiled.errors);
    if (compiled.catalog) {
        check_views(*compiled.catalog, errors);
        add(errors, formalism_in(*compiled.catalog));
    }
    if (compiled.book && compiled.catalog) {
        add(errors, decision::check_binds(*compiled.catalog, *compiled.book));
        check_decided(*compiled.catalog, *compiled.book, errors);
        check_parameters(packs, *compiled.book, errors);
        check_models(*compiled.book, errors, warnings);
    }
    for (auto const& folder : packs)
        if (auto const read = scenarios_of(folder); !read) errors.push_back(read.error());
    return errors;
}

}  // namespace jizhi::pack
