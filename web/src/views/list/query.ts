// What a list is asked for, kept in the address of the page: so "back", a bookmark, a saved view
// and the export all mean the same rows.
import type { FieldType, RecordType, View, ViewColumn } from '@/api/types'

export type Operators = Record<string, unknown>
export type Filter = Record<string, Operators>
export type ListQuery = {
  q: string
  filter: Filter
  sort: string
  region: string
  columns: string[]
  /// Another day than today, and what was known on another.
  as_of: string
  known: string
}

type Address = Record<string, unknown>

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function parsedFilter(value: unknown): Filter {
  try {
    const filter: unknown = JSON.parse(text(value) || '{}')
    if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) return {}
    return filter as Filter
  } catch {
    return {} // a mangled address shows everything rather than nothing
  }
}

export function fromAddress(query: Address): ListQuery {
  return {
    q: text(query.q),
    filter: parsedFilter(query.filter),
    sort: text(query.sort),
    region: text(query.region),
    columns: text(query.columns).split(',').filter(Boolean),
    as_of: text(query.as_of),
    known: text(query.known),
  }
}

export function toAddress(query: ListQuery): Record<string, string> {
  const address: Record<string, string> = {}
  if (query.q.trim()) address.q = query.q.trim()
  if (Object.keys(query.filter).length) address.filter = JSON.stringify(query.filter)
  if (query.sort) address.sort = query.sort
  if (query.region) address.region = query.region
  if (query.columns.length) address.columns = query.columns.join(',')
  if (query.as_of) address.as_of = query.as_of
  if (query.known) address.known = query.known
  return address
}

/// One condition set or, with an empty value, taken away; a new object each time.
export function withCondition(
  filter: Filter,
  field: string,
  operator: string,
  value: unknown,
): Filter {
  const operators = { ...filter[field] }
  const nothing =
    value === '' || value === null || value === undefined || (Array.isArray(value) && !value.length)
  if (nothing) delete operators[operator]
  else operators[operator] = value
  const next = { ...filter }
  if (Object.keys(operators).length) next[field] = operators
  else delete next[field]
  return next
}

/// The next order of a column: ascending, descending, none.
export function nextSort(sort: string, field: string): string {
  if (sort === field) return `-${field}`
  return sort === `-${field}` ? '' : field
}

/// What goes to the server: the conditions of the view always hold, those of the page beside them.
export function serverQuery(
  query: ListQuery,
  view: View,
  here: string | undefined,
): Record<string, unknown> {
  const always = (view.where ?? {}) as Filter
  const filter: Filter = { ...query.filter }
  for (const [field, operators] of Object.entries(always))
    filter[field] = { ...filter[field], ...operators }
  // What differs from the rules is known of today alone.
  if (query.as_of || query.known) delete filter.differs
  const order = query.sort || (Array.isArray(view.sort) ? view.sort.join(',') : (view.sort ?? ''))
  return {
    region: query.region || here,
    q: query.q.trim(),
    filter: Object.keys(filter).length ? JSON.stringify(filter) : '',
    sort: order,
    as_of: query.as_of,
    known: query.known,
  }
}

export function columnId(column: ViewColumn): string {
  if (typeof column === 'string') return column
  return column.field ?? (column as { count?: string }).count ?? ''
}

/// The field behind "hired_on" or, in a child, "degree.kind"; undefined when no type declares it.
export function fieldAt(
  types: RecordType[],
  type: RecordType | undefined,
  path: string,
): FieldType | undefined {
  const [first, second] = path.split('.')
  if (second === undefined) return type?.fields.find((field) => field.id === first)
  if (first === 'parent')
    return fieldAt(
      types,
      types.find((each) => each.id === type?.parent),
      second,
    )
  return types.find((each) => each.id === first)?.fields.find((field) => field.id === second)
}

/// Fields that one may filter by on this list, in the declared order.
export function filterFields(view: View, types: RecordType[], type: RecordType | undefined) {
  return (view.filters ?? []).flatMap((entry) => {
    const path = columnId(entry)
    const field = fieldAt(types, type, path)
    return field && !field.sensitive ? [{ path, field }] : []
  })
}
