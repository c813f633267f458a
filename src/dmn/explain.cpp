#include "dmn/explain.hpp"

#include <algorithm>
#include <utility>

#include "dmn/program.hpp"
#include "dmn/table_reader.hpp"

namespace jizhi::dmn {
namespace {

struct Words {
    std::string zh, en;
};

/// Turns one step into its reason, with the values that it saw.
class Teller {
public:
    Teller(Program const& program, Step const& step, std::vector<Value> const& frame, Run& run,
           Glossary const& glossary, bool full)
        : program_(program),
          site_(program.sites[step.site]),
          step_(step),
          slots_(frame),
          run_(run),
          glossary_(glossary),
          full_(full) {
        slots_.resize(std::max<std::size_t>(slots_.size(), site_.slots));
        for (auto const& [slot, output] : site_.results)
            slots_[slot] = output.empty() ? step.output : step.output[output];
    }

    std::optional<Reason> tell();

private:
    [[nodiscard]] CompiledReason const* texts() const;
    [[nodiscard]] bool silent() const;
    void look(Reason& reason);
    void look_at_others(std::span<Value const> seen, Reason& reason);
    void add_basis(Reason& reason) const;
    [[nodiscard]] std::string say(Template const& sentence, Language language);
    [[nodiscard]] std::string write(Piece const& piece, Language language);
    [[nodiscard]] std::string amount(Piece const& piece);
    void say_plainly(Reason& reason) const;
    [[nodiscard]] Seen seen(std::size_t column, Value const& value) const;
    void see_name(Reason& reason, std::string const& name, Value const& value) const;
    [[nodiscard]] Words title_words() const;

