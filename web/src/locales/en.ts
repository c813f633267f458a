// Every word of the pages, in English; the same keys as zh.ts, which the type proves.
import type { Messages } from '.'

const en: Messages = {
  app: { name: 'Jizhi', short: 'Jizhi', tagline: 'County governance', demo: 'Demo data' },
  word: { yes: 'Yes', no: 'No', none: 'None' },
  do: {
    retry: 'Try again', close: 'Close', cancel: 'Cancel', save: 'Save', delete: 'Delete', choose: 'Choose',
  },
  state: { loading: 'Loading…' },
  error: {
    offline: 'The network is not connected. What you entered is still on this page; try again once it is.',
    no_network: 'No network', not_allowed: 'You are not allowed to do this', not_found: 'Not found', refused: 'It was not done', unexpected: 'Something unexpected happened on this page',
  },
  weekday: { 0: 'Monday', 1: 'Tuesday', 2: 'Wednesday', 3: 'Thursday', 4: 'Friday', 5: 'Saturday', 6: 'Sunday' },
  basis: { official: 'Official', repost: 'Repost', draft: 'Draft', example: 'Example' },
  shell: {
    skip: 'Skip to content', menu: 'Menu', navigation: 'Main navigation', where: 'Your region; open to change it', other_language: '中文',
    type_large: 'Large type', type_normal: 'Normal type', change_password: 'Change password', sign_out: 'Sign out',
    search: 'Name or pinyin initials', found: 'Records found', nobody: 'Nobody found. Type a name or initials, such as zs.',
  },
  lost: { title: 'No such page', what: 'The address may be mistyped, or the page was renamed.', why: 'Use the menu to find your way.', home: 'Back to today' },
  sign_in: {
    login: 'Account', password: 'Password', enter: 'Sign in', missing: 'Enter your account and password.',
    demo: 'Demo accounts', demo_help: 'Press one to sign in. All data are invented.',
  },
  expired: { title: 'Please sign in again', kept: '{name}, you were signed out after a while without work. This page is kept; sign in and go on.' },
  password: {
    title: 'Change password', first: 'This is your first sign-in: choose a password of your own.', why: 'Use the new password from then on.', old: 'Current password', new: 'New password',
    again: 'New password again', help: 'At least 10 characters; not your name, birthday or a row of digits.', differ: 'The two entries differ', save: 'Change password', done: 'Password changed',
  },
  today: {
    title: 'To do today', things: 'things to do', dismiss: 'Noted', day: '{weekday}, {date}', figures: 'Figures of this region', sub: '{day} · {count} to do, {pressing} pressing',
    nothing: 'Nothing to do today', nothing_why: 'Contracts that end, results to check and runs to approve will stand here.',
  },
  todo: { no_deadline: 'No deadline', overdue: 'Overdue since {date}', today: 'Today', days_left: '{days} working days left', before: 'By {date}', provisional: '(provisional)' },
  indicator: { target: ', target {target}' },
  region: {
    find: 'Find a region by name', choose_whole: 'All of {name}', below: 'Below {name}', none_found: 'No region has this name', none_below: 'Nothing below this region',
    name: 'Name', code: 'Code', kind: 'Kind', sub: 'The division tree, step by step.', way: 'Where you are', work_here: 'Work here',
    kinds: { province: 'Province', city: 'City', county: 'County or district', town: 'Town or subdistrict', community: 'Village or community', grid: 'Grid' },
  },
  form: {
    required: 'required', optional: 'optional', missing: 'Enter {title}', no_day: '{title} is not a date; write 2026-01-31',
    no_integer: '{title} must be a whole number', no_figure: '{title} must be a number', not_said: 'Not said', choose: 'Choose', not_chosen: 'Not chosen yet',
    choose_region: 'Choose {title}', find_record: 'Type a name to find it', none_found: 'Nothing found', calendar: 'Open the calendar', day: 'yyyy-mm-dd',
    masked: 'Now {value}; leave empty to keep it.', problems: '{count} to mend', rest: 'Other', new_title: 'Add: {type}', saved: '{name} saved',
    kept: 'What you entered is still here; mend it and save again.', leave: 'What you entered is not saved. Leave anyway?',
  },
  change: {
    from: 'True from', reason: 'Reason', reason_help: 'Say why: “open recruitment”, “election”, “late entry”.', document: 'Document',
    document_help: 'Title and number of the document, if there is one.', about: 'About this entry', what: 'What changes',
    change: 'Change', correct: 'Correct', end: 'Leaving',
    change_title: 'Change: {name}', correct_title: 'Correct: {name}', end_title: 'Leaving: {name}',
    change_why: 'Things have changed: the new values hold from a day on, what was before stays.',
    correct_why: 'It was recorded wrongly: record it as it should have been. The old entry can still be seen.',
    end_why: 'After this day the record leaves the current list; everything is kept.',
    end_field: 'To be filled in on leaving', nothing: 'Nothing was changed, so there is nothing to save.',
    save_new: 'Save', save_change: 'Save change', save_correct: 'Save correction', save_end: 'Confirm leaving',
    done_change: 'Change saved', done_correct: 'Correction saved', done_end: 'Leaving recorded', proposed: 'Sent for approval; it holds once approved',
    was: 'Was {value}', changed_by_other: 'Somebody changed this record after you opened it. Look at it again before you save.', last_day: 'Last day',
  },
  list: {
    actions: 'Actions', select: 'Select {name}', select_page: 'Select this page', selected: '{count} selected', unselect: 'Unselect',
    find: 'Name or initials', clear: 'Clear filters', columns: 'Columns', sort: 'Sort', export: 'Export', export_xlsx: 'Export to Excel ({count} rows)',
    export_csv: 'Export to CSV ({count} rows)', import: 'Import', add: 'Add', differs: 'To recompute', applied: '{count} updated to the computed value',
    range: '{from}–{to} of {total}', previous: 'Previous', next: 'Next', kept: 'Your filters are still set.',
    none_match: 'No record matches', none_match_why: 'Loosen the filters, or choose another region.', empty: 'No records here yet',
    empty_why: 'Import the spreadsheet you keep, or add records one by one.',
  },
  filter: { ge: 'From', le: 'To', contains: 'Contains' },
  saved: {
    title: 'Saved views', none: 'None yet. Set filters, then keep them here.', keep: 'Keep the present filters', name: 'Name', help: 'Such as “ending this year”.', done: 'Kept as “{title}”',
  },
  bulk: {
    open: 'Change selected', open_all: 'Change all {count}', title: 'Change {count} records', help: 'One field gets one value. Each record keeps its history.',
    field: 'Field', value: 'New value', confirm: 'Change {count}', done: '{count} changed',
  },
  reason: {
    row: '{table}, row {row}', since: 'since {date}', differs: '{title}: recorded is {stored}; by the rules it is now {computed}.', nothing: 'none', of_period: '{title}, {period}', apply_kept: 'How it was computed is kept.',
    apply: 'Update to the computed value', no_steps: 'There is no step-by-step reason for this.', basis: 'Basis', no_basis: 'This step names no document.', source_text: 'Source text',
    in_force: 'In force since {date}', inputs: 'What was used', rule: 'Rule', whole_rule: 'Open the whole rule',
    apply_title: 'Update to the computed value', apply_help: '{title}: from {stored} to {computed}.', applied: 'Updated to the computed value',
  },
  rule: {
    row: 'Row', this_row: ' (this row)', says: 'Says', no_text: 'There is nothing to show of this rule.', sub: 'Rules in force in {region}. Choose another region or day to see those of then and there.',
    as_of: 'As of', none: 'No rules here yet', none_why: 'Try another region or day.', table: 'Table', formula: 'Formula', parameters: 'Figures and standards', requires: 'Other rules it uses',
  },
  parameter: { title: 'Name', value: 'Value', from: 'From' },
  pages: {
    proposals: 'Approvals', statistics: 'Statistics', rules: 'Rules', regions: 'Regions', accounts: 'Accounts', log: 'Log', access_log: 'Access log',
    holidays: 'Holidays', system: 'Backups and proof', group: 'Office',
  },
  proposal: {
    sub: 'One person proposes; it holds once another approves.', what: 'What', made_by: 'Proposed by', made_at: 'Proposed at', state: 'State', which: 'Which to show', open: 'Waiting', decided: 'Decided',
    none: 'Nothing waits for approval', none_decided: 'Nothing has been decided yet', none_why: 'What is sent also appears on the page of today.',
    states: { open: 'Waiting', approved: 'Approved', rejected: 'Sent back', stale: 'Out of date, compute again', withdrawn: 'Withdrawn' },
    reject: 'Send back', approve: 'Approve', mine: 'You proposed this yourself; another person must approve it.', item: 'Item', before: 'Now', after: 'Becomes', subject: 'See the details',
    approve_help: 'It takes effect at once; your name and the time are kept.', reject_reason: 'Why it is sent back', done_approved: 'Approved', done_rejected: 'Sent back', withdraw: 'Take back', done_withdrawn: 'Taken back',
  },
  statistics: {
    region: 'Region', numerator: 'Numerator', denominator: 'Denominator', bar: 'Comparison', up: 'Back to {name}', as_of: 'As of', none: 'No indicators yet', none_why: 'They appear by themselves once there are data.',
    by_region: 'By region', title_by_region: '{title} by region', of: '{type}, n={n}', not_said: 'Not said',
  },
  account: {
    sub: 'New accounts and rights hold once the security administrator approves.', name: 'Name', roles: 'Roles and regions', state: 'State', add: 'Add account', to_approve: 'To approve',
    none: 'No accounts yet', none_why: 'Add the first one.', states: { active: 'Active', pending: 'Waiting', disabled: 'Disabled', locked: 'Locked' },
    rights: 'Rights', reset: 'Reset password', disable: 'Disable', saved: 'Submitted', secret: 'Temporary password (shown only once):', secret_noted: 'Noted',
    reset_title: 'Reset the password of {name}', reset_help: 'There will be a temporary password, to be changed at the first sign-in.', done_reset: 'Password reset',
    disable_title: 'Disable the account of {name}', disable_help: 'It can no longer sign in; all records are kept.', done_disable: 'Account disabled',
    rights_title: 'Rights of {name}', submit: 'Submit', role: 'Role', scope: 'Region', record: 'Own record', end_role: 'End', find: 'Find by name or account', waits: 'It waits for the security administrator.', login_help: 'Letters or digits, to sign in with.',
    choose_region: 'Choose a region', add_role: 'Add a role', clash: 'The administrators of system, security and audit hold no other role.', no_region: 'Choose a region.',
  },
  log: {
    sub: 'Who did what and when. What is sealed cannot be changed unnoticed.', access_sub: 'Who opened what.', at: 'Time', actor: 'Person', what: 'What', subject: 'Subject', detail: 'Detail', number: 'Seal',
    unsealed: 'Not sealed yet', field: 'Field', look: 'Search', none: 'No entry matches', method: 'Method', path: 'Address', status: 'Result',
  },
  holidays: {
    sub: 'Deadlines in working days rest on these.', add: 'Enter a year', missing: 'The holidays of {year} are missing. Deadlines in {year} count plain weekends for now, are marked provisional, and are computed again once they are entered.',
    notice: 'Days off and make-up workdays', notice_help: 'One day or span a line, then its name; put “work” in the name of a make-up workday.', example: '2027-10-01~2027-10-07 National Day',
    work_words: 'work,Work', read: '{off} days off, {worked} days worked.', bad: 'Not understood: {lines}', save: 'Save {year}', saved: 'Holidays of {year} saved; deadlines computed again',
    year: 'Year', days: 'Days', kind: 'Kind', name: 'Name', count: 'Days', off: 'Off', worked: 'Worked', none: 'No holidays of {year} yet', none_why: 'The State Council usually publishes the next year in November.',
  },
  system: {
    sub: 'A backup is made every night; make another at any time.', make: 'Back up now', making: 'Backing up…', made: 'Backup made', at: 'Time', file: 'File', size: 'Size', result: 'Result',
    good: 'Good', bad: 'Failed', backups: 'Backups', none: 'No backups yet', none_why: 'The first is made tonight, or make one now.',
    proof: 'Proof of the log', proof_ok: 'Proven: nothing was changed', proof_bad: 'The proof failed', proof_counts: '{events} events checked one by one', proof_again: 'Prove again',
  },
  hit: {
    unique: 'Each case has exactly one row.', first: 'From the top, the first row that fits.', any: 'Several rows may fit with the same result.', priority: 'Where several rows fit, the result listed first holds.',
    collect: 'All rows that fit count.', rule_order: 'All rows that fit, in the order of the rows.', output_order: 'All rows that fit, in the order of the results.',
  },
  reveal: {
    show: 'Show', title: 'Show: {title}', help: 'Who looked, when and why is kept.', reason: 'Why you need to see it', example: 'Such as: checking insurance', confirm: 'Show',
  },
  record: {
    timeline: 'History of service', no_timeline: 'Nothing yet.', add_child: 'Add: {type}', no_children: 'Nothing yet.', without: 'Can also be recorded', details: 'Details',
    look_back: 'Look back', as_of: 'As it was on', known: 'As it was known on', look: 'Look', now: 'Back to now', as_of_tag: 'As of {date}',
  },
  history: {
    title: 'All entries', create: 'Added', change: 'Changed', correct: 'Corrected', end: 'Ended', decide: 'Computed', import: 'Imported',
    from: 'From {date}', recorded: 'recorded {at} by {who}',
  },
  print: {
    open: 'Print', back: 'Back', now: 'Print this page', help: 'A4; the browser can save it as PDF.', record_title: '{type}: data sheet', made_on: 'Printed on {date}',
    step: 'No.', reason: 'Reason', amount: 'Amount', prepared: 'Prepared by:', checked: 'Checked by:', person: 'Confirmed by:', run_title: '{view}, {period}',
    unit: 'Unit: {region}', yuan: 'In yuan', sign: 'Signature', signature: '{title}:',
  },
  run: {
    sub: 'Made for each month, locked once a second person agrees.', make: 'Make the next one', compute: 'Compute', make_help: 'For {region}. Look at it first; nothing takes effect yet.',
    period: 'Month', period_help: 'Write 2026-10.', region: 'Region', state: 'State', count: 'People', made_by: 'Prepared by', made_at: 'Prepared at',
    none: 'None has been made yet', none_why: 'Make the first one, look at each line, then send it for approval.',
    states: { draft: 'Draft', proposed: 'Waits for approval', approved: 'Approved', locked: 'Locked', rejected: 'Sent back' },
    way: 'How far it is', way_draft: 'Prepared', way_proposed: 'Sent for approval', way_locked: 'Approved and locked',
    title: '{view}, {period}', people: '{count} people', made: 'prepared by {who} at {at}', name: 'Name', difference: 'Against last', why: 'Why',
    total: 'Total of {count}', compare: 'Totals compared', compare_with: 'Compared with {period}', first: 'The first one: nothing to compare with', lines: 'Lines',
    only_changed: 'Only what changed', no_lines: 'Nobody matches', no_change: 'Nobody changed against the period before.', new_line: 'New',
    item: 'Item', this: 'This', before: 'Last', how: 'How it was computed', open_record: 'Open the record',
    propose: 'Send for approval', proposed: 'Sent; another person must approve it', review: 'Review', export: 'Export to Excel', kept: 'This run is unchanged; send it again later.',
    recompute: 'Recompute with what is known now', recompute_go: 'Recompute', recompute_help: 'What is locked stays. It is computed again with later entries and corrections, and the differences are listed.',
    known_on: 'With what was known on', no_difference: 'No difference.', moved: '{added} new, {removed} gone, {changed} changed.', added: 'New: {names}.', removed: 'Gone: {names}.', problems: '{count} people have no result. Complete their records and compute again before sending it.', differences: '{count} people differ',
  },
  import: {
    title: 'Import: {type}', way: 'Steps of the import', steps: { upload: 'Choose file', match: 'Match columns', check: 'Check', done: 'Take in' },
    other_file: 'Another file', kept: 'Not a row was taken in; choose the file again.', drop: 'Drop a spreadsheet here, or choose one',
    drop_help: 'Excel (.xlsx) or CSV, saved by WPS too. Title rows and the order of columns do not matter.', choose: 'Choose a spreadsheet', uploading: 'Uploading…', template: 'Download an empty template',
    found: 'Sheet “{sheet}”, titles in row {header}, {rows} rows', matched: '{done} of {total} columns matched', missing: 'No column gives these required fields: {titles}. New rows will be refused for it.',
    check: 'Check every row', check_help: 'Only a check; nothing is written.', checking: 'Checking', committing: 'Taking in', may_leave: 'You may leave this page and come back.',
    result: 'Result of the check', failed: 'It failed; not a row was written.', done_title: '{count} rows taken in', checked_bad: '{good} rows are good, {bad} need mending', checked_good: 'All {good} rows are good',
    counts: { create: 'New', update: 'Updated', unchanged: 'Unchanged', bad: 'To mend' },
    commit_all: 'Take in all {count} rows', commit_good: 'Take in the {count} good rows', see: 'Open {title}', rejected: 'Download the {count} rows to mend',
    rejected_help: 'The reason stands beside each row. Import the mended file again: known people are updated, not doubled.',
    errors: 'Rows to mend', row: 'Row', column: 'Column', value: 'It says', wrong: 'What is wrong', suggestion: 'Should be', more: 'Show 200 more',
    sample: 'Examples', field: 'Becomes', field_of: 'What “{title}” becomes', leave_out: 'Leave out', untitled: '(no title)',
  },
}

export default en
