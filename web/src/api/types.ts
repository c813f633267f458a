// What the server says, as in its OpenAPI document. Bilingual words are {zh, en}; money and
// decimals are strings, so that no figure passes through a float.

export type Words = { zh: string; en: string }

export type Region = {
  code: string
  name: string
  level?: string
  has_children?: boolean
  path?: RegionStep[]
}
export type RegionStep = { code: string; name: string }

export type Account = {
  id: string
  name: string
  login: string
  language: string
  must_change_password?: boolean
}
export type RoleGrant = { role: string; region: string; region_name: string; title: Words }
export type MenuItem = { id: string; title: Words; view: string; icon?: string }
export type MenuGroup = { group: Words; items: MenuItem[] }
export type Session = {
  account: Account
  roles: RoleGrant[]
  rights: string[]
  csrf: string
  demo: boolean
  today: string
  menu: MenuGroup[]
  home_region: Region | null
}
export type DemoAccount = { login: string; password: string; title: Words | string }

export type FieldType = {
  id: string
  type: string
  title: Words
  help?: Words
  required?: boolean
  sensitive?: boolean
  dictionary?: string
  reference?: string
  decided_by?: string
  computed?: string
  scale?: number
  unit?: string
  default?: unknown
  list?: boolean
  levels?: string[]
  unique?: boolean
  /// Of a file: "application/pdf", "image/*".
  media?: string[]
}
export type RecordType = {
  id: string
  title: Words
  parent?: string | null
  children?: string[]
  timeline?: unknown
  fields: FieldType[]
}
export type Term = { code: string; zh: string; en: string }
export type ViewColumn = string | { field: string; title?: Words }
export type View = {
  id: string
  kind: string
  record?: string
  title: Words
  columns?: ViewColumn[]
  filters?: ViewColumn[]
  sort?: string | string[]
  [more: string]: unknown
}
export type Meta = {
  record_types: RecordType[]
  dictionaries: Record<string, Term[]>
  views: View[]
}

export type Shown = string | Words | Term | null
export type Row = {
  id: string
  version: number | string
  region?: RegionStep | null
  parent_id?: string | null
  values: Record<string, unknown>
  display: Record<string, Shown>
  differs?: string[]
  status?: string | Shown
}
export type RowPage = { rows: Row[]; total: number; next: string | null }

export type HistoryEntry = {
  id: string
  kind: string
  effective_from: string
  recorded_at: string
  reason?: string
  document?: string
  actor?: string | { id: string; name: string }
  values?: Record<string, unknown>
  display?: Record<string, Shown>
}
export type TimelineEntry = {
  date: string
  group: Term
  title: Words
  record_type: string
  record_id: string
}

export type Basis = {
  class: string
  text: Words | string
  clause?: string
  url?: string
  parameter?: string
  from?: string
  region?: string
}
export type Step = {
  id: string
  zh: string
  en: string
  amount?: string | null
  total?: boolean
  decision: string
  decision_title: Words
  row?: number | string | null
  rule_id?: string
  inputs?: Record<string, unknown>
  seen?: { title: Words; value: Words }[]
  output?: unknown
  basis?: Basis[]
}
export type Explanation = {
  decision: string
  model?: string
  field?: string | null
  period?: string
  view?: string
  components?: Record<string, unknown>
  problems?: Words[]
  title: Words
  value: unknown
  unit?: string | Words
  stored?: unknown
  differs?: boolean
  effective_from?: string
  steps: Step[]
}

export type DecisionHead = {
  id: string
  title: Words
  model: string
  region?: string
  kind: string
  main?: boolean
}
export type Clause = string | { text: string; title?: Words; id?: string; name?: string }
export type Rule = {
  id: string
  row: number
  inputs: string[]
  outputs: string[]
  annotations?: Record<string, string> | string[]
  inputs_said?: Words[]
  outputs_said?: Words[]
  says?: Partial<Words>
}
export type Parameter = {
  name: string
  title: Words
  help?: Words
  unit?: string | Words
  words?: Record<string, Words>
  value: unknown
  from?: string
  region?: string
  basis?: Basis | Basis[]
  values?: ParameterValue[]
}
export type ParameterValue = {
  from: string
  known?: string | null
  region: string
  value: unknown
  basis: Basis
}
export type Decision = {
  id?: string
  title: Words
  kind: string
  hit_policy?: string
  inputs?: Clause[]
  outputs?: Clause[]
  annotations?: Clause[]
  rules?: Rule[]
  text?: string
  said?: Words | null
  says?: Words | null
  findings?: Finding[]
  entries?: {
    name: string
    title: Words
    text: string
    titled?: boolean
    said?: Words | null
    says?: Words | null
  }[]
  requires?: string[]
  parameters?: Parameter[]
}