    Program const& program_;
    Site const& site_;
    Step const& step_;
    std::vector<Value> slots_;
    Run& run_;
    Glossary const& glossary_;
    bool full_;
};

CompiledReason const* Teller::texts() const {
    auto const index = site_.table != nullptr ? step_.rule : 0U;
    return index < site_.reasons.size() ? &site_.reasons[index] : nullptr;
}

bool Teller::silent() const {
    auto const* text = texts();
    if (text == nullptr) return false;
    // What could not be computed is told by the step that lacks something, not by all after it.
    if (site_.worded && site_.table == nullptr && step_.output.is_null()) return true;
    return text->silent || (site_.worded && text->zh.empty() && text->en.empty());
}

/// Evaluates the step again: what its inputs saw, which parameters it used.
void Teller::look(Reason& reason) {
    if (site_.table == nullptr) {
        if (site_.logic != nullptr) (void)site_.logic->evaluate(slots_, run_);
        for (auto const& [name, slot] : site_.names)
            if (!slots_[slot].is(Value::Type::function)) see_name(reason, name, slots_[slot]);
        return;
    }
    auto const seen = site_.table->seen(slots_, run_);
    auto const& parts = site_.table->parts();
    for (std::size_t i = 0; i < seen.size() && i < parts.inputs.size(); ++i) {
        reason.inputs.put(parts.inputs[i].name, seen[i]);
        reason.seen.push_back(this->seen(i, seen[i]));
    }
    if (full_) look_at_others(seen, reason);
    if (step_.rule >= parts.rows.size()) return;
    auto const& row = parts.rows[step_.rule];
    for (std::size_t i = 0; i < seen.size() && i < row.cells.size(); ++i)
        (void)row.cells[i].matches(seen[i], slots_, run_);
    for (auto const& output : row.outputs)
        if (output) (void)output->evaluate(slots_, run_);
}

/// The rules that did not match, by the first cell that kept each from it.
void Teller::look_at_others(std::span<Value const> seen, Reason& reason) {
    auto const& parts = site_.table->parts();
    auto* const used = std::exchange(run_.environment.parameters_used, nullptr);
    for (std::size_t row = 0; row < parts.rows.size(); ++row) {
        auto const& cells = parts.rows[row].cells;
        auto const& texts = site_.source->rules[row].inputs;
        for (std::size_t i = 0; i < seen.size() && i < cells.size(); ++i) {
            if (cells[i].matches(seen[i], slots_, run_)) continue;
            reason.missed.push_back({static_cast<int>(row) + 1, parts.inputs[i].name,
                                     i < texts.size() ? trimmed(texts[i].text) : std::string()});
            break;
        }
    }
    run_.environment.parameters_used = used;
}

/// What the rule or reason rests on, then the knowledge sources of its element.
void Teller::add_basis(Reason& reason) const {
    auto const* text = texts();
    if (text != nullptr && !text->basis.empty()) reason.basis.push_back(text->basis);
    auto const& unit = program_.units[site_.unit];
    for (auto const& href : unit.element->authorities)
        for (auto const& source : unit.definitions->sources)
            if (href.substr(href.find('#') + 1) == source.id) reason.basis.push_back(source.basis);
}

std::string Teller::write(Piece const& piece, Language language) {
    if (!piece.code) return piece.text;
    auto const value =
        piece.code->evaluate(std::span<Value const>(slots_).subspan(1), run_.environment);
    return format(value, piece.format, language, glossary_.code);
}

/// A figure reads the same in both languages; what is missing is no figure.
std::string Teller::amount(Piece const& piece) {
    if (!piece.code) return piece.text;
    auto const value =
        piece.code->evaluate(std::span<Value const>(slots_).subspan(1), run_.environment);
    return value.is_null() ? "" : format(value, piece.format, Language::zh, glossary_.code);
}

std::string Teller::say(Template const& sentence, Language language) {
    std::string said;
    for (auto const& piece : sentence) said += write(piece, language);
    return trimmed(said);
}

Words Teller::title_words() const {
    auto const& element = *program_.units[site_.unit].element;
    auto title = site_.title.empty() ? Title{} : site_.title;
    auto const whole = site_.name == element.variable.name;
    if (title.empty() && whole) title = element.title;
    return {title.zh.empty() ? site_.name : title.zh, title.en.empty() ? site_.name : title.en};
}

Seen Teller::seen(std::size_t column, Value const& value) const {
    auto const& clause = site_.source->inputs[column];
    auto const& name = site_.table->parts().inputs[column].name;
    auto const code = [&](std::string_view, std::string_view text) -> std::optional<Title> {
        if (!glossary_.seen) return std::nullopt;
        return glossary_.seen(clause.expression.text, text);
    };
    Format const by_code{.kind = Format::Kind::code};
    return {{clause.title.zh.empty() ? name : clause.title.zh,
             clause.title.en.empty() ? name : clause.title.en,
             {}},
            format(value, by_code, Language::zh, code),
            format(value, by_code, Language::en, code)};
}

/// A name of an expression, where it has a title and its value can be read.
void Teller::see_name(Reason& reason, std::string const& name, Value const& value) const {
    reason.inputs.put(name, value);
    if (!glossary_.name || value.is(Value::Type::context)) return;
    auto const& element = *program_.units[site_.unit].element;
    auto const title = glossary_.name(element.name, name);
    if (!title) return;
    auto const code = [&](std::string_view, std::string_view text) -> std::optional<Title> {
        return glossary_.seen ? glossary_.seen(name, text) : std::nullopt;
    };
    Format const by_code{.kind = Format::Kind::code};
    reason.seen.push_back({*title, format(value, by_code, Language::zh, code),
                           format(value, by_code, Language::en, code)});
}

void Teller::say_plainly(Reason& reason) const {
    auto const [zh, en] = title_words();
    std::string inputs_zh, inputs_en;
    if (site_.table != nullptr)
        for (auto const& seen : reason.seen) {
            inputs_zh += seen.title.zh + "为" + seen.zh + "，";
            inputs_en += (inputs_en.empty() ? "" : ", ") + seen.title.en + " is " + seen.en;
        }
    reason.zh = zh + "：" + inputs_zh + (inputs_zh.empty() ? "" : "得 ") +
                format(step_.output, {}, Language::zh, glossary_.code);
    reason.en = en + ": " + inputs_en + (inputs_en.empty() ? "" : "; gives ") +
                format(step_.output, {}, Language::en, glossary_.code);
}

std::optional<Reason> Teller::tell() {
    auto const* text = texts();
    if (silent() && !full_) return std::nullopt;
    Reason reason;
    run_.environment.parameters_used = &reason.parameters;
    if (!full_ && text != nullptr && text->when &&
        !text->when->evaluate(std::span<Value const>(slots_).subspan(1), run_.environment)
             .boolean_or(false))
        return std::nullopt;
    auto const& element = *program_.units[site_.unit].element;
    reason.decision_id = element.id;
    reason.decision_name = element.name;
    reason.decision_title = element.title;
    reason.output = step_.output;
    reason.element_id = site_.element_id;
    if (site_.table != nullptr && step_.rule < site_.source->rules.size()) {
        reason.row = static_cast<int>(step_.rule) + 1;
        reason.element_id = site_.source->rules[step_.rule].id;
    }
    look(reason);
    if (site_.worded && text != nullptr && !silent()) {
        reason.zh = say(text->zh, Language::zh);
        reason.en = say(text->en, Language::en);
    } else {
        say_plainly(reason);
    }
    if (text != nullptr && text->amount) reason.amount = amount(*text->amount);
    add_basis(reason);
    return reason;
}

void keep_first_of_each(std::vector<feel::ParameterUse>& uses) {
    std::vector<feel::ParameterUse> kept;
    for (auto& use : uses) {
        auto const known = std::ranges::any_of(kept, [&](auto const& each) {
            return each.name == use.name && each.value == use.value;
        });
        if (!known) kept.push_back(std::move(use));
    }
    uses = std::move(kept);
}

}  // namespace

std::vector<Reason> explain(Program const& program, Outcome const& outcome,
                            feel::Environment& environment, Glossary const& glossary) {
    std::vector<Reason> reasons;
    Outcome aside;
    Run run{environment, aside};
    auto const before = environment;
    environment.host = &run;
    environment.diagnostics = nullptr;
    std::vector<Value> const nothing;
    auto const full = !outcome.computed.empty();
    for (auto const& step : outcome.steps) {
        if (step.site >= program.sites.size()) continue;
        auto const& frame =
            step.frame < outcome.frames.size() ? outcome.frames[step.frame] : nothing;
        auto reason = Teller(program, step, frame, run, glossary, full).tell();
        if (!reason) continue;
        keep_first_of_each(reason->parameters);
        reasons.push_back(std::move(*reason));
    }
    environment = before;
    return reasons;
}

}  // namespace jizhi::dmn
