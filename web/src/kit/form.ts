import type { FieldType, RecordType } from '@/api/types'
import { parseDay } from './date'

export type Mode = 'new' | 'change' | 'correct' | 'end'
export type Values = Record<string, unknown>
/// What is wrong with a field: a key of the locale; the server's own words come as they are.
export type Wrong = { field: string; key?: string; text?: string }

/// No record type of a pack that ships has them yet.
const drawn = ['point', 'line', 'polygon', 'files']

/// Fields that a person enters. What a decision or a formula gives is not entered, except that an
/// office corrects an opening value by import.
export function editable(type: RecordType, mode: Mode): FieldType[] {
  return type.fields.filter(
    (field) =>
      !field.decided_by &&
      !field.computed &&
      !drawn.includes(field.type) &&
      !(mode !== 'new' && field.sensitive && field.type === 'account'),
  )
}

export type Section = { title: FieldType['title'] | null; fields: FieldType[] }

/// The form as its record type divides it; fields that no section names come last.
export function sections(type: RecordType, mode: Mode): Section[] {
  const declared =
    (type as RecordType & { sections?: { title: FieldType['title']; fields: string[] }[] })
      .sections ?? []
  const open = editable(type, mode)
  const named = new Set(declared.flatMap((section) => section.fields))
  const found = declared.map((section) => ({
    title: section.title as FieldType['title'] | null,
    fields: section.fields.flatMap((id) => open.filter((field) => field.id === id)),
  }))
  const rest = open.filter((field) => !named.has(field.id))
  return [...found, { title: null, fields: rest }].filter((section) => section.fields.length > 0)
}

function empty(value: unknown): boolean {
  return (
    value === '' ||
    value === null ||
    value === undefined ||
    (Array.isArray(value) && value.length === 0)
  )
}

/// A typed value as the server takes it: integers as numbers, decimals and money as strings.
export function toServer(field: FieldType, value: unknown): unknown {
  if (empty(value)) return null
  const text = typeof value === 'string' ? value.trim() : value
  if (text === '') return null
  if (field.type === 'boolean') return text === true || text === 'true'
  if (field.type === 'integer') return /^[+-]?\d{1,15}$/.test(String(text)) ? Number(text) : text
  if (field.type === 'decimal' || field.type === 'money') return String(text).replace(/[,，]/g, '')
  return text
}

/// What is not filled in is to be typed or to be chosen.
export function missing(field: FieldType): string {
  const chosen = ['code', 'codes', 'boolean', 'region', 'reference']
  return chosen.includes(field.type) ? 'form.choose_one' : 'form.missing'
}

/// What can be seen wrong before asking the server; everything else is the server's to judge.
export function check(fields: FieldType[], values: Values): Wrong[] {
  return fields.flatMap((field): Wrong[] => {
    const value = values[field.id]
    if (empty(value)) return field.required ? [{ field: field.id, key: missing(field) }] : []
    if (field.type === 'date' && parseDay(String(value)) !== value)
      return [{ field: field.id, key: 'form.no_day' }]
    const figure = String(value).replace(/[,，]/g, '')
    if (field.type === 'integer' && !/^[+-]?\d+$/.test(figure))
      return [{ field: field.id, key: 'form.no_integer' }]
    if (['decimal', 'money'].includes(field.type) && !/^[+-]?\d+(\.\d+)?$/.test(figure))
      return [{ field: field.id, key: 'form.no_figure' }]
    return []
  })
}

/// Only what differs from what stands there: a change says what it changes.
export function changed(fields: FieldType[], before: Values, after: Values): Values {
  const out: Values = {}
  for (const field of fields) {
    const [was, is] = [toServer(field, before[field.id]), toServer(field, after[field.id])]
    if (JSON.stringify(was) !== JSON.stringify(is)) out[field.id] = is
  }
  return out
}
