// Every word of the pages, in English; the same keys as zh.ts, which the type proves.
import type { Messages } from '.'

const en: Messages = {
  app: { name: 'Jizhi', short: 'Jizhi', tagline: 'Grassroots governance for counties', demo: 'Demo data' },
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
  password: {
    title: 'Change password', first: 'This is your first sign-in: choose a password of your own.', why: 'Use the new password from then on.', old: 'Current password', new: 'New password',
    again: 'New password again', help: 'At least 10 characters; not your name, birthday or a row of digits.', differ: 'The two entries differ', save: 'Change password', done: 'Password changed',
  },
  today: {
    title: 'To do today', things: 'things to do', figures: 'Figures of this region', sub: '{day} · {count} to do, {pressing} pressing',
    nothing: 'Nothing to do today', nothing_why: 'Contracts that end, results to check and runs to approve will stand here.',
  },
  todo: { no_deadline: 'No deadline', overdue: 'Overdue since {date}', today: 'Today', days_left: '{days} working days left', before: 'By {date}' },
  indicator: { target: ', target {target}' },
  region: {
    find: 'Find a region by name', choose_whole: 'All of {name}', below: 'Below {name}', none_found: 'No region has this name', none_below: 'Nothing below this region',
  },
  form: {
    required: 'required', optional: 'optional', missing: 'Enter {title}', no_day: '{title} is not a date; write 2026-01-31',
    no_integer: '{title} must be a whole number', no_figure: '{title} must be a number', not_said: 'Not said', choose: 'Choose', not_chosen: 'Not chosen yet',
    choose_region: 'Choose {title}', find_record: 'Type a name to find it', none_found: 'Nothing found', calendar: 'Open the calendar',
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
    export_csv: 'Export to CSV ({count} rows)', import: 'Import', add: 'Add', differs: 'To recompute',
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
    row: '{table}, row {row}', since: 'since {date}', differs: 'Recorded is {stored} {unit}; by the rules it is now {computed} {unit}.',
    apply: 'Update to the computed value', no_steps: 'There is no step-by-step reason for this.', basis: 'Basis', no_basis: 'This step names no document.', source_text: 'Source text',
    in_force: 'In force since {date}', inputs: 'What was used', rule: 'Rule', whole_rule: 'Open the whole rule',
    apply_title: 'Update: {title}', apply_help: 'From {stored} to {computed}; how it was computed is kept.', applied: 'Updated to the computed value',
  },
  rule: { row: 'Row', this_row: ' (this row)', says: 'Says', no_text: 'There is nothing to show of this rule.' },
  hit: {
    unique: 'Each case has exactly one row.', first: 'From the top, the first row that fits.', any: 'Several rows may fit with the same result.', priority: 'Where several rows fit, the result listed first holds.',
    collect: 'All rows that fit count.', rule_order: 'All rows that fit, in the order of the rows.', output_order: 'All rows that fit, in the order of the results.',
  },
  reveal: {
    show: 'Show', title: 'Show: {title}', help: 'Who looked, when and why is kept.', reason: 'Why you need to see it', example: 'Such as: checking insurance', confirm: 'Show',
  },
  record: {
    timeline: 'History of service', no_timeline: 'Nothing yet.', add_child: 'Add: {type}', no_children: 'Nothing yet.', details: 'Details',
    look_back: 'Look back', as_of: 'As it was on', known: 'As it was known on', look: 'Look', now: 'Back to now', as_of_tag: 'As of {date}',
  },
  history: {
    title: 'All entries', create: 'Added', change: 'Changed', correct: 'Corrected', end: 'Ended', decide: 'Computed', import: 'Imported',
    from: 'From {date}', recorded: 'recorded {at} by {who}',
  },
  print: { open: 'Print' },
}

export default en
