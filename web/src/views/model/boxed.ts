// A boxed expression as a grid: names and what each is. The kit's own elements are read and changed
// in place, so that what is saved is what is seen. No DOM.

/// An element of the kit's model, of which only this is used.
export type Node = {
  $type: string
  $parent?: Node
  $model: { create(type: string, values: Record<string, unknown>): Node; ids?: Numbers }
  get(name: string): unknown
  set(name: string, value: unknown): void
}
type Numbers = { nextPrefixed(prefix: string, element: Node): string }

/// A line of the grid. A name that can be changed has `rename`, a fixed one is said by `word`.
export type Slot = {
  owner: Node
  property: string
  word?: Word
  name?: string
  title?: { zh: string; en: string }
  rename?: (name: string) => void
  remove?: () => void
}
const words = [
  'result',
  'called',
  'body',
  'if',
  'then',
  'else',
  'in',
  'match',
  'return',
  'satisfies',
] as const
export type Word = (typeof words)[number]

export const kindOf = (node: Node): string => node.$type.replace(/^.*:/, '')
const list = (node: Node, name: string): Node[] => (node.get(name) as Node[] | undefined) ?? []
const node = (owner: Node, name: string) => owner.get(name) as Node | undefined

export function make(owner: Node, type: string, values: Record<string, unknown> = {}): Node {
  const made = owner.$model.create(`dmn:${type}`, values)
  made.$parent = owner
  const numbers = owner.$model.ids
  if (numbers) made.set('id', numbers.nextPrefixed(`${type}_`, made))
  for (const value of Object.values(values).flat())
    if (typeof value === 'object' && value && '$type' in value) (value as Node).$parent = made
  return made
}
export const literal = (owner: Node, text = ''): Node => make(owner, 'LiteralExpression', { text })

const taken = (owner: Node, property: string, one: Node) => () =>
  owner.set(property, list(owner, property).filter((each) => each !== one))

/// What a rule's own words call the entry, where they do.
function titleOf(owner: Node): Slot['title'] {
  const more = owner.get('extensionElements') as Node | undefined
  const title = more && list(more, 'values').find((each) => each.$type.endsWith(':title'))
  if (!title) return undefined
  const { zh = '', en = '' } = title as unknown as Record<'zh' | 'en', string | undefined>
  return { zh, en }
}

function entrySlot(context: Node, entry: Node): Slot {
  const variable = node(entry, 'variable')
  return {
    owner: entry,
    property: 'value',
    title: titleOf(entry),
    remove: taken(context, 'contextEntry', entry),
    ...(variable
      ? { name: String(variable.get('name') ?? ''), rename: (name) => variable.set('name', name) }
      : { word: 'result' as const }),
  }
}
function bindingSlot(invocation: Node, binding: Node): Slot {
  const parameter = node(binding, 'parameter')
  return {
    owner: binding,
    property: 'bindingFormula',
    name: String(parameter?.get('name') ?? ''),
    rename: (name) => parameter?.set('name', name),
    remove: taken(invocation, 'binding', binding),
  }
}
/// Parts stand in an element of their own, which is made when it is first filled.
function partSlot(owner: Node, word: Word): Slot {
  if (!node(owner, word)) owner.set(word, make(owner, 'Part'))
  return { owner: node(owner, word)!, property: 'value', word }
}

/// The lines of an expression; of a relation, a table and a formula there are none.
export function slotsOf(box: Node): Slot[] {
  switch (kindOf(box)) {
    case 'Context':
      return list(box, 'contextEntry').map((entry) => entrySlot(box, entry))
    case 'Invocation':
      return [
        { owner: box, property: 'calledFunction', word: 'called' },
        ...list(box, 'binding').map((binding) => bindingSlot(box, binding)),
      ]
    case 'FunctionDefinition':
      return [{ owner: box, property: 'body', word: 'body' }]
    case 'Conditional':
      return (['if', 'then', 'else'] as const).map((word) => partSlot(box, word))
    case 'Filter':
      return (['in', 'match'] as const).map((word) => partSlot(box, word))
    case 'For':
      return (['in', 'return'] as const).map((word) => partSlot(box, word))
    case 'Some':
    case 'Every':
      return (['in', 'satisfies'] as const).map((word) => partSlot(box, word))
    default:
      return []
  }
}
export const inSlot = ({ owner, property }: Slot): Node | undefined => node(owner, property)
export function fill({ owner, property }: Slot, text: string): void {
  owner.set(property, literal(owner, text))
}

/// One more line: an entry before the result of a context, or a binding.
export function addSlot(box: Node): void {
  if (kindOf(box) === 'Invocation') {
    const parameter = make(box, 'InformationItem', { name: '' })
    box.set('binding', [
      ...list(box, 'binding'),
      make(box, 'Binding', { parameter, bindingFormula: literal(box) }),
    ])
    return
  }
  const entries = list(box, 'contextEntry')
  const named = entries.filter((each) => node(each, 'variable'))
  const variable = make(box, 'InformationItem', { name: '' })
  const entry = make(box, 'ContextEntry', { variable, value: literal(box) })
  box.set('contextEntry', [...named, entry, ...entries.filter((each) => !named.includes(each))])
}
export const growing = (box: Node): boolean => ['Context', 'Invocation'].includes(kindOf(box))

