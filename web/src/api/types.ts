// What the server says. Made by scripts/types.mjs from its OpenAPI document: change that.

export type AccessLog = {
  rows: {
    id?: string
    at: string
    actor: string
    actor_name?: string
    method: string
    path: string
    status: number
    address?: string
  }[]
  next: string | null
}
export type Account = {
  id: string
  login: string
  name: string
  language: string
  state: string
  demo?: boolean
  must_change_password?: boolean
  created_at?: string
  roles: AccountRole[]
  one_time_password?: string
}
export type AccountRole = {
  id?: string
  role?: string
  title?: Words
  region?: Place | null
  record?: string | null
  valid_from?: string
  valid_to?: string | null
  state?: string
}
export type Accounts = { rows: Account[]; next: string | null }
export type Applied = {
  id?: string
  version?: number
  values?: Record<string, unknown>
  changed?: boolean
}
export type AppliedMany = {
  applied?: number
  unchanged?: number
  refused?: Record<string, unknown>[]
}
export type ApplyDecision = {
  decision: string
  effective_from?: string | null
  reason?: string
  document?: string
  ids?: string[]
}
export type Backup = {
  id: string
  at: string
  file: string
  kind: 'nightly' | 'asked'
  ok: boolean
  bytes: number
  message?: string | null
}
export type Backups = Backup[]
export type Basis = {
  class?: string
  /// words, or one text for both languages
  text?: unknown
  clause?: string
  url?: string
  parameter?: string
  title?: unknown
  from?: string | null
  region?: string | null
}
export type BulkChange = {
  ids?: string[]
  filter?: Record<string, unknown>
  region?: string
  values: Record<string, unknown>
  effective_from?: string | null
  reason: string
  document?: string | null
}
export type BulkChanged = { changed?: number; unchanged?: number }
export type Caveat = {
  class: 'example' | 'draft' | 'repost'
  parameter?: string | null
  region?: string
  title: Words
}
export type Clause = { title: Words; text?: string; name?: string }
export type Comparison = {
  previous: {
    id: string
    period: string
    state: string
    same_region?: boolean
    regions: Place[]
  } | null
  totals?: Record<string, {
    now: string | null
    before: string | null
    difference: string | null
  }>
  added?: number
  removed?: number
  changed?: number
  unchanged?: number
  added_people?: RunPerson[]
  removed_people?: RunPerson[]
}
export type Component = {
  id: string
  title: Words
  type: string
  value?: unknown
  [more: string]: unknown
}
export type Decided = { id: string; state: string; reason?: string; result?: unknown }
export type Decision = {
  id: string
  title: Words
  model: string
  pack: string
  region: string
  main: boolean
  kind: 'table' | 'expression'
  description?: string
  hit_policy?: string
  aggregation?: string
  inputs?: Clause[]
  outputs?: Clause[]
  annotations?: string[]
  rules?: Rule[]
  text?: string
  said?: Words | null
  says?: Words | null
  entries?: Entry[]
  findings: Finding[]
  requires: string[]
  parameters: Parameter[]
}
export type DecisionHead = {
  id: string
  title: Words
  model: string
  pack: string
  region: string
  main: boolean
  kind: 'table' | 'expression'
}
export type DecisionHeads = DecisionHead[]
export type DecisionInput = {
  name: string
  title: Words
  kind: 'text' | 'number' | 'yes_no' | 'date' | 'code' | 'codes' | 'expression'
  choices: Term[]
  value: string
}
export type DecisionInputs = DecisionInput[]
export type DemoAccount = { login: string; password: string; title: Words }
export type DemoAccounts = DemoAccount[]
export type Draft = {
  id: string
  title: string
  pack: string
  base?: string
  files?: Record<string, string | null>
  state: string
  errors: DraftError[]
  changes?: RuleChange[]
  made_by?: string
  proposal?: string | null
}
export type DraftError = {
  code: string
  where: string
  zh: string
  en: string
  table?: Words
  row?: number
  column?: Words
}
export type Drafts = Draft[]
export type Entry = {
  name: string
  title: Words
  text: string
  titled: boolean
  said?: Words | null
  says?: Words | null
}
export type Explanation = {
  decision: string
  model: string
  field?: string | null
  title: Words
  unit?: unknown
  value: unknown
  stored: unknown
  differs: boolean
  effective_from?: string | null
  period?: string
  components?: Component[]
  view?: string
  problems?: Words[]
  steps: Step[]
}
export type Explanations = Explanation[]
export type FieldType = {
  id: string
  type: string
  title: Words
  help?: Words
  unit?: Words
  required?: boolean
  sensitive?: boolean
  list?: boolean
  unique?: boolean
  required_if?: string
  dictionary?: string
  reference?: string
  decided_by?: string
  computed?: boolean
  levels?: string[]
  scale?: number
  length_max?: number
  min?: string
  max?: string
  /// of a file: application/pdf, image/*
  media?: string[]
  default?: unknown
}
export type Finding = {
  code: string
  severity: 'error' | 'warning' | 'note'
  title: Words
  rules: string[]
  /// what falls through or is taken twice, column by column
  cells: (Words | null)[] | null
}
export type HistoryEntry = {
  id: string
  kind: string
  effective_from: string
  recorded_at: string
  reason?: string
  document?: string
  actor?: string
  values?: Record<string, unknown>
  display?: Record<string, unknown>
}
export type HolidayYear = {
  year: number
  source?: string
  imported_at?: string | null
  days: { date: string; off: boolean; name?: string }[]
}
export type HolidayYears = HolidayYear[]
export type ImportColumn = {
  index: number
  letters?: string
  title: string
  sample: string[]
  field: string | null
}
export type ImportCommit = { mode: 'all' | 'good' }
export type ImportCounts = { create: number; update: number; unchanged: number; bad: number }
export type ImportError = {
  row: number
  column: string
  field?: string
  code: string
  zh: string
  en: string
  value?: string
  suggestion?: unknown
  warning?: boolean
}
export type ImportField = { id: string; title: Words; required?: boolean }
export type ImportHeads = ({
  id: string
  type: string
  file_name: string
  state: string
  made_at: string
  counts: ImportCounts | null
})[]
export type ImportJob = {
  id: string
  type: string
  file_name: string
  state: 'uploaded' | 'mapped' | 'checking' | 'checked' | 'committing' | 'committed' | 'failed'
  sheet?: string
  header_row?: number
  rows?: number
  columns: ImportColumn[]
  fields: ImportField[]
  progress: { done: number; total: number }
  counts?: ImportCounts | null
  error?: unknown
  errors?: ImportError[]
  errors_total?: number | null
}
export type ImportMapping = { columns: ({ index: number; field: string | null })[] }
export type Indicator = {
  id: string
  title: Words
  help?: Words | null
  unit?: Words | null
  better?: string | null
  numerator: string | number | null
  denominator: string | number | null
  value: string | number | null
  target?: string | number | null
  /// what the numerator lacks until the target is reached
  gap?: { words: Words; count: string | number } | null
  children: IndicatorPart[]
  history?: ({
    month: string
    numerator: string | number
    denominator: string | number
    value: string | number | null
  })[]
}
export type IndicatorPart = {
  region: { code: string; name: string; has_children?: boolean }
  numerator: string | number
  denominator: string | number
  value: string | number | null
}
export type Indicators = Indicator[]
export type KeptFile = { value: string; name: string; bytes?: number; media_type?: string }
export type Language = { language: 'zh' | 'en' }
export type Log = {
  rows: ({
    id?: string
    number?: number
    at: string
    actor: string
    actor_name?: string
    on_behalf_of?: string | null
    activity?: string
    title: Words
    subject_type?: string
    subject_id?: string
    subject_title?: unknown
    region?: Place | null
    delta?: unknown
  })[]
  next: string | null
}
export type MenuGroup = { group: Words; items: MenuItem[] }
export type MenuItem = { id: string; title: Words; view: string; icon?: string | null }
export type Meta = {
  record_types: RecordType[]
  dictionaries: Record<string, Term[]>
  views: View[]
  roles: Record<string, Words>
}
export type NewAccount = {
  login: string
  name: string
  language?: 'zh' | 'en'
  role: string
  region: string
  record?: string | null
  valid_from?: string | null
  valid_to?: string | null
}
export type NewDraft = {
  title: string
  base?: string
  files?: ({ path: string; text?: string | null })[]
  edits?: {
    parameter?: string
    decision?: string
    region?: string
    from?: string
    value?: unknown
    basis?: Record<string, unknown>
    rules?: Record<string, unknown>[]
  }[]
}
export type NewPassword = { old: string; new: string }
export type NewRecord = {
  values: Record<string, unknown>
  parent_id?: string | null
  effective_from?: string | null
  reason?: string
  document?: string | null
}
export type NewRight = {
  role: string
  region: string
  record?: string | null
  valid_from?: string | null
  valid_to?: string | null
}
export type NewRun = { period: string; region: string }
export type Parameter = {
  name: string
  title: Words
  help?: Words | null
  unit?: Words | null
  words?: Record<string, Words>
  value: unknown
  from?: string
  region?: string
  basis?: Basis
  values?: ParameterValue[]
}
export type ParameterValue = {
  from: string
  to?: string | null
  known: string | null
  region: string
  value: unknown
  basis: Basis
}
export type Parameters = Parameter[]
export type PasswordReset = { id?: string; one_time_password?: string }
export type Person = { id: string; name: string }
export type Place = { code: string; name: string }
export type Problem = {
  type?: string
  title: string
  status: number
  code: string
  detail: string
  where?: string
  fields?: { field: string; code: string; detail: string }[]
}
export type Proposal = {
  id: string
  kind: string
  title: Words
  detail: Words
  state: 'open' | 'approved' | 'rejected' | 'stale' | 'withdrawn'
  region?: Place | null
  right?: string
  made_by: Person
  made_at: string
  decided_by?: Person | null
  decided_at?: string | null
  reason?: string
  due?: string | null
  mine: boolean
  may_decide: boolean
  subject_type?: string
  subject_id?: string
  view?: string | null
  target?: string | null
}
export type Proposals = Proposal[]
export type Recompute = { known_on: string }
export type Recomputed = {
  run?: Run
  totals?: Record<string, unknown>
  differing?: number
  rows?: unknown[]
}
export type RecordChange = {
  values: Record<string, unknown>
  effective_from?: string | null
  reason?: string
  document?: string | null
}
export type RecordHistory = HistoryEntry[]
export type RecordProblems = { problems?: Record<string, unknown>[] }
export type RecordType = {
  id: string
  title: Words
  help?: Words
  parent: string | null
  children: string[]
  region_field?: string
  label?: string
  status?: string
  starts_with?: string
  ends_with?: string
  search?: string[]
  sort?: string[]
  timeline: boolean
  sections: { title: Words; fields: string[] }[]
  decisions: string[]
  fields: FieldType[]
}
export type Region = {
  code: string
  name: string
  level: string
  has_children: boolean
  path: Place[]
}
export type Regions = Region[]
export type RegionsLoaded = {
  added?: number
  renamed?: number
  moved?: number
  unchanged?: number
}
export type Rejection = { reason: string }
export type Reveal = { field: string; reason: string }
export type Revealed = { value?: string | null }
export type RoleGrant = {
  role: string
  region: string
  region_name: string
  record?: string | null
  title: Words
}
export type Roles = {
  id?: string
  title?: Words
  exclusive?: boolean
  own_record_only?: boolean
  rights?: string[]
}[]
export type Row = {
  id: string
  version: number
  region: Place
  parent_id?: string | null
  label?: string
  started_on?: string
  ended_on?: string | null
  values: Record<string, unknown>
  display: Record<string, unknown>
  differs: string[]
  status?: unknown
}
export type RowPage = { rows: Row[]; total: number; next: string | null }
export type Rule = {
  id: string
  row: number
  inputs: string[]
  outputs: string[]
  annotations: Record<string, string>
  inputs_said: Words[]
  outputs_said: Words[]
  says?: { zh?: string; en?: string }
}
export type RuleChange = {
  kind: 'parameter' | 'element' | 'head' | 'columns' | 'row' | 'cell' | 'order' | 'formula' | 'types' | 'drawing' | 'file'
  path?: string
  name?: string
  decision?: string
  title?: Words
  unit?: Words | null
  words?: Record<string, Words>
  region?: string
  from?: string
  row?: number
  column?: Words | null
  before?: unknown
  after?: unknown
  basis?: Basis | null
  added?: boolean
  removed?: boolean
  cells?: Words[]
}
export type RuleModel = {
  pack: string
  model: string
  region: string
  path: string
  title: Words
  xml: string
}
export type RuleVersion = {
  pack: string
  version: string
  digest: string
  deployed_at: string
  deployed_by: string
  first: boolean
  changes: RuleChange[]
}
export type RuleVersions = RuleVersion[]
export type Run = {
  id: string
  view: string
  period: string
  region: Place
  state: 'draft' | 'proposed' | 'locked' | 'rejected'
  as_of?: string
  made_by: string
  made_at: string | null
  decided_by?: string
  decided_at?: string | null
  proposal: string | null
  count: number
  problems: number
  totals: Record<string, string>
  comparison?: Comparison | null
  caveats?: Caveat[] | null
}
export type RunColumn = {
  id: string
  title: Words
  type: string
  total?: boolean
  main?: boolean
  hidden?: boolean
}
export type RunDifference = {
  record_id: string
  name: string
  region: Place
  periods: Record<string, Record<string, unknown>>
  total: Record<string, unknown>
}
export type RunDifferences = {
  view: string
  region: Place
  periods: string[]
  columns: RunColumn[]
  rows: RunDifference[]
  total: Record<string, unknown>
}
export type RunLine = {
  record_id: string
  name: string
  region: Place
  values: Record<string, unknown>
  previous: Record<string, unknown> | null
  difference: Record<string, unknown> | null
  changed: boolean
  problem: Words | null
  reasons: Words[]
  steps?: Step[]
  run?: Run
}
export type RunLines = { rows: RunLine[]; total: number; next: string | null }
export type RunPerson = { record_id: string; name: string }
export type RunProposed = { id?: string; state?: string; proposal?: string }
export type Runs = Run[]
export type SavedView = {
  id?: string
  view: string
  title: string
  query: Record<string, unknown>
}
export type SavedViews = SavedView[]
export type Session = {
  account: {
    id: string
    name: string
    login: string
    language: string
    must_change_password: boolean
  }
  roles: RoleGrant[]
  rights: string[]
  csrf: string
  demo: boolean
  today: string
  menu: MenuGroup[]
  home_region: Region | null
}
export type SignIn = { login: string; password: string }
export type SimulatedChange = {
  record_id: string
  name: string
  region: Place
  before: string | number | null
  after: string | number | null
  difference: string | number | null
}
export type SimulatedLine = { values: Record<string, unknown>; steps: Step[] }
export type SimulatedRegion = {
  code: string
  name: string
  level: string
  members: number
  changed: number
  totals: Record<string, Sums>
}
export type Simulation = {
  view: string
  title: Words
  period: string
  as_of: string
  region: Place
  columns: RunColumn[]
  members: number
  changed: number
  gain: number
  lose: number
  lost: number
  totals: Record<string, Sums>
  regions: SimulatedRegion[]
  histogram: ({ from: string | number; to: string | number; count: number })[]
  changes: SimulatedChange[]
}
export type SimulationAsked = {
  period: string
  region: string
  drafts?: string[]
  base?: string
  files?: Record<string, unknown>[]
  edits?: Record<string, unknown>[]
  from?: number
  limit?: number
}
export type SimulationLine = {
  record_id: string
  before: SimulatedLine
  after: SimulatedLine
  difference: Record<string, unknown>
  reasons: Words[]
}
export type Slice = { code: unknown; zh: string; en: string; count: number }
export type Step = {
  id: string
  zh: string
  en: string
  amount: string | null
  decision: string
  decision_title: Words
  row: number | null
  rule_id: string
  inputs?: Record<string, unknown>
  output?: unknown
  total?: boolean
  seen?: { title: Words; value: Words }[]
  basis: Basis[]
}
export type Structure = { total: number; groups: Slice[] }
export type Sums = {
  before: string | number | null
  after: string | number | null
  difference: string | number | null
}
export type Term = {
  code: string
  zh: string
  en: string
  help?: Words
  retired?: boolean
}
export type Timeline = TimelineEntry[]
export type TimelineEntry = {
  date: string
  group: Term
  title: Words
  record_type: string
  record_id: string
}
export type Todo = {
  id: string
  kind: string
  title: Words
  detail: Words
  region?: Place | null
  due: string | null
  working_days_left: number | null
  overdue: boolean
  provisional: boolean
  dismissible: boolean
  action: { title: Words; view: string; target: string | null } | null
}
export type TodoList = Todo[]
export type Trial = { inputs: Record<string, unknown> }
export type Tried = {
  title: Words
  value: unknown
  said: Words
  parts: { name: string; title: Words; said: Words }[]
  steps: Step[]
  matched: { decision: string; title: Words; rule: string; row: number }[]
  problems: Words[]
}
export type Verification = {
  ok: boolean
  events: number
  erased?: number
  head?: string
  marked?: boolean
  findings: Record<string, unknown>[]
}
export type Version = { name: string; version: string }
export type View = {
  id: string
  kind: string
  title: Words
  record?: string
  columns?: ViewColumn[]
  filters?: ViewColumn[]
  sort?: unknown
  [more: string]: unknown
}
export type ViewColumn = string | {
  /// of a list
  field?: string
  /// of a run
  id?: string
  title?: Words
  [more: string]: unknown
}
export type Words = { zh: string; en: string }
export type Written = {
  id?: string
  version?: number
  changed?: boolean
  /// 202: a second person must agree first
  waits?: boolean
  proposal?: string
  message?: Words
}