/// What is odd about a table: `cells` are what falls through or is taken twice, column by column.
export type Finding = {
  code: string
  severity: string
  title: Words
  rules: string[]
  cells?: (Words | null)[] | null
}
export type DecisionInput = {
  name: string
  title: Words
  kind: string
  choices: Term[]
  value: string
}
export type Tried = {
  title: Words
  value: unknown
  said: Words
  parts: { name: string; title: Words; said: Words }[]
  steps: Step[]
  matched: { decision: string; title: Words; rule: string; row: number }[]
  problems: Words[]
}
export type RuleVersion = {
  pack: string
  version: string
  digest: string
  deployed_at: string
  deployed_by: string
  first: boolean
  changes: unknown[]
}
export type RuleModel = {
  pack: string
  model: string
  region: string
  path: string
  title: Words
  xml: string
}

export type Run = {
  id: string
  period: string
  region: string | RegionStep
  state: string
  made_by?: string | { id: string; name: string }
  made_at?: string
  count: number
  totals: Record<string, string>
  problems?: number
  comparison?: Comparison | null
  proposal?: string | null
  approved_by?: string | { id: string; name: string } | null
  columns?: FieldType[]
  caveats?: Caveat[] | null
}
/// A figure or rule that a run used and that no official text gives.
export type Caveat = {
  class: string
  parameter?: string | null
  region?: string
  title: Words
}
export type Comparison = {
  previous: {
    id: string
    period: string
    state: string
    same_region?: boolean
    regions?: RegionStep[]
  } | null
  totals?: Record<string, { now: string | null; before: string | null; difference: string | null }>
  added?: number
  removed?: number
  changed?: number
  unchanged?: number
  added_people?: { record_id: string; name: string }[]
  removed_people?: { record_id: string; name: string }[]
}
export type RunLine = {
  record_id: string
  name: string
  region: string | RegionStep
  values: Record<string, string>
  previous?: Record<string, string> | null
  difference?: Record<string, string> | null
  reasons?: Words[]
  changed?: boolean
  problem?: Words | null
  model?: string
  steps?: Step[]
  explanations?: Explanation[]
}

export type Proposal = {
  id: string
  kind: string
  title: Words
  detail?: Words
  state: string
  made_by: string | { id: string; name: string }
  made_at: string
  reason?: string
  mine?: boolean
  may_decide?: boolean
  changes?: { title: Words | string; before?: Shown; after?: Shown }[]
  target?: string
  view?: string
  decided_by?: string
  decided_at?: string
}

export type ImportColumn = { index: number; title: string; sample: string[]; field: string | null }
export type ImportError = {
  row: number
  column: string
  field?: string
  code: string
  zh: string
  en: string
  value?: string
  suggestion?: string | Words | null
}
export type ImportJob = {
  id: string
  type?: string
  file_name?: string
  sheet?: string
  header_row?: number
  columns?: ImportColumn[]
  fields?: FieldType[]
  rows?: number
  state: string
  progress?: { done: number; total: number }
  counts?: { create: number; update: number; unchanged: number; bad: number }
  errors?: ImportError[]
  errors_total?: number | null
  error?: Words | null
}

export type Todo = {
  id: string
  kind: string
  title: Words
  detail?: Words
  due: string | null
  working_days_left?: number | null
  overdue?: boolean
  provisional?: boolean
  dismissible?: boolean
  action?: { title: Words; view: string; target?: string } | null
}
export type IndicatorPart = {
  region: RegionStep | string
  numerator: string | number
  denominator: string | number
  value: string | number | null
}
export type Indicator = {
  id: string
  title: Words
  numerator: string | number
  denominator: string | number
  value: string | number | null
  target?: string | number | null
  unit?: string | Words | null
  /// What the numerator lacks until the target is reached, and how that is said.
  gap?: { words: Words; count: string | number } | null
  children?: IndicatorPart[]
}
export type Slice = { code: string; zh: string; en: string; count: number }