/// The variable that an iteration gives to each, or the names of what a function takes.
export function variablesOf(box: Node): string | null {
  if (['For', 'Some', 'Every'].includes(kindOf(box)))
    return String(box.get('iteratorVariable') ?? '')
  if (kindOf(box) !== 'FunctionDefinition') return null
  return list(box, 'formalParameter')
    .map((each) => String(each.get('name') ?? ''))
    .join(', ')
}
export function setVariables(box: Node, text: string): void {
  if (kindOf(box) !== 'FunctionDefinition') return box.set('iteratorVariable', text.trim())
  const were = list(box, 'formalParameter')
  const names = text.split(/[,，]/).map((each) => each.trim())
  box.set(
    'formalParameter',
    names.filter(Boolean).map((name, index) => {
      const was = were.find((each) => each.get('name') === name) ?? were[index]
      const made = was ?? make(box, 'InformationItem')
      made.set('name', name)
      return made
    }),
  )
}

/// A list, a relation or a decision table as columns and rows of cells.
export type Cell = { get: () => string; set: (text: string) => void; box?: Node }
export type Column = { name: string; rename?: (name: string) => void; output?: boolean }
export type Sheet = {
  columns: Column[]
  rows: { cells: Cell[]; remove: () => void }[]
  add: () => void
  addColumn?: () => void
}

const textCell = (owner: Node): Cell => ({
  get: () => String(owner.get('text') ?? ''),
  set: (text) => owner.set('text', text),
})
const cellOf = (box: Node): Cell =>
  kindOf(box) === 'LiteralExpression' ? textCell(box) : { ...textCell(box), box }

function tableSheet(table: Node): Sheet {
  const columns = [
    ...list(table, 'input').map((input) => ({
      name: String(node(input, 'inputExpression')?.get('text') ?? ''),
      rename: (text: string) => node(input, 'inputExpression')?.set('text', text),
    })),
    ...list(table, 'output').map((output) => ({
      name: String(output.get('name') ?? output.get('label') ?? ''),
      output: true,
    })),
  ]
  return {
    columns,
    rows: list(table, 'rule').map((rule) => ({
      cells: [...list(rule, 'inputEntry'), ...list(rule, 'outputEntry')].map(textCell),
      remove: taken(table, 'rule', rule),
    })),
    add: () => {
      const inputEntry = list(table, 'input').map(() => make(table, 'UnaryTests', { text: '-' }))
      const outputEntry = list(table, 'output').map(() => literal(table))
      const rule = make(table, 'DecisionRule', { inputEntry, outputEntry })
      table.set('rule', [...list(table, 'rule'), rule])
    },
  }
}
function relationSheet(relation: Node): Sheet {
  const columns = list(relation, 'column')
  const rows = list(relation, 'row')
  return {
    columns: columns.map((column) => ({
      name: String(column.get('name') ?? ''),
      rename: (name) => column.set('name', name),
    })),
    rows: rows.map((row) => ({
      cells: list(row, 'elements').map(cellOf),
      remove: taken(relation, 'row', row),
    })),
    add: () =>
      relation.set('row', [
        ...rows,
        make(relation, 'List', { elements: columns.map(() => literal(relation)) }),
      ]),
    addColumn: () => {
      relation.set('column', [...columns, make(relation, 'InformationItem', { name: '' })])
      for (const row of rows) row.set('elements', [...list(row, 'elements'), literal(row)])
    },
  }
}
function listSheet(box: Node): Sheet {
  const items = list(box, 'elements')
  return {
    columns: [{ name: '' }],
    rows: items.map((item) => ({ cells: [cellOf(item)], remove: taken(box, 'elements', item) })),
    add: () => box.set('elements', [...items, literal(box)]),
  }
}
export function sheetOf(box: Node): Sheet | null {
  const kinds: Record<string, (box: Node) => Sheet> = {
    DecisionTable: tableSheet,
    Relation: relationSheet,
    List: listSheet,
  }
  return kinds[kindOf(box)]?.(box) ?? null
}

/// What is decided by a decision, or worked out by a function; null where the kit has its own view.
export function boxOf(element: Node): Node | null {
  if (kindOf(element) === 'Decision') {
    const box = node(element, 'decisionLogic')
    return box && !['DecisionTable', 'LiteralExpression'].includes(kindOf(box)) ? box : null
  }
  if (kindOf(element) !== 'BusinessKnowledgeModel') return null
  const whole = node(element, 'encapsulatedLogic')
  const body = whole && node(whole, 'body')
  return body && kindOf(body) !== 'LiteralExpression' ? whole : null
}
