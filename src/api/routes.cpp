#include <array>

#include "api/accounts.hpp"
#include "api/backups.hpp"
#include "api/decisions.hpp"
#include "api/drafts.hpp"
#include "api/endpoint.hpp"
#include "api/events.hpp"
#include "api/holidays.hpp"
#include "api/imports.hpp"
#include "api/indicators.hpp"
#include "api/log.hpp"
#include "api/meta.hpp"
#include "api/proposals.hpp"
#include "api/records.hpp"
#include "api/regions.hpp"
#include "api/rule_files.hpp"
#include "api/run_differences.hpp"
#include "api/runs.hpp"
#include "api/session.hpp"
#include "api/simulations.hpp"
#include "api/todo.hpp"
#include "api/trials.hpp"

namespace jizhi::api {
namespace {

using people::Right;

// The table of everything that is served below /api/v1. To add an endpoint: write its function in
// its own file with a one-line header (or the header of its domain), include that above, and add a
// line here under the heading of its domain.
//
//   Endpoint("POST", "/proposals/{id}/approval", approve_proposal, "Approve a proposal",
//            needs{Right::approve}, in{"Approval"}, out{"Done"}),
std::array const table{
    // The program itself
    Endpoint("GET", "/version", get_version, "Name and version of the program", open,
             out{"Version"}),

    // Who is signed in
    Endpoint("GET", "/session", get_session, "Who is signed in, with rights and menu",
             even_with_old_password, out{"Session"}),
    Endpoint("POST", "/session", post_session, "Sign in", open, no_key, per_minute{120},
             in{"SignIn"}, out{"Session"}),
    Endpoint("DELETE", "/session", delete_session, "Sign out", even_with_old_password),
    Endpoint("POST", "/session/password", post_password, "Change one's password",
             even_with_old_password, in{"NewPassword"}),
    Endpoint("PUT", "/session/language", put_language, "Choose the language of the pages",
             even_with_old_password, in{"Language"}),
    Endpoint("GET", "/demo-accounts", get_demo_accounts, "The accounts that the demo offers", open,
             out{"DemoAccounts"}),

    // Accounts
    Endpoint("GET", "/accounts", get_accounts, "Accounts of the regions one manages",
             needs{Right::manage_accounts, Right::approve_accounts}, query{"q limit cursor"},
             out{"Accounts"}),
    Endpoint("POST", "/accounts", post_account, "Prepare an account; it waits for approval",
             needs{Right::manage_accounts}, in{"NewAccount"}, out{"Account"}),
    Endpoint("POST", "/accounts/{id}/rights", post_account_right,
             "Ask for a further role; it waits for approval", needs{Right::manage_accounts},
             in{"NewRight"}, out{"AccountRole"}),
    Endpoint("POST", "/accounts/{id}/rights/{right}/end", end_account_right, "End a role today",
             needs{Right::manage_accounts}),
    Endpoint("POST", "/accounts/{id}/password-reset", reset_account_password,
             "Make a password that is said once", needs{Right::manage_accounts},
             out{"PasswordReset"}),
    Endpoint("POST", "/accounts/{id}/disable", disable_account, "Disable an account",
             needs{Right::manage_accounts}),
    Endpoint("GET", "/roles", get_roles, "The roles and their rights", out{"Roles"}),

    // Proposals and the day's work. Which right it takes stands in each proposal.
    Endpoint("GET", "/proposals", get_proposals, "Proposals one made or may decide", query{"state"},
             out{"Proposals"}),
    Endpoint("GET", "/proposals/{id}", get_proposal, "One proposal", out{"Proposal"}),
    Endpoint("POST", "/proposals/{id}/approval", approve_proposal,
             "Approve a proposal: what it holds runs now", out{"Decided"}),
    Endpoint("POST", "/proposals/{id}/rejection", reject_proposal, "Reject a proposal",
             in{"Rejection"}, out{"Decided"}),
    Endpoint("POST", "/proposals/{id}/withdrawal", withdraw_proposal, "Take one's proposal back",
             out{"Decided"}),
    Endpoint("GET", "/todo", get_todo, "What one has to do, first what is due first", slow,
             out{"TodoList"}),
    Endpoint("POST", "/todo/{id}/dismissal", dismiss_todo, "Cross off what one was told"),

    Endpoint("GET", "/indicators", get_indicators,
             "Each declared indicator with numerator and denominator, by child region, and at the "
             "end of past months",
             needs{Right::read}, slow, query{"region history as_of known"}, out{"Indicators"}),

    // Imports of spreadsheets: one's own
    Endpoint("GET", "/imports", list_imports, "One's latest imports", needs{Right::import},
             out{"ImportHeads"}),
    Endpoint("GET", "/imports/{id}", get_import, "State, progress and problems of an import",
             needs{Right::import}, slow, query{"offset"}, out{"ImportJob"}),
    Endpoint("POST", "/imports/{type}", upload_import, "Upload a spreadsheet", needs{Right::import},
             raw_body, query{"name"}, out{"ImportJob"}),
    Endpoint("PUT", "/imports/{id}/mapping", map_import, "Correct which column is which",
             needs{Right::import}, in{"ImportMapping"}, out{"ImportJob"}),
    Endpoint("POST", "/imports/{id}/dry-run", check_import, "Check every row; nothing is written",
             needs{Right::import}, out{"ImportJob"}),
    Endpoint("POST", "/imports/{id}/commit", commit_import, "Take all rows, or the good ones",
             needs{Right::import}, in{"ImportCommit"}, out{"ImportJob"}),
    Endpoint("GET", "/imports/{id}/rejected", get_rejected_rows,
             "The bad rows as a spreadsheet, with the reason beside each", needs{Right::import},
             slow),
    Endpoint("GET", "/import-templates/{type}", get_import_template,
             "An empty spreadsheet with the titles that are understood", needs{Right::import},
             slow),

    // What packs declare, and records
    Endpoint("GET", "/meta", get_declarations, "Record types, dictionaries and views of the packs",
             query{"region"}, out{"Meta"}),
    Endpoint("GET", "/records/{type}", get_records, "Records in one's scope", needs{Right::read},
             query{"region q filter sort limit cursor parent columns ended as_of known"},
             out{"RowPage"}),
    Endpoint("GET", "/records/{type}/{id}", get_record, "One record, also as it was",
             needs{Right::read}, query{"as_of known"}, out{"Row"}),
    Endpoint("GET", "/records/{type}/{id}/history", get_record_history,
             "Every change and correction of a record", needs{Right::read}, out{"RecordHistory"}),
    Endpoint("GET", "/records/{type}/{id}/timeline", get_record_timeline,
             "What happened to a record, by its children", needs{Right::read}, out{"Timeline"}),
    Endpoint("GET", "/records/{type}/export", export_records, "What a list shows, as a spreadsheet",
             needs{Right::export_}, slow,
             query{"region q filter sort columns ended parent format as_of known"}),
    Endpoint("GET", "/structure/{type}", get_structure, "How many records have each code",
             needs{Right::read}, query{"field region q filter ended as_of known"},
             out{"Structure"}),
    Endpoint("POST", "/records/{type}", post_record, "Add a record", needs{Right::edit}, hands_in,
             in{"NewRecord"}, out{"Written"}),
    Endpoint("POST", "/record-checks/{type}", post_record_check,
             "What would be said of a record, without writing it", needs{Right::edit}, no_key,
             out{"RecordProblems"}),
    Endpoint("POST", "/records/{type}/bulk-changes", post_bulk_changes,
             "Change many records alike, with a reason", needs{Right::edit}, in{"BulkChange"},
             out{"BulkChanged"}),
    Endpoint("POST", "/records/{type}/{id}/changes", post_record_change,
             "Change a record: true from a day on", needs{Right::edit}, hands_in,
             in{"RecordChange"}, out{"Written"}),
    Endpoint("POST", "/records/{type}/{id}/corrections", post_record_correction,
             "Correct a record: it was recorded wrongly", needs{Right::edit}, hands_in,
             in{"RecordChange"}, out{"Written"}),
    Endpoint("POST", "/records/{type}/{id}/end", post_record_end, "A record ends on a day",
             needs{Right::edit}, hands_in, in{"RecordChange"}, out{"Written"}),
    Endpoint("POST", "/record-files/{type}/{field}", post_record_file,
             "Keep a file that a record is to have", needs{Right::edit}, raw_body, query{"name"},
             out{"KeptFile"}),
    Endpoint("GET", "/records/{type}/{id}/files/{field}", get_record_file,
             "A file that a record has", needs{Right::read}, slow),
    Endpoint("POST", "/records/{type}/{id}/reveal", post_reveal,
             "See a sealed field in the clear; it is logged", needs{Right::reveal}, in{"Reveal"},
             out{"Revealed"}),
    Endpoint("GET", "/drafts", get_drafts, "Drafts of pack files", needs{Right::manage_rules},
             out{"Drafts"}),
    Endpoint("GET", "/drafts/{id}", get_draft, "One draft, with what is wrong and what it changes",
             needs{Right::manage_rules, Right::approve}, out{"Draft"}),
    Endpoint("POST", "/drafts", post_draft, "Edit files of a pack: checked, not yet in force",
             needs{Right::manage_rules}, in{"NewDraft"}, out{"Draft"}),
    Endpoint("PUT", "/drafts/{id}", put_draft, "Other edits in an open draft of one's own",
             needs{Right::manage_rules}, in{"NewDraft"}, out{"Draft"}),
    Endpoint("DELETE", "/drafts/{id}", delete_draft, "Delete a draft of one's own",
             needs{Right::manage_rules}),
    Endpoint("POST", "/drafts/{id}/proposal", propose_draft,
             "Hand a draft to a second person, who publishes it", needs{Right::manage_rules}),
    Endpoint("GET", "/saved-views", get_saved_views, "Views that one has saved", out{"SavedViews"}),
    Endpoint("POST", "/saved-views", post_saved_view, "Save a view", in{"SavedView"},
             out{"SavedView"}),
    Endpoint("DELETE", "/saved-views/{id}", delete_saved_view, "Delete a saved view"),

    // Rules and what they give
    Endpoint("GET", "/records/{type}/{id}/explanations", get_explanations,
             "Why each decided figure is what it is", needs{Right::read}, slow,
             query{"as_of known"}, out{"Explanations"}),
    Endpoint("POST", "/records/{type}/{id}/decisions", post_decision,
             "Store what the rules give for a record, from a day on", needs{Right::apply},
             in{"ApplyDecision"}, out{"Applied"}),
    Endpoint("POST", "/records/{type}/decisions", post_decisions,
             "Store what the rules give for many records", needs{Right::apply}, in{"ApplyDecision"},
             out{"AppliedMany"}),
    Endpoint("GET", "/decisions", get_decisions, "The rules in force in a region",
             needs{Right::read}, query{"region as_of draft"}, out{"DecisionHeads"}),
    Endpoint("GET", "/decisions/{id}", get_decision, "One rule as a table or an expression",
             needs{Right::read}, query{"region as_of draft"}, out{"Decision"}),
    Endpoint("GET", "/decisions/{id}/inputs", get_decision_inputs,
             "What somebody who tries a rule has to fill in", needs{Right::read},
             query{"region as_of draft"}, out{"DecisionInputs"}),
    Endpoint("GET", "/records/{type}/{id}/decision-inputs/{decision}", get_record_inputs,
             "The same, filled from a record", needs{Right::read}, slow,
             query{"region as_of draft"}, out{"DecisionInputs"}),
    Endpoint("POST", "/decisions/{id}/trial", post_trial,
             "What a rule, in force or of a draft, gives for made-up inputs", needs{Right::read},
             no_key, query{"region as_of draft"}, in{"Trial"}, out{"Tried"}),
    Endpoint("GET", "/decisions/{id}/model", get_decision_model,
             "The model file that holds a rule", needs{Right::read}, query{"region as_of draft"},
             out{"RuleModel"}),
    Endpoint("GET", "/decisions/{id}/versions", get_decision_versions,
             "When a rule or a figure that it reads changed, and how", needs{Right::read}, slow,
             query{"region as_of"}, out{"RuleVersions"}),
    Endpoint("GET", "/decisions/{id}/sheet", get_decision_sheet,
             "A decision table as a spreadsheet", needs{Right::read}, slow,
             query{"region as_of draft"}),
    Endpoint("POST", "/decisions/{id}/sheet", post_decision_sheet,
             "A changed spreadsheet of a table becomes a new draft", needs{Right::manage_rules},
             raw_body, query{"region title"}, out{"Draft"}),
    Endpoint("GET", "/parameters", get_parameters, "The figures that rules use in a region",
             needs{Right::read}, query{"region as_of draft"}, out{"Parameters"}),
    Endpoint("GET", "/runs/{view}", get_runs, "Runs of a decision over a roster, by period",
             needs{Right::read}, query{"region"}, out{"Runs"}),
    Endpoint("POST", "/runs/{view}", post_run, "Compute a period for a region",
             needs{Right::propose}, in{"NewRun"}, out{"Run"}),
    Endpoint("GET", "/run-differences/{view}", get_run_differences,
             "What locked runs would say now, by person and period, against what they said",
             needs{Right::read}, slow, query{"region from to"}, out{"RunDifferences"}),
    Endpoint("GET", "/run-differences/{view}/export", get_run_differences_export,
             "The same as a workbook, a sheet for each period", needs{Right::export_}, slow,
             query{"region from to"}),
    Endpoint("POST", "/runs/{view}/simulation", post_simulation,
             "What changed rules would do to everyone of a region; nothing is stored",
             needs{Right::manage_rules}, no_key, slow, in{"SimulationAsked"}, out{"Simulation"}),
    Endpoint("POST", "/runs/{view}/simulation/lines/{record}", post_simulation_line,
             "One person under the rules in force and under the changed ones",
             needs{Right::manage_rules}, no_key, slow, in{"SimulationAsked"},
             out{"SimulationLine"}),
    Endpoint("POST", "/runs/{view}/simulation/export", post_simulation_export,
             "Everybody whose figures would change, as a workbook", needs{Right::manage_rules},
             slow, in{"SimulationAsked"}),
    Endpoint("GET", "/runs/{view}/{id}", get_run, "A run: totals and comparison",
             needs{Right::read}, out{"Run"}),
    Endpoint("DELETE", "/runs/{view}/{id}", delete_run, "Remove a draft", needs{Right::propose}),
    Endpoint("GET", "/runs/{view}/{id}/lines", get_run_lines,
             "Lines of a run, what was before and why it differs", needs{Right::read}, slow,
             query{"q limit cursor changed"}, out{"RunLines"}),
    Endpoint("GET", "/runs/{view}/{id}/lines/{record}", get_run_line, "One line with its steps",
             needs{Right::read}, slow, out{"RunLine"}),
    Endpoint("GET", "/runs/{view}/{id}/export", get_run_export,
             "A run as a workbook, a sheet for each street", needs{Right::export_}, slow),
    Endpoint("POST", "/runs/{view}/{id}/proposal", post_run_proposal,
             "Hand a run to a second person", needs{Right::propose}, out{"RunProposed"}),
    Endpoint("POST", "/runs/{view}/{id}/recomputation", post_run_recomputation,
             "Compute a period again as known on a day", needs{Right::read}, in{"Recompute"},
             out{"Recomputed"}),

    // What changes while one looks
    Endpoint("GET", "/events", get_events,
             "Live updates (SSE): type, id and region of records in scope that changed",
             needs{Right::read}, live, query{"region type"}),

    // Regions and holidays
    Endpoint("GET", "/regions", get_regions, "Regions below one, or found by name",
             query{"parent q"}, out{"Regions"}),
    Endpoint("GET", "/regions/{code}", get_region, "One region", out{"Region"}),
    Endpoint("POST", "/regions", post_regions, "Take in a list of divisions (CSV) from a day on",
             needs{Right::manage_system}, raw_body, query{"from"}, out{"RegionsLoaded"}),
    Endpoint("GET", "/holidays", get_holidays, "The statutory holidays by year",
             out{"HolidayYears"}),
    Endpoint("POST", "/holidays", post_holidays, "Enter the holidays of a year",
             needs{Right::manage_system}, in{"HolidayYear"}),

    // Backups
    Endpoint("GET", "/backups", get_backups, "Backups made and failed, newest first",
             needs{Right::manage_system}, out{"Backups"}),
    Endpoint("POST", "/backups", post_backup, "Back everything up now", needs{Right::manage_system},
             out{"Backup"}),

    // The logs
    Endpoint("GET", "/log", get_log, "Events within one's scope, newest first",
             needs{Right::read_log}, slow, query{"subject actor activity from to limit cursor"},
             out{"Log"}),
    Endpoint("GET", "/access-log", get_access_log, "Who looked at what, newest first",
             needs{Right::read_log}, slow, query{"actor path from to limit cursor"},
             out{"AccessLog"}),
    Endpoint("GET", "/verification", get_verification, "Whether the event log is as it was written",
             needs{Right::manage_system, Right::read_log}, slow, out{"Verification"}),
};

}  // namespace

std::span<Endpoint const> endpoints() { return table; }

}  // namespace jizhi::api
